import type { CardData, PlanData, Review, SessionData } from '../../functions/sync/core/protocol'
import type { Database } from './database'

export type Shown<Data> = { id: string; data: Data }

type Stored = { id: string; data: string }

const read = <Data>({ id, data }: Stored): Shown<Data> => ({ id, data: JSON.parse(data) })

/** The running timer; of several the one that began last. */
export const runningSession = (db: Database): Shown<SessionData> | null => {
  const row = db.get<Stored>(`
    SELECT id, data FROM shown
    WHERE type = 'session' AND json_extract(data, '$.end_time') IS NULL
    ORDER BY json_extract(data, '$.start_time') DESC LIMIT 1`)
  return row ? read(row) : null
}

/** Ended sessions that began from one instant to before another (epoch ms), the earliest first. */
export const sessionsBetween = (db: Database, from: number, to: number): Shown<SessionData>[] =>
  db
    .all<Stored>(
      `SELECT id, data FROM shown
       WHERE type = 'session' AND json_extract(data, '$.start_time') >= ? AND json_extract(data, '$.start_time') < ?
         AND json_extract(data, '$.end_time') IS NOT NULL
       ORDER BY json_extract(data, '$.start_time')`,
      from,
      to,
    )
    .map((row) => read(row))

/** The latest end of a session in an interval (epoch ms), or null. */
export const lastEndWithin = (db: Database, from: number, to: number) =>
  db.get<{ end: number | null }>(
    `SELECT max(json_extract(data, '$.end_time')) AS end FROM shown
     WHERE type = 'session' AND json_extract(data, '$.start_time') >= ? AND json_extract(data, '$.end_time') <= ?`,
    from - 72 * 3_600_000,
    to,
  )?.end ?? null

export const planRows = (db: Database): Shown<PlanData>[] =>
  db.all<Stored>("SELECT id, data FROM shown WHERE type = 'plan' ORDER BY updated_at DESC, id").map((row) => read(row))

/** Seconds of ended sessions by plan and chunk; a null chunk is time on the plan alone. */
export const trackedByChunk = (db: Database, planId: string | null = null) =>
  db.all<{ plan_id: string; chunk_id: string | null; seconds: number }>(
    `SELECT json_extract(data, '$.plan_id') AS plan_id, json_extract(data, '$.chunk_id') AS chunk_id,
       sum(json_extract(data, '$.duration_seconds')) AS seconds
     FROM shown
     WHERE type = 'session' AND json_extract(data, '$.plan_id') IS NOT NULL AND (?1 IS NULL OR json_extract(data, '$.plan_id') = ?1)
     GROUP BY plan_id, chunk_id`,
    planId,
  )

/** Cards due on a date, the longest due first; those never reviewed last. */
export const dueCards = (db: Database, today: string, planId: string | null): Shown<CardData>[] =>
  db
    .all<Stored>(
      `SELECT id, data FROM shown
       WHERE type = 'card' AND json_extract(data, '$.next_review') <= ?1
         AND (?2 IS NULL OR json_extract(data, '$.plan_id') = ?2)
       ORDER BY json_extract(data, '$.last_review') IS NULL, json_extract(data, '$.next_review'), id`,
      today,
      planId,
    )
    .map((row) => read(row))

/** Ratings that wait to be sent, in the order of their moments. */
export const waitingReviews = (db: Database) =>
  db.all<Pick<Review, 'card_id' | 'rating' | 'reviewed_at'>>(
    'SELECT card_id, rating, reviewed_at FROM reviews ORDER BY reviewed_at, id',
  )

export const waitingCounts = (db: Database) =>
  db.all<{ type: string; count: number }>(
    `SELECT type, count(*) AS count FROM pending GROUP BY type
     UNION ALL SELECT 'review', count(*) FROM reviews HAVING count(*) > 0`,
  )

export const planTitle = (db: Database, id: string) =>
  db.get<{ title: string }>(
    "SELECT json_extract(data, '$.title') AS title FROM shown WHERE type = 'plan' AND id = ?",
    id,
  )?.title

/** New cards that were reviewed for the first time since an instant (epoch ms), as far as this device knows. */
export const reviewedSince = (db: Database, from: number) =>
  db.get<{ count: number }>(
    `SELECT count(DISTINCT card_id) AS count FROM reviews
     WHERE reviewed_at >= ? AND EXISTS (
       SELECT 1 FROM rows WHERE type = 'card' AND rows.id = card_id AND json_extract(data, '$.last_review') IS NULL)`,
    from,
  )?.count ?? 0

const isNew = "json_extract(data, '$.last_review') IS NULL AND json_extract(data, '$.repetitions') = 0"

/** Cards to review on a day: those seen before, and what is left of the day's new ones. */
export const dueCount = (db: Database, today: { date: string; from: number }, newCards: number) => {
  const counted = db.get<{ seen: number | null; fresh: number | null }>(
    `SELECT sum(NOT (${isNew})) AS seen, sum(${isNew}) AS fresh FROM shown
     WHERE type = 'card' AND json_extract(data, '$.next_review') <= ? AND id NOT IN (SELECT card_id FROM reviews)`,
    today.date,
  )
  const left = Math.max(0, newCards - reviewedSince(db, today.from))
  return (counted?.seen ?? 0) + Math.min(counted?.fresh ?? 0, left)
}
