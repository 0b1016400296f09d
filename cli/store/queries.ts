import { longestSession } from '../../functions/lib/time/typed-time'
import type { CardData, EntityType, PlanData, Review, SessionData } from '../../functions/programs/sync/core/protocol'
import type { Database } from './database'

export type VisibleRow<Data> = { id: string; data: Data }

type Stored = { id: string; data: string }

const read = <Data>({ id, data }: Stored): VisibleRow<Data> => ({ id, data: JSON.parse(data) })

/** SELECT of rows as the person sees them: a queued write replaces the server's version of its row. */
const shown = (type: EntityType, columns: string, condition = 'true') => `
  SELECT ${columns} FROM pending WHERE type = '${type}' AND data IS NOT NULL AND ${condition}
  UNION ALL
  SELECT ${columns} FROM rows
  WHERE type = '${type}' AND data IS NOT NULL AND ${condition}
    AND NOT EXISTS (SELECT 1 FROM pending WHERE pending.type = rows.type AND pending.id = rows.id)`

/** The running timer; the latest one if there are several. */
export const runningSession = (db: Database): VisibleRow<SessionData> | null => {
  const running = shown('session', 'id, data, start_time', 'end_time IS NULL')
  const row = db.get<Stored>(`SELECT id, data FROM (${running}) ORDER BY start_time DESC LIMIT 1`)
  return row ? read(row) : null
}

/** Maximum length of a session in ms. */
const longestMs = longestSession * 1000

/** Ended sessions that began before `to` (epoch ms) and may reach `from`, earliest first. */
export const sessionsBetween = (db: Database, from: number, to: number): VisibleRow<SessionData>[] => {
  const began = shown(
    'session',
    'id, data, start_time',
    'start_time >= ?1 AND start_time < ?2 AND end_time IS NOT NULL',
  )
  return db
    .all<Stored>(`SELECT id, data FROM (${began}) ORDER BY start_time`, from - longestMs, to)
    .map((row) => read(row))
}

/** The latest end of a session in an interval (epoch ms), or null. */
export const latestEnd = (db: Database, from: number, to: number) => {
  const ended = shown(
    'session',
    'end_time',
    'start_time >= ?1 AND start_time <= ?3 AND end_time > ?2 AND end_time <= ?3',
  )
  const sql = `SELECT max(end_time) AS last FROM (${ended})`
  return db.get<{ last: number | null }>(sql, from - longestMs, from, to)?.last ?? null
}

/** All plans, last changed first. */
export const planRows = (db: Database): VisibleRow<PlanData>[] =>
  db
    .all<Stored>(`SELECT id, data FROM (${shown('plan', 'id, data, updated_at')}) ORDER BY updated_at DESC, id`)
    .map((row) => read(row))

/** Ids, titles and statuses of plans, without their documents. */
export const planTitles = (db: Database) =>
  db.all<{ id: string; title: string; status: string }>(`
    SELECT id, data ->> 'title' AS title, data ->> 'status' AS status
    FROM (${shown('plan', 'id, data, updated_at')}) ORDER BY updated_at DESC, id`)

export const planRow = (db: Database, id: string): VisibleRow<PlanData> | null => {
  const row = db.get<Stored>(shown('plan', 'id, data', 'id = ?1'), id)
  return row ? read(row) : null
}

/** Seconds of ended sessions by plan and chunk; chunk null is time on the plan alone. */
export const trackedByChunk = (db: Database, planId: string | null) => {
  const condition = planId === null ? 'plan_id IS NOT NULL' : 'plan_id IS NOT NULL AND plan_id = ?1'
  return db.all<{ plan_id: string; chunk_id: string | null; seconds: number }>(
    `SELECT plan_id, chunk_id, total(seconds) AS seconds
     FROM (${shown('session', 'plan_id, chunk_id, seconds', condition)}) GROUP BY plan_id, chunk_id`,
    ...(planId === null ? [] : [planId]),
  )
}

/** Cards due on a date, longest due first; never reviewed cards last. */
export const dueCards = (db: Database, today: string, planId: string | null): VisibleRow<CardData>[] => {
  const condition = planId === null ? 'next_review <= ?1' : 'next_review <= ?1 AND plan_id = ?2'
  const due = shown('card', 'id, data, is_new, next_review', condition)
  return db
    .all<Stored>(
      `SELECT id, data FROM (${due}) ORDER BY is_new, next_review, id`,
      ...[today, ...(planId === null ? [] : [planId])],
    )
    .map((row) => read(row))
}

/** Queued ratings, in the order in which they were made. */
export const queuedReviews = (db: Database) =>
  db.all<Pick<Review, 'card_id' | 'rating' | 'reviewed_at'>>(
    'SELECT card_id, rating, reviewed_at FROM reviews ORDER BY reviewed_at, id',
  )

export const queuedCounts = (db: Database) =>
  db.all<{ type: string; count: number }>(
    `SELECT type, count(*) AS count FROM pending GROUP BY type
     UNION ALL SELECT 'review', count(*) FROM reviews HAVING count(*) > 0`,
  )

/** Number of new cards that have a queued rating since an instant (epoch ms). */
export const countNewReviewed = (db: Database, from: number) =>
  db.get<{ count: number }>(
    `SELECT count(DISTINCT card_id) AS count FROM reviews
     WHERE reviewed_at >= ?1 AND EXISTS (${shown('card', '1', 'id = reviews.card_id AND is_new')})`,
    from,
  )?.count ?? 0

/** Number of cards to review on a day: the due cards and the day's remaining new cards. */
export const dueCount = (db: Database, today: { date: string; from: number }, newCards: number) => {
  const due = shown('card', 'is_new', 'next_review <= ?1 AND id NOT IN (SELECT card_id FROM reviews)')
  const counted = db.get<{ seen: number; fresh: number }>(
    `SELECT total(NOT is_new) AS seen, total(is_new) AS fresh FROM (${due})`,
    today.date,
  )
  const left = Math.max(0, newCards - countNewReviewed(db, today.from))
  return (counted?.seen ?? 0) + Math.min(counted?.fresh ?? 0, left)
}

export const planTitle = (db: Database, id: string) =>
  db.get<{ title: string }>(shown('plan', "data ->> 'title' AS title", 'id = ?1'), id)?.title
