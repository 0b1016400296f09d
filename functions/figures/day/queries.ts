import { readableName } from '../../apps/app-rules/known-apps'
import { useStamp } from '../../apps/usage/ids'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/db/sql'
import type { Range, Zone } from '../../lib/time/days'
import { hourMs } from '../../lib/time/units'
import { joinNames, type NameColumns, nameColumns } from '../../time/sessions/named'
import { sessionRows } from '../../time/sessions/queries'
import type { AppInterval } from '../lanes/use'
import type { DaySession } from './schema'

/** Sessions of a day, with the names of their projects, goals and tasks. */
export const sessionsOfDay = (db: D1Database, userId: string, date: string) =>
  sessionRows<DaySession & NameColumns>(sql(db)`
    SELECT s.number, s.id, s.project_id, s.goal_id, s.task_id, s.title, s.tags, s.started_at, s.ended_at, s.duration_seconds,
      s.focus_ends_at, s.days, s.time_zone, s.day_start_minute, s.seq, ${nameColumns}
    FROM session_days AS d JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
      ${joinNames(userId)}
    WHERE d.user_id = ${userId} AND d.date = ${date}
    ORDER BY s.started_at, s.number`)

/** Zone of the session nearest to a date, in one direction of time. */
const zoneWhere = (db: D1Database, userId: string, where: SqlPart, order: 'ASC' | 'DESC') =>
  sql(db)`
    SELECT s.time_zone, s.day_start_minute
    FROM session_days AS d JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.user_id = ${userId} AND ${where}
    ORDER BY d.date ${constant(order)}, s.started_at ${constant(order)}
    LIMIT 1`.first<Zone>()

/** Zone of the last session before a date, else of the first one after it. Changed preferences do not affect it. */
export const nearestZone = async (db: D1Database, userId: string, date: string) => {
  const [before, after] = await Promise.all([
    zoneWhere(db, userId, part`d.date < ${date}`, 'DESC'),
    zoneWhere(db, userId, part`d.date > ${date}`, 'ASC'),
  ])
  return before ?? after
}

/** App uses on a day, with a margin that covers any time zone. Ids begin with the start time. @param start of the day (epoch ms) */
export const usesAround = async (db: D1Database, userId: string, start: number): Promise<AppInterval[]> => {
  const rows = await allRows<{ package_name: string; label: string | null; start: number; end: number }>(sql(db)`
    SELECT app_usage.package_name, coalesce(apps.label, own.label) AS label, started_at AS start, ended_at AS end
    FROM app_usage
      LEFT JOIN apps ON apps.package_name = app_usage.package_name
      LEFT JOIN user_apps AS own
        ON own.user_id = ${userId} AND own.package_name = app_usage.package_name AND own.set_by = 'user'
    WHERE app_usage.user_id = ${userId} AND app_usage.id >= ${useStamp(start - 26 * hourMs)}
      AND app_usage.id < ${useStamp(start + 50 * hourMs)}`)
  return rows.map(({ package_name, label, ...times }) => ({
    app: label ?? readableName(package_name),
    ...times,
  }))
}

/** Keys (`pairKey`) of overlaps on some days that the person chose to keep. */
export const acceptedOverlaps = async (db: D1Database, userId: string, { from, to }: Range) => {
  const pairs = await allRows<{ one: string; other: string }>(sql(db)`
    SELECT k.one, k.other
    FROM session_days AS d JOIN kept_overlaps AS k ON k.user_id = d.user_id AND k.one = d.session_id
    WHERE d.user_id = ${userId} AND d.date BETWEEN ${from} AND ${to}`)
  return new Set(pairs.map(({ one, other }) => pairKey(one, other)))
}

export const pairKey = (one: string, other: string) => [one, other].sort().join(' ')
