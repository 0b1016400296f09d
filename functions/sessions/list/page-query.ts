import type { NamedSubject } from '../../ledger/schema'
import { sql } from '../../lib/sql'
import { bySubject, type NamedSessions, nameLists, namesFrom, taskName, withoutTaskNames } from '../named'
import { selectIn } from '../queries'
import type { ListedSession, SessionOnDay } from '../schema'
import type { SessionsView } from './view'

/** Finished sessions by id, in no order, with their names in the same statement; none is read where there is none. */
export const namedSessionsOfIds = async (db: D1Database, userId: string, ids: string[]): Promise<NamedSessions> => {
  if (ids.length === 0) return { sessions: [], names: new Map() }
  const row = await sql(db)`
    WITH page AS MATERIALIZED (
      SELECT json_group_array(json_object('number', number, 'id', sessions.id, 'project_id', project_id, 'goal_id', goal_id,
          'plan_id', plan_id, 'chunk_id', chunk_id, 'task_id', task_id, 'task_name', ${taskName(userId)}, 'title', title,
          'tags', json(tags), 'repo_owner', repo_owner, 'repo_name', repo_name, 'pr_number', pr_number, 'started_at', started_at,
          'ended_at', ended_at, 'duration_seconds', duration_seconds, 'days', json(days), 'time_zone', time_zone,
          'day_start_minute', day_start_minute)) AS sessions, ${nameLists}
      FROM json_each(${JSON.stringify(ids)})
        CROSS JOIN sessions ON sessions.user_id = ${userId} AND sessions.id = json_each.value
      WHERE status = 'completed' AND deleted_at IS NULL)
    SELECT sessions, ${namesFrom(userId, 'page')} AS names FROM page`.first<Record<'sessions' | 'names', string>>()
  const found: (ListedSession & { task_name: NamedSubject | null })[] = JSON.parse(row?.sessions ?? '[]')
  const { rows: sessions, names: tasks } = withoutTaskNames(found)
  const names: NamedSubject[] = JSON.parse(row?.names ?? '[]')
  return { sessions, names: bySubject([...names, ...tasks]) }
}

type OtherSession = Pick<ListedSession, 'id' | 'started_at' | 'days'>

/**
 * A page of a view, with one session more where there is another page. In the same statement the names of its projects,
 * goals and plans, and the other sessions of days that it may list in part: at its ends, and where its sessions reach
 * into later days.
 */
export const pageIn = async (db: D1Database, userId: string, view: SessionsView, size: number) => {
  const row = await sql(db)`
    WITH page AS MATERIALIZED (
      SELECT json_group_array(json_object('date', date, 'starts', starts, 'number', number, 'id', id,
          'project_id', project_id, 'goal_id', goal_id, 'plan_id', plan_id, 'chunk_id', chunk_id, 'task_id', task_id,
          'task_name', ${taskName(userId)}, 'title', title,
          'tags', json(tags), 'repo_owner', repo_owner, 'repo_name', repo_name, 'pr_number', pr_number,
          'started_at', started_at, 'ended_at', ended_at, 'duration_seconds', duration_seconds, 'days', json(days),
          'time_zone', time_zone, 'day_start_minute', day_start_minute)) AS sessions,
        max(days ->> '$[#-1][0]') AS last_date, ${nameLists}
      FROM (${selectIn(userId, view, size + 1)})),
    other AS (
      SELECT d.session_id
      FROM page CROSS JOIN session_days AS d ON d.user_id = ${userId} AND d.subject = ${view.subject}
        AND d.date IN (
          coalesce(sessions ->> ${`$[${size - 1}].date`}, sessions ->> '$[#-1].date'),
          iif(${Number(view.after !== null)}, sessions ->> '$[0].date', NULL))
      UNION ALL
      SELECT d.session_id
      FROM page CROSS JOIN session_days AS d ON d.user_id = ${userId} AND d.subject = ${view.subject}
        AND d.date > sessions ->> '$[0].date' AND d.date <= page.last_date)
    SELECT sessions, ${namesFrom(userId, 'page')} AS names, (
      SELECT json_group_array(json_object('id', listed.id, 'started_at', listed.started_at, 'days', json(listed.days)))
      FROM other CROSS JOIN sessions AS listed ON listed.user_id = ${userId} AND listed.id = other.session_id) AS others
    FROM page`.first<Record<'sessions' | 'names' | 'others', string>>()
  const found: (SessionOnDay & { task_name: NamedSubject | null })[] = JSON.parse(row?.sessions ?? '[]')
  const { rows: sessions, names: tasks } = withoutTaskNames(found)
  const names: NamedSubject[] = JSON.parse(row?.names ?? '[]')
  const others: OtherSession[] = JSON.parse(row?.others ?? '[]')
  return { sessions, names: bySubject([...names, ...tasks]), others }
}
