import { allRows, sql } from '../lib/sql'
import type { DayOfUse, UsageClient } from './schema'

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

/** Seconds by date and package name; both dates are inclusive. */
export const readUsage = (db: D1Database, userId: string, from: string, to: string) =>
  allRows<DayOfUse>(sql(db)`
    SELECT date, package_name, total_seconds
    FROM daily_usage
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to}
    ORDER BY date, package_name`)
