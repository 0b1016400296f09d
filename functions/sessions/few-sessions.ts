import type { NamedSubject } from '../ledger/schema'
import { inTime, type OrgTime } from '../lib/org'
import { part, type SqlPart, sql } from '../lib/sql'
import { namedRows } from './ledger-rows'
import { laterFirst } from './list/filtered'
import { onDay, sessionRows } from './queries'
import type { SessionOnDay } from './schema'

type Named = Record<'project' | 'goal' | 'plan' | 'chunk' | 'task', string | null>

/**
 * Reads few sessions with the names of what they are for, in one statement: a row more for each name.
 * @param listed a SELECT of `SessionOnDay` with `user_id`
 */
const namedSessions = async (db: D1Database, listed: SqlPart) => {
  const rows = await sessionRows<SessionOnDay & Named>(sql(db)`
    WITH listed AS (${listed})
    SELECT listed.date, listed.starts, listed.number, listed.id, listed.project_id, listed.goal_id, listed.plan_id,
      listed.chunk_id, listed.task_id, listed.title, listed.tags, listed.repo_owner, listed.repo_name, listed.pr_number,
      listed.started_at, listed.ended_at,
      listed.duration_seconds, listed.days, listed.time_zone, listed.day_start_minute,
      iif(projects.id IS NULL, NULL, json_object('subject', 'project:' || projects.id, 'label', projects.name,
        'client', projects.client, 'classification', projects.classification, 'color', projects.color,
        'deleted', projects.deleted_at IS NOT NULL)) AS project,
      iif(goals.id IS NULL, NULL, json_object('subject', 'goal:' || goals.id, 'label', goals.title, 'client', '',
        'classification', NULL, 'color', NULL, 'deleted', goals.deleted_at IS NOT NULL)) AS goal,
      iif(plans.id IS NULL, NULL, json_object('subject', 'plan:' || plans.id, 'label', plans.title, 'client', '',
        'classification', NULL, 'color', NULL, 'deleted', plans.deleted_at IS NOT NULL)) AS plan,
      iif(plan_chunks.id IS NULL, NULL, json_object('subject', 'chunk:' || plans.id || '/' || plan_chunks.id, 'label',
        plans.title || ': ' || plan_chunks.title, 'client', '', 'classification', NULL, 'color', NULL,
        'deleted', plans.deleted_at IS NOT NULL)) AS chunk,
      iif(tasks.id IS NULL, NULL, json_object('subject', 'task:' || tasks.id, 'label', tasks.title, 'client', '',
        'classification', NULL, 'color', NULL, 'deleted', tasks.deleted_at IS NOT NULL)) AS task
    FROM listed
    LEFT JOIN projects ON projects.user_id = listed.user_id AND projects.id = listed.project_id
    LEFT JOIN goals ON goals.user_id = listed.user_id AND goals.id = listed.goal_id
    LEFT JOIN plans ON plans.user_id = listed.user_id AND plans.id = listed.plan_id
    LEFT JOIN plan_chunks ON plan_chunks.user_id = listed.user_id AND plan_chunks.plan_id = listed.plan_id
      AND plan_chunks.id = listed.chunk_id
    LEFT JOIN tasks ON tasks.user_id = listed.user_id AND tasks.id = listed.task_id
    ORDER BY listed.date DESC, listed.started_at DESC, listed.number DESC`)
  const names = rows.flatMap(({ project, goal, plan, chunk, task }): NamedSubject[] =>
    [project, goal, plan, chunk, task].flatMap((json) => (json === null ? [] : JSON.parse(json))),
  )
  return {
    sessions: rows.map(
      ({ project: _, goal: __, plan: ___, chunk: ____, task: _____, ...session }): SessionOnDay => session,
    ),
    names: new Map(names.map((name) => [name.subject, name])),
  }
}

/** The sessions of goals on dates, the latest first. */
export const sessionsOfGoals = (db: D1Database, userId: string, goalIds: string[], dates: string[], limit: number) =>
  namedSessions(
    db,
    part`
    SELECT s.user_id, ${onDay}
    FROM json_each(${JSON.stringify(goalIds.map((id) => `goal:${id}`))})
    CROSS JOIN session_days AS d ON d.user_id = ${userId} AND d.subject = value AND d.starts = 1
      AND d.date IN (SELECT value FROM json_each(${JSON.stringify(dates)}))
    CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    ORDER BY d.date DESC, s.started_at DESC, s.number DESC
    LIMIT ${limit}`,
  )

const latestSessions = (userId: string, limit: number) => part`
    SELECT s.user_id, ${onDay}
    FROM session_days AS d CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.user_id = ${userId} AND d.subject = 'all' AND d.starts = 1
    ORDER BY d.date DESC, s.started_at DESC, s.number DESC
    LIMIT ${limit}`

/** Rows of each project of a context that are read for its latest sessions: some were carried over midnight. */
const rowsOfProject = 2

const latestInContext = async (db: D1Database, userId: string, limit: number, context: OrgTime) => {
  const { bySubjects, names } = await namedRows(db, userId, context, null, null, rowsOfProject * limit)
  const sessions: SessionOnDay[] = bySubjects
    .flat()
    .filter(({ starts }) => starts === 1)
    .sort(laterFirst)
    .slice(0, limit)
  return { sessions, names }
}

/** The latest sessions with their names. */
export const recentSessions = async (db: D1Database, userId: string, limit: number, context: OrgTime | null = null) =>
  context ? latestInContext(db, userId, limit, context) : namedSessions(db, latestSessions(userId, limit))

const onDates = (userId: string, subject: string, dates: string[]) => part`
    SELECT s.user_id, ${onDay}
    FROM session_days AS d CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.user_id = ${userId} AND d.subject = ${subject}
      AND d.date IN (SELECT value FROM json_each(${JSON.stringify(dates)}))`

/** The sessions of dates under a subject, the latest first. */
export const namedSessionsOfDays = (db: D1Database, userId: string, subject: string, dates: string[]) =>
  namedSessions(db, onDates(userId, subject, dates))

/** The sessions of dates, and the latest that began on any date, with their names: both the latest first. */
export const sessionsOfDaysAndLatest = async (
  db: D1Database,
  userId: string,
  dates: string[],
  limit: number,
  context: OrgTime | null = null,
) => {
  if (context) {
    const [ofDays, latest] = await Promise.all([
      namedSessions(db, onDates(userId, 'all', dates)),
      latestInContext(db, userId, limit, context),
    ])
    return {
      sessions: ofDays.sessions.filter((session) => inTime(context, session)),
      latest: latest.sessions,
      names: new Map([...ofDays.names, ...latest.names]),
    }
  }
  const { sessions, names } = await namedSessions(
    db,
    part`
    ${onDates(userId, 'all', dates)}
    UNION
    SELECT user_id, date, starts, number, id, project_id, goal_id, plan_id, chunk_id, task_id, title, tags, repo_owner, repo_name,
      pr_number, started_at, ended_at, duration_seconds, days, time_zone, day_start_minute
    FROM (${latestSessions(userId, limit)})`,
  )
  return {
    sessions: sessions.filter(({ date }) => dates.includes(date)),
    latest: sessions.filter(({ starts }) => starts === 1).slice(0, limit),
    names,
  }
}
