import { allRows, jsonChunks, sql } from '../../lib/sql'
import { filtersOf } from '../list/page'
import type { SessionsView } from '../list/view'
import { readStored, type Stored, sessionsOfFacts, viewFacts } from '../queries'
import type { ListedSession } from '../schema'
import { type Selection, sessionsLimit } from './selection'

const existingSessions = async (db: D1Database, userId: string, ids: string[]) => {
  const rows: Stored<ListedSession>[] = []
  for (const chunk of jsonChunks(ids)) {
    const found = await allRows<Stored<ListedSession>>(sql(db)`
      SELECT s.number, s.id, s.project_id, s.goal_id, s.plan_id, s.chunk_id, s.task_id, s.title, s.tags, s.started_at, s.ended_at, s.duration_seconds,
        s.days, s.time_zone, s.day_start_minute
      FROM sessions AS s
      WHERE s.user_id = ${userId} AND s.id IN (SELECT value FROM json_each(${chunk})) AND s.status = 'completed' AND s.deleted_at IS NULL`)
    rows.push(...found)
  }
  return rows
}

/** Reads one more than a batch can change. */
const sessionsOfView = async (db: D1Database, userId: string, view: SessionsView) => {
  const filtered = { ...view, filters: await filtersOf(db, userId, view) }
  return allRows<Stored<ListedSession>>(sql(db)`
    SELECT s.number, s.id, s.project_id, s.goal_id, s.plan_id, s.chunk_id, s.task_id, s.title, s.tags, s.started_at, s.ended_at, s.duration_seconds,
      s.days, s.time_zone, s.day_start_minute
    FROM (${viewFacts(userId, filtered)}) AS d
      ${sessionsOfFacts(userId)}
    WHERE d.is_listed
    LIMIT ${sessionsLimit + 1}`)
}

const sessionsOfImport = (db: D1Database, userId: string, importId: string) =>
  allRows<Stored<ListedSession>>(sql(db)`
    SELECT number, id, project_id, goal_id, plan_id, chunk_id, task_id, title, tags, started_at, ended_at, duration_seconds, days, time_zone,
      day_start_minute
    FROM sessions
    WHERE user_id = ${userId} AND import_id = ${importId} AND status = 'completed' AND deleted_at IS NULL
    LIMIT ${sessionsLimit + 1}`)

const stored = async (db: D1Database, userId: string, { ids, import_id, view }: Selection) => {
  if (ids.length > 0) return existingSessions(db, userId, ids)
  return import_id ? sessionsOfImport(db, userId, import_id) : sessionsOfView(db, userId, view)
}

/** The selected sessions that exist, the latest first; at most one more than a batch can change. */
export const selectedSessions = async (db: D1Database, userId: string, selection: Selection) =>
  (await stored(db, userId, selection))
    .map(readStored)
    .sort((a, b) => b.started_at - a.started_at || b.number - a.number)

export const secondsOn = async (db: D1Database, userId: string, days: { date: string }[]) => {
  const dates = JSON.stringify(days.map(({ date }) => date))
  const rows = await allRows<{ date: string; total_seconds: number }>(sql(db)`
    SELECT date, total_seconds
    FROM day_totals
    WHERE user_id = ${userId} AND date IN (SELECT value FROM json_each(${dates}))`)
  return new Map(rows.map(({ date, total_seconds }) => [date, total_seconds]))
}
