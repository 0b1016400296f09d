import { factsQuery, isEverything } from '../../../ledger/facts'
import { allTimeFilter } from '../../../ledger/resolve-subject'
import { allRows, constant, part, type SqlPart, sql } from '../../../lib/db/sql'
import { allOrgs, inOrg, type Org } from '../../../lib/org'
import type { Range } from '../../../lib/time/days'
import { parseFocus } from '../queries'
import { breakTimeoutMs, type Rest } from './state'

/** Placeholder for the title of a focus in another organization than the page's. */
const titleElsewhere = 'Focus of another organization'

/** SQL of the last break or pause as JSON; NULL after a new timer was started. @param org hides others' titles */
export const restJson = (userId: string, now: number, org: Org = allOrgs): SqlPart => part`(
        SELECT json_object('id', id, 'seq', seq, 'title', iif(
            project_id IS NULL OR ${inOrg(userId, org, { project: constant('rested.project_id') })}, title, ${titleElsewhere}),
          'ended_at', ended_at, 'focus', focus,
          'focus_ends_at', focus_ends_at, 'break_ends_at', break_ends_at)
        FROM sessions AS rested
        WHERE user_id = ${userId} AND break_ends_at > ${now - breakTimeoutMs} AND status = 'completed' AND deleted_at IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM sessions
            WHERE sessions.user_id = ${userId} AND sessions.id > rested.id AND sessions.source = 'timer'
              AND sessions.deleted_at IS NULL)
        ORDER BY break_ends_at DESC LIMIT 1)`

export const parseRest = (json: string | null): Rest | null => {
  if (json === null) return null
  const { focus, ...rest }: Omit<Rest, 'focus'> & { focus: string | null } = JSON.parse(json)
  return { ...rest, focus: parseFocus(focus) }
}

/** The current break or pause, or null. @param now epoch ms */
export const lastRest = async (db: D1Database, userId: string, now: number) =>
  parseRest(await sql(db)`SELECT ${restJson(userId, now)} AS rest`.first<string>('rest'))

/** The last ended session of the timer if it had a planned end, else null. */
export const lastFocus = async (db: D1Database, userId: string) => {
  const row = await sql(db)`
    SELECT id, title, ended_at, focus, focus_ends_at, break_ends_at
    FROM sessions
    WHERE user_id = ${userId} AND source = 'timer' AND status = 'completed' AND deleted_at IS NULL
    ORDER BY id DESC LIMIT 1`.first<Omit<Rest, 'focus' | 'seq'> & { focus: string | null }>()
  const focus = parseFocus(row?.focus ?? null)
  return row && focus && { ...row, focus }
}

/** True for a session that lasted until its planned end, which is a finished round. */
export const isFinishedRound = (session: {
  started_at: number
  duration_seconds: number
  focus_ends_at?: number | null
}) => {
  const { started_at, duration_seconds, focus_ends_at = null } = session
  return focus_ends_at !== null && focus_ends_at > started_at && started_at + duration_seconds * 1000 >= focus_ends_at
}

/** Margin in ms around a range: a session lasts at most three days, and its dates are in its own zone. */
const aroundMs = 5 * 86_400_000

/**
 * Number of finished rounds by date, for a filter. A round over midnight counts on its last day. Dates without rounds
 * are left out.
 */
export const finishedRounds = (db: D1Database, userId: string, { from, to }: Range, filter = allTimeFilter) => {
  const counted = factsQuery(userId, [filter], null)
  return allRows<{ date: string; rounds: number }>(sql(db)`
    SELECT days ->> '$[#-1][0]' AS date, count(*) AS rounds
    FROM sessions
    WHERE user_id = ${userId} AND focus_ends_at >= ${Date.parse(from) - aroundMs} AND focus_ends_at < ${Date.parse(to) + aroundMs}
      AND focus_ends_at > started_at AND started_at + duration_seconds * 1000 >= focus_ends_at
      AND status = 'completed' AND deleted_at IS NULL
      AND days ->> '$[#-1][0]' >= ${from} AND days ->> '$[#-1][0]' <= ${to}
      AND ${
        isEverything(filter)
          ? constant('1')
          : part`EXISTS (
        SELECT 1 FROM ${counted.from}
        WHERE ${counted.where} AND f.session_id = sessions.id AND f.date = sessions.days ->> '$[#-1][0]')`
      }
    GROUP BY 1
    ORDER BY 1`)
}
