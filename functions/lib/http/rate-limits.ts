import { isDiskFull } from '../db/disk'
import { sql } from '../db/sql'

/** At most `limit` requests of a key in a time window. The window begins with the first counted request. */
export type Limit = {
  key: string
  limit: number
  seconds: number
  /** How many requests this one counts as; 1 by default. */
  weight?: number
  /** The limit is shared with other people. Its remaining count is kept secret, because it reveals their requests. */
  shared?: true
}

type Counted = { key: string; count: number; resets_at: number }

/** Remaining requests in the window, and when it resets: in seconds from now, and in epoch ms. */
export type LimitState = Limit & { remaining: number; resetSeconds: number; resetsAt: number }

/** Counts a request for all limits, or for none if one is reached. One statement, to be safe under concurrency. */
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

/** Counts a request for all of its limits, or for none if one is reached, in one round trip. @param now epoch ms */
export const countRequest = async (db: D1Database, limits: Limit[], now: number) => {
  const requested = JSON.stringify(limits)
  const [counted, all] = await db.batch<Counted>([countAll(db, requested, now), countsOf(db, requested)])
  return {
    isAllowed: (counted?.results.length ?? 0) > 0,
    states: limits.map((limit) => stateOf(limit, all?.results ?? [], now)),
  }
}

/** Requests of a key: counted in D1, and waiting to be counted there by this worker. `resetsAt` is epoch ms. */
type Window = { counted: number; waiting: number; resetsAt: number }

const windows = new Map<string, Window>()

/** Maximum number of windows in a worker's memory. */
const remembered = 10_000

const openWindow = async (db: D1Database, limit: Limit, now: number, isRead: boolean) => {
  const known = () => {
    const window = windows.get(limit.key)
    return window && now < window.resetsAt ? window : null
  }
  const before = known()
  if (before) return before
  const counted = isRead ? (await countsOf(db, JSON.stringify([limit])).all<Counted>()).results : []
  const { remaining, resetsAt } = stateOf(limit, counted, now)
  const window = known() ?? {
    counted: limit.limit - remaining,
    waiting: 0,
    resetsAt: resetsAt > now ? resetsAt : now + limit.seconds * 1000,
  }
  if (windows.size >= remembered) windows.clear()
  windows.set(limit.key, window)
  return window
}

/**
 * Counts requests in memory, and in D1 in steps of a tenth of the limit. Over half of the limit, counts each request in
 * D1. So ordinary use writes nothing, a single worker is exact, and each further worker may allow a tenth more.
 * @param isRead reads the count of other workers first
 */
export const countInMemory = async (db: D1Database, limit: Limit, now: number, isRead: boolean) => {
  const window = await openWindow(db, limit, now, isRead)
  const weight = window.waiting + 1
  const count = window.counted + weight
  if (weight <= limit.limit / 10 && count <= limit.limit / 2) {
    window.waiting = weight
    return { isAllowed: true, states: [stateOf(limit, [{ key: limit.key, count, resets_at: window.resetsAt }], now)] }
  }
  // Until D1 responds, concurrent requests are counted there one by one.
  Object.assign(window, { waiting: 0, counted: limit.limit })
  const taken = await countRequest(db, [{ ...limit, weight }], now).catch((error) => {
    if (!isDiskFull(error)) throw error
    // Reads go on, counted in memory alone.
    const counted = { key: limit.key, count: Math.min(count, limit.limit), resets_at: window.resetsAt }
    return { isAllowed: count <= limit.limit, states: [stateOf(limit, [counted], now)] }
  })
  for (const { remaining, resetsAt } of taken.states)
    Object.assign(window, { counted: limit.limit - remaining, resetsAt })
  return taken
}

/** Takes a counted request back, if its window is still open. */
export const refund = (db: D1Database, { key, resetsAt }: LimitState) =>
  sql(db)`
    UPDATE rate_limits SET count = count - 1
    WHERE key = ${key} AND resets_at = ${resetsAt} AND count > 0`.run()

export const dropEndedWindows = (db: D1Database, now: number) =>
  sql(db)`DELETE FROM rate_limits WHERE resets_at <= ${now}`
