import { sql } from '../db/sql'

/** At most `limit` requests of a key in a window, which begins with the first counted request. */
export type Limit = {
  key: string
  limit: number
  seconds: number
  /** Requests that are counted at once; 1 by default. */
  weight?: number
  /** Shared with other people, so the remaining count is kept secret: it would reveal their requests. */
  shared?: true
}

type Counted = { key: string; count: number; resets_at: number }

/** Requests left in the window, and when it resets: in whole seconds from now, and as epoch ms. */
export type LimitState = Limit & { remaining: number; resetSeconds: number; resetsAt: number }

/** One statement, so that concurrent requests cannot exceed a limit. All limits count the request, or none does. */
const countAll = (db: D1Database, limits: string, now: number) =>
  sql(db)`
    INSERT INTO rate_limits (key, count, resets_at)
    SELECT value ->> 'key', coalesce(value ->> 'weight', 1), CAST(${now} + 1000 * (value ->> 'seconds') AS INTEGER)
    FROM json_each(${limits})
    WHERE NOT EXISTS (
      SELECT 1
      FROM json_each(${limits}) AS requested JOIN rate_limits ON rate_limits.key = requested.value ->> 'key'
      WHERE resets_at > ${now} AND count + coalesce(requested.value ->> 'weight', 1) > requested.value ->> 'limit'
    )
    ON CONFLICT (key) DO UPDATE
    SET count = iif(resets_at <= ${now}, excluded.count, count + excluded.count),
        resets_at = iif(resets_at <= ${now}, excluded.resets_at, resets_at)
    RETURNING key, count, resets_at`

const countsOf = (db: D1Database, limits: string) =>
  sql(db)`
    SELECT rate_limits.key, count, resets_at
    FROM json_each(${limits}) AS requested JOIN rate_limits ON rate_limits.key = requested.value ->> 'key'`

const stateOf = (limit: Limit, counted: Counted[], now: number): LimitState => {
  const row = counted.find(({ key }) => key === limit.key)
  const isOpen = row !== undefined && row.resets_at > now
  return {
    ...limit,
    remaining: isOpen ? Math.max(0, limit.limit - row.count) : limit.limit,
    resetSeconds: isOpen ? Math.ceil((row.resets_at - now) / 1000) : limit.seconds,
    resetsAt: isOpen ? row.resets_at : now,
  }
}

/** Counts a request, in one round trip, if each of its limits has room; else none counts it. @param now epoch ms */
export const take = async (db: D1Database, limits: Limit[], now: number) => {
  const requested = JSON.stringify(limits)
  const [counted, all] = await db.batch<Counted>([countAll(db, requested, now), countsOf(db, requested)])
  return {
    isAllowed: (counted?.results.length ?? 0) > 0,
    states: limits.map((limit) => stateOf(limit, all?.results ?? [], now)),
  }
}

/** Uncounts a request while its window is open. */
export const refund = (db: D1Database, { key, resetsAt }: LimitState) =>
  sql(db)`
    UPDATE rate_limits SET count = count - 1
    WHERE key = ${key} AND resets_at = ${resetsAt} AND count > 0`.run()

export const dropEndedWindows = (db: D1Database, now: number) =>
  sql(db)`DELETE FROM rate_limits WHERE resets_at <= ${now}`
