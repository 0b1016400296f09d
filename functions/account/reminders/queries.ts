import { allRows, constant, part, sql } from '../../lib/db/sql'
import { personColumns, type StoredUser } from '../auth/queries'
import type { Device } from './schema'

/** The person to remind; null if they are suspended or the account is the state before a restore. */
export const personToRemind = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT ${personColumns}
    FROM users
      LEFT JOIN change_heads ON change_heads.user_id = users.id
      LEFT JOIN app_catalogue ON app_catalogue.id = 1
    WHERE users.id = ${userId} AND shadow_of IS NULL AND suspended_at IS NULL AND restore_id IS NULL`.first<StoredUser>()

/** Maximum delay of a check before it counts as missed (ms). */
const patience = 60_000

/** People whose reminder check was missed, longest overdue first. @param now epoch ms */
export const overduePeople = (db: D1Database, now: number) =>
  allRows<StoredUser>(sql(db)`
    SELECT ${personColumns}
    FROM reminder_runs
      JOIN users ON users.id = reminder_runs.user_id
      LEFT JOIN change_heads ON change_heads.user_id = users.id
      LEFT JOIN app_catalogue ON app_catalogue.id = 1
    WHERE next_at < ${now - patience} AND shadow_of IS NULL AND suspended_at IS NULL
    ORDER BY next_at
    LIMIT 500`)

/** Schedules a person's next reminder check; null for no further check. */
export const setNextRun = (db: D1Database, userId: string, at: number | null) =>
  at === null
    ? sql(db)`DELETE FROM reminder_runs WHERE user_id = ${userId}`
    : sql(db)`
        INSERT INTO reminder_runs (user_id, next_at) VALUES (${userId}, ${at})
        ON CONFLICT (user_id) DO UPDATE SET next_at = excluded.next_at WHERE next_at <> excluded.next_at`

/** Times are in epoch ms. */
export type Delivery = { key: string; due_at: number; attempts: number; sent_at: number | null }

const columns = constant('key, due_at, attempts, sent_at')

export const deliveriesSince = (db: D1Database, userId: string, since: number) =>
  allRows<Delivery>(sql(db)`
    SELECT ${columns} FROM reminder_deliveries WHERE user_id = ${userId} AND due_at >= ${since}`)

/** Reserves reminders until `until`, so that no other run sends them. Returns those neither sent nor reserved before. */
export const claimDeliveries = (db: D1Database, userId: string, keys: string[], now: number, until: number) =>
  allRows<Delivery>(sql(db)`
    INSERT INTO reminder_deliveries (user_id, key, due_at, attempts)
    SELECT ${userId}, value, ${until}, 1 FROM json_each(${JSON.stringify(keys)}) WHERE true
    ON CONFLICT (user_id, key) DO UPDATE SET due_at = excluded.due_at, attempts = attempts + 1
    WHERE sent_at IS NULL AND due_at <= ${now}
    RETURNING ${columns}`)

export const markSent = (db: D1Database, userId: string, keys: string[], now: number) =>
  sql(db)`
    UPDATE reminder_deliveries SET sent_at = ${now}
    WHERE user_id = ${userId} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`

/** Marks reminders as sent without sending them. */
export const skipReminders = (db: D1Database, userId: string, keys: string[], now: number) =>
  sql(db)`
    INSERT INTO reminder_deliveries (user_id, key, due_at, attempts, sent_at)
    SELECT ${userId}, value, ${now}, 1, ${now} FROM json_each(${JSON.stringify(keys)}) WHERE true
    ON CONFLICT (user_id, key) DO NOTHING`

/** Schedules a retry of deliveries. */
export const scheduleRetry = (db: D1Database, userId: string, keys: string[], at: number) =>
  sql(db)`
    INSERT INTO reminder_deliveries (user_id, key, due_at, attempts)
    SELECT ${userId}, value, ${at}, 1 FROM json_each(${JSON.stringify(keys)}) WHERE true
    ON CONFLICT (user_id, key) DO UPDATE SET due_at = excluded.due_at`

/** Postpones a reminder that was sent. */
export const postponeReminder = (db: D1Database, userId: string, key: string, until: number) =>
  sql(db)`
    UPDATE reminder_deliveries SET sent_at = NULL, attempts = 0, due_at = ${until}
    WHERE user_id = ${userId} AND key = ${key} AND sent_at IS NOT NULL
    RETURNING key`

const keptDays = 70

/** Keys of budgets without a period: such a budget stays used, so its delivery is never forgotten. */
const lasting = 'budget_used * all *'

const isSignedIn = (now: number) =>
  part`EXISTS (SELECT 1 FROM web_sessions WHERE id_hash = session_hash AND expires_at > ${now})`

/** Deletes old deliveries, and browsers whose sign-in has expired. @param now epoch ms */
export const dropOldDeliveries = ({ DB }: { DB: D1Database }, userId: string, now: number) =>
  DB.batch([
    sql(DB)`
      DELETE FROM reminder_deliveries
      WHERE user_id = ${userId} AND due_at < ${now - keptDays * 86_400_000} AND key NOT GLOB ${lasting}`,
    sql(DB)`DELETE FROM push_subscriptions WHERE user_id = ${userId} AND NOT ${isSignedIn(now)}`,
  ])

/** Browsers of a person that are signed in. @param now epoch ms */
export const devicesOf = (db: D1Database, userId: string, now: number) =>
  allRows<Device>(sql(db)`
    SELECT id, session_hash, endpoint, p256dh, auth, device, created_at, seen_at, stopped_at
    FROM push_subscriptions
    WHERE user_id = ${userId} AND ${isSignedIn(now)}
    ORDER BY id`)

type Subscription = Pick<Device, 'id' | 'session_hash' | 'device'> & {
  endpoint: string
  endpoint_hash: string
  p256dh: string
  auth: string
}

/** Saves the subscription of a browser. Replaces that of another person who used the browser before. */
export const saveSubscription = (db: D1Database, userId: string, one: Subscription, now: number) => [
  sql(db)`
    DELETE FROM push_subscriptions
    WHERE session_hash = ${one.session_hash} AND endpoint_hash IS NOT ${one.endpoint_hash}`,
  sql(db)`
    DELETE FROM push_subscriptions WHERE endpoint_hash = ${one.endpoint_hash} AND user_id <> ${userId}`,
  sql(db)`
    DELETE FROM push_subscriptions
    WHERE user_id = ${userId} AND stopped_at IS NOT NULL AND device = ${one.device}`,
  sql(db)`
    INSERT INTO push_subscriptions
      (user_id, id, session_hash, endpoint_hash, endpoint, p256dh, auth, device, created_at, seen_at)
    VALUES (${userId}, ${one.id}, ${one.session_hash}, ${one.endpoint_hash}, ${one.endpoint}, ${one.p256dh},
      ${one.auth}, ${one.device}, ${now}, ${now})
    ON CONFLICT (endpoint_hash) DO UPDATE
    SET id = excluded.id, session_hash = excluded.session_hash, p256dh = excluded.p256dh, auth = excluded.auth,
        device = excluded.device, seen_at = excluded.seen_at`,
]

/** Removes the endpoint of a device that its push service no longer knows. */
export const stopDevice = (db: D1Database, userId: string, id: string, now: number) =>
  sql(db)`
    UPDATE push_subscriptions
    SET endpoint = NULL, endpoint_hash = NULL, p256dh = NULL, auth = NULL, stopped_at = ${now}
    WHERE user_id = ${userId} AND id = ${id}`

export const removeDevice = (db: D1Database, userId: string, id: string) =>
  sql(db)`DELETE FROM push_subscriptions WHERE user_id = ${userId} AND id = ${id} RETURNING device`

export const removeDevicesOf = (db: D1Database, userId: string, sessionHash: string) =>
  sql(db)`DELETE FROM push_subscriptions WHERE user_id = ${userId} AND session_hash = ${sessionHash}`
