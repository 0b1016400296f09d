import { allRows, jsonChunks, part, sql } from '../../lib/sql'
import { filtersOf } from '../list/page'
import { listedColumns, sessionRows, viewFacts } from '../queries'
import type { ListedSession } from '../schema'
import { type Selection, sessionsLimit } from './selection'

/** Conditions for the sessions `s` of a selection, each for a part of them. */
const conditionsOf = async (db: D1Database, userId: string, { ids, import_id, view }: Selection) => {
  if (ids.length > 0) return jsonChunks(ids).map((chunk) => part`s.id IN (SELECT value FROM json_each(${chunk}))`)
  if (import_id) return [part`s.import_id = ${import_id}`]
  const facts = viewFacts(userId, { ...view, filters: await filtersOf(db, userId, view) })
  return [part`s.id IN (SELECT session_id FROM (${facts}) AS d WHERE d.is_listed)`]
}

/** The selected sessions that exist, the latest first; at most one more than a batch can change. */
export const selectedSessions = async (db: D1Database, userId: string, selection: Selection) => {
  const conditions = await conditionsOf(db, userId, selection)
  const found = await Promise.all(
    conditions.map((condition) =>
      sessionRows<ListedSession>(sql(db)`
        SELECT ${listedColumns}
        FROM sessions AS s
        WHERE s.user_id = ${userId} AND s.status = 'completed' AND s.deleted_at IS NULL AND ${condition}
        LIMIT ${sessionsLimit + 1}`),
    ),
  )
  return found.flat().sort((a, b) => b.started_at - a.started_at || b.number - a.number)
}

export const secondsOn = async (db: D1Database, userId: string, days: { date: string }[]) => {
  const dates = JSON.stringify(days.map(({ date }) => date))
  const rows = await allRows<{ date: string; total_seconds: number }>(sql(db)`
    SELECT date, total_seconds
    FROM day_totals
    WHERE user_id = ${userId} AND date IN (SELECT value FROM json_each(${dates}))`)
  return new Map(rows.map(({ date, total_seconds }) => [date, total_seconds]))
}
