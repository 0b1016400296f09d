import { sql } from '../lib/sql'
import type { DayOfUse, UsageClient } from './schema'

/** How many clients are asked for. */
const clientsLimit = 10

/** What reports a user's use, the one that reported last first, up to ten. */
export const lastReports = async (db: D1Database, userId: string) =>
  (
    await sql(db)`
      SELECT id, name, first_report_at, last_report_at,
        EXISTS (SELECT 1 FROM api_tokens WHERE api_tokens.id = usage_clients.id)
          OR EXISTS (SELECT 1 FROM program_sessions WHERE program_sessions.id = usage_clients.id)
          OR EXISTS (SELECT 1 FROM web_sessions WHERE id_hash = usage_clients.id) AS is_let_in
      FROM usage_clients
      WHERE user_id = ${userId}
      ORDER BY last_report_at DESC, id
      LIMIT ${clientsLimit}`.all<UsageClient>()
  ).results

/** How long a user used which apps on the dates from one to the other, both inclusive; by date, then package name. */
export const readUsage = async (db: D1Database, userId: string, from: string, to: string) =>
  (
    await sql(db)`
      SELECT date, package_name, total_seconds
      FROM daily_usage INDEXED BY daily_usage_by_date
      WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to}
      ORDER BY date, package_name`.all<DayOfUse>()
  ).results
