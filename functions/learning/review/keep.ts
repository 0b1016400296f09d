import { z } from 'zod'
import { commitPlanned } from '../../lib/db/retry'
import { part, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { longestSession } from '../../lib/time/typed-time'
import type { AddedSession } from '../../time/sessions/added-toast'
import { addSessions } from '../../time/sessions/queries'
import { maxCountedMs } from './trail'

/** A sitting (one run of reviews), by the ids of its first and last review. */
type Sitting = { first: string; last: string }

const Times = z.object({ ms: z.number().nullable(), ended_at: z.int().nullable() })
const Place = z.object({ plan_id: z.string(), project_id: z.string().nullable(), goal_id: z.string().nullable() })

/** Maximum number of reviews counted in a sitting: the last ones. */
const longestSitting = 1_000

const reviewsOf = (userId: string, { first, last }: Sitting) => part`(
  SELECT user_id, card_id, duration_ms, reviewed_at FROM card_reviews
  WHERE user_id = ${userId} AND id BETWEEN ${first} AND ${last}
  ORDER BY id DESC
  LIMIT ${longestSitting})`

/** Time in ms of the reviews of a sitting. Their ids are ordered by time. */
const timeOf = async (db: D1Database, userId: string, sitting: Sitting) =>
  Times.parse(
    await sql(db)`
      SELECT sum(min(coalesce(duration_ms, 0), ${maxCountedMs})) AS ms, max(reviewed_at) AS ended_at
      FROM ${reviewsOf(userId, sitting)}`.first(),
  )

/** The plan of all cards of a sitting; null if they differ. */
const placeOf = async (db: D1Database, userId: string, sitting: Sitting) => {
  const row = await sql(db)`
    WITH reviewed AS (
      SELECT min(coalesce(plan_id, '')) AS least, max(coalesce(plan_id, '')) AS most
      FROM ${reviewsOf(userId, sitting)} AS sitting
        JOIN cards ON cards.user_id = sitting.user_id AND cards.id = sitting.card_id)
    SELECT plans.id AS plan_id, project_id, goal_id
    FROM plans
    WHERE user_id = ${userId} AND deleted_at IS NULL
      AND id = (SELECT iif(least = most, least, '') FROM reviewed)`.first()
  return row === null ? { plan_id: null, project_id: null, goal_id: null } : Place.parse(row)
}

/** Minimum length of a sitting that is worth a session, in seconds. */
const shortestSession = 60

/** True for a sitting that is long enough to be a session. */
export const isWorthKeeping = (seconds: number) => seconds >= shortestSession

type KeptSession = AddedSession & { plan_id: string | null }
type Kept = { session: KeptSession; isNew: boolean }

const known = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT id, title, project_id, plan_id, started_at, ended_at, duration_seconds, time_zone, day_start_minute
    FROM sessions
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL AND status = 'completed'`.first<KeptSession>()

const deleted = (db: D1Database, userId: string, id: string) =>
  sql(db)`DELETE FROM sessions WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NOT NULL`

/**
 * Stores the time of a sitting as a session that ends with its last review. The session has the id of the first review,
 * so that a sitting is stored only once.
 * @param now epoch ms
 */
export const keepSitting = (db: D1Database, user: User, sitting: Sitting, now: number): Promise<Kept | 'none'> => {
  if (!z.uuid().safeParse(sitting.first).success) return Promise.resolve('none')
  return commitPlanned<Kept | 'none'>(db, user.id, ['stats'], async () => {
    const [before, { ms, ended_at }, place] = await Promise.all([
      known(db, user.id, sitting.first),
      timeOf(db, user.id, sitting),
      placeOf(db, user.id, sitting),
    ])
    if (before) return { result: { session: before, isNew: false } }
    const seconds = Math.min(Math.round((ms ?? 0) / 1000), longestSession)
    if (ended_at === null || !isWorthKeeping(seconds)) return { result: 'none' }
    const end = Math.floor(Math.min(ended_at, now) / 1000) * 1000
    const { time_zone, day_start_minute } = user.preferences
    const session = {
      ...place,
      id: sitting.first,
      source: 'manual' as const,
      chunk_id: null,
      title: 'Card review',
      notes: '',
      tags: [],
      artifacts: [],
      import_id: null,
      import_key: null,
      started_at: end - seconds * 1000,
      ended_at: end,
      duration_seconds: seconds,
      time_zone,
      day_start_minute,
    }
    return {
      result: { session, isNew: true },
      writes: [deleted(db, user.id, sitting.first), ...addSessions(db, user.id, [session], now)],
    }
  })
}
