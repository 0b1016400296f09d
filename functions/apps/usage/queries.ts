import { allRows, beingRestored, jsonChunks, part, sql } from '../../lib/db/sql'
import type { Access } from '../../lib/env'
import type { Stores } from '../../lib/feature'
import { splitDays, type Zone } from '../../lib/time/days'
import type { DayOfUse, UsageClient, UsageEntry } from './schema'

const clientsLimit = 10

export const lastReports = (db: D1Database, userId: string) =>
  allRows<UsageClient>(sql(db)`
    SELECT id, name, first_report_at, last_report_at,
      EXISTS (SELECT 1 FROM api_tokens WHERE api_tokens.id = usage_clients.id)
        OR EXISTS (SELECT 1 FROM program_sessions WHERE program_sessions.id = usage_clients.id)
        OR EXISTS (SELECT 1 FROM web_sessions WHERE id_hash = usage_clients.id) AS is_let_in
    FROM usage_clients
    WHERE user_id = ${userId}
    ORDER BY last_report_at DESC, id
    LIMIT ${clientsLimit}`)

/** Seconds of use by date and package name; both dates are inclusive. */
export const readUsage = (db: D1Database, userId: string, from: string, to: string) =>
  allRows<DayOfUse>(sql(db)`
    SELECT date, package_name, total_seconds
    FROM daily_usage
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to}
    ORDER BY date, package_name`)

const daysOfUse = ({ started_at, ended_at }: Pick<UsageEntry, 'started_at' | 'ended_at'>, zone: Zone) =>
  splitDays(started_at, Math.floor((ended_at - started_at) / 1000), zone)

export const clientIdOf = (access: Access) => {
  if (access.by === 'token') return access.tokenId
  return access.by === 'browser' ? access.sessionHash : access.sessionId
}

/**
 * Adds uses, split into the local days that the person had at that time: first their sums, one row per app and day,
 * then the uses. Both statements of a pair skip ids that exist; the second returns the ids that it added.
 */
export const addUses = (
  db: D1Database,
  userId: string,
  clientId: string,
  uses: UsageEntry[],
  zone: Zone,
  now: number,
) =>
  jsonChunks(uses.map((use) => ({ ...use, days: daysOfUse(use, zone) }))).map((chunk) => [
    sql(db)`
      INSERT INTO daily_usage (user_id, date, package_name, total_seconds, event_count)
      SELECT ${userId}, day.value ->> 0, use.value ->> 'package_name', sum(day.value ->> 1), sum(day.key = 0)
      FROM json_each(${chunk}) AS use, json_each(use.value, '$.days') AS day
      WHERE NOT EXISTS (SELECT 1 FROM app_usage WHERE user_id = ${userId} AND id = use.value ->> 'id')
      GROUP BY 2, 3
      ON CONFLICT (user_id, date, package_name) DO UPDATE
      SET total_seconds = total_seconds + excluded.total_seconds, event_count = event_count + excluded.event_count`,
    sql(db)`
      INSERT INTO app_usage
        (user_id, id, package_name, started_at, ended_at, client_id, days, is_summed, created_at)
      SELECT ${userId}, value ->> 'id', value ->> 'package_name', value ->> 'started_at', value ->> 'ended_at',
        ${clientId}, value -> 'days', 1, ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, id) DO NOTHING
      RETURNING id`,
  ])

/** Advances `usage_seq` if the previous statement added uses. Reports advance no other version. */
const advanceUsage = (db: D1Database, userId: string) =>
  sql(
    db,
  )`UPDATE change_heads SET usage_seq = iif(restore_id IS NULL, usage_seq + 1, ${beingRestored}) WHERE user_id = ${userId} AND changes() > 0`

/** Minimum time in ms between two recordings of a client's last report. */
const lastReportPrecision = 600_000

/** Stores the time of the client's last report, under the current name of its token or session. */
export const noteClient = (db: D1Database, userId: string, clientId: string, now: number) =>
  sql(db)`
    INSERT INTO usage_clients (user_id, id, name, first_report_at, last_report_at)
    VALUES (${userId}, ${clientId}, coalesce(
      (SELECT name FROM api_tokens WHERE id = ${clientId} AND user_id = ${userId}),
      (SELECT device FROM program_sessions WHERE id = ${clientId} AND user_id = ${userId}),
      (SELECT device FROM web_sessions WHERE id_hash = ${clientId} AND user_id = ${userId}),
      ''), ${now}, ${now})
    ON CONFLICT (user_id, id) DO UPDATE
    SET name = excluded.name, last_report_at = excluded.last_report_at
    WHERE name <> excluded.name OR last_report_at < excluded.last_report_at - ${lastReportPrecision}`

/** SQL for the number of `ids` that are not stored yet. It must run before the statements that add these uses. */
export const newUseCountSql = (userId: string, ids: string[]) => part`(
  SELECT count(*) FROM json_each(${JSON.stringify(ids)}) AS one
  WHERE NOT EXISTS (SELECT 1 FROM app_usage WHERE user_id = ${userId} AND id = one.value))`

/**
 * Stores a report and returns the number of new uses.
 * @param report at least one use, with distinct ids
 * @param now epoch ms
 * @param first statements to run before the inserts
 */
export const reportUses = async (
  db: D1Database,
  userId: string,
  { clientId, uses, zone }: { clientId: string; uses: UsageEntry[]; zone: Zone },
  now: number,
  first: D1PreparedStatement[] = [],
) => {
  const added = addUses(db, userId, clientId, uses, zone, now)
  const results = await db.batch([
    ...first,
    ...added.flatMap((inserts) => [...inserts, advanceUsage(db, userId)]),
    noteClient(db, userId, clientId, now),
  ])
  const found = results.slice(first.length)
  return added.reduce((sum, _, index) => sum + (found[3 * index + 1]?.results.length ?? 0), 0)
}

/** Lifetime of a client after its last report, in ms. */
const clientKeptMs = 90 * 86_400_000

/** Deletes clients that no longer report, because each sign-in adds a client. Their usage stays. */
export const dropOldClients = ({ DB }: Stores, userId: string, now: number) =>
  sql(DB)`DELETE FROM usage_clients WHERE user_id = ${userId} AND last_report_at < ${now - clientKeptMs}`.run()
