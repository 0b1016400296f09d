import { sessionsAround } from '../../ledger/facts'
import { constant, part, sql } from '../../lib/db/sql'
import { nameKey } from '../../lib/text/text'
import { generalName } from '../sessions/general'
import type { Billing } from '../sessions/schema'
import { FocusPlan } from './focus/state'
import type { ActiveTimer } from './schema'

export type TimerFields = Partial<
  Pick<
    ActiveTimer,
    | ('title' | 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id' | 'task_id')
    | ('tags' | 'notes' | 'artifacts' | 'started_at')
    | ('billable' | 'hourly_rate' | 'currency')
  >
>

/** Instants in epoch ms. */
export type StoppedTimer = ActiveTimer & { ended_at: number; duration_seconds: number }

export type TimerErrors = Partial<Record<keyof TimerFields | 'ended_at' | 'focus', string[]>>

export type StoredTimer = Omit<ActiveTimer, 'tags' | 'artifacts' | 'focus'> & {
  tags: string
  artifacts: string
  focus: string | null
}

export const timerColumns = constant(`
      number, id, source, project_id, goal_id, plan_id, chunk_id, task_id, title, notes, tags, artifacts,
      started_at, time_zone, day_start_minute, last_heartbeat_at, billable, hourly_rate, currency, focus_ends_at, focus,
      seq, created_at, updated_at`)

/** FROM and WHERE of the running timer. The index `sessions_one_timer` ensures that only one exists. */
export const runningTimer = (userId: string) => part`sessions
    WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL`

export const parseFocus = (json: string | null) => (json === null ? null : FocusPlan.parse(JSON.parse(json)))

export const parseTimer = <Timer extends StoredTimer>({ tags, artifacts, focus, ...timer }: Timer) => ({
  ...timer,
  tags: JSON.parse(tags),
  artifacts: JSON.parse(artifacts),
  focus: parseFocus(focus),
})

/** The running timer; null without one. */
export const activeTimer = async (db: D1Database, userId: string): Promise<ActiveTimer | null> => {
  const row = await sql(db)`SELECT ${timerColumns} FROM ${runningTimer(userId)}`.first<StoredTimer>()
  return row && parseTimer(row)
}

/** Id of the goal that the timer runs for. */
export const readTimedGoalId = async (db: D1Database, userId: string) =>
  (await activeTimer(db, userId))?.goal_id ?? undefined

export const lastTimerEnd = (db: D1Database, userId: string, from: number, to: number) =>
  sql(db)`
    SELECT ended_at
    FROM sessions
    WHERE user_id = ${userId} AND id IN (${sessionsAround(userId, from, to)}) AND source = 'timer'
      AND ended_at > ${from} AND ended_at <= ${to}
    ORDER BY ended_at DESC
    LIMIT 1`.first<number>('ended_at')

/** SELECT of the end of the last session with any source in an interval (epoch ms); null without one. */
export const selectLastEnd = (userId: string, from: number, to: number) => part`
    SELECT max(ended_at) AS ended_at
    FROM sessions
    WHERE user_id = ${userId} AND id IN (${sessionsAround(userId, from, to)})
      AND ended_at > ${from} AND ended_at <= ${to}`

/** End of the last session with any source in an interval (epoch ms); null without one. */
export const lastEnd = (db: D1Database, userId: string, from: number, to: number) =>
  sql(db)`${selectLastEnd(userId, from, to)}`.first<number>('ended_at')

const subjects = ['project', 'goal', 'plan', 'task'] as const

type Subjects = Pick<ActiveTimer, 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id' | 'task_id'>

type RepeatedRow = Subjects &
  Pick<StoredTimer, 'title' | 'tags' | 'notes' | 'artifacts' | keyof Billing> &
  Record<`is_${(typeof subjects)[number]}_gone`, 0 | 1>

/** Splits a reference such as `task:<id>`. A session is referenced by its id alone. */
export const idAndKind = (of: string) => {
  const [id = '', kind] = of.split(':').toReversed()
  return { id, kind }
}

/** SQL of a meeting's project, else the existing general project of its organization. */
const projectOfMeeting = part`coalesce(project_id, (
          SELECT id FROM projects
          WHERE projects.user_id = meetings.user_id AND projects.organization_id = meetings.organization_id
            AND name_key = ${nameKey(generalName)} AND deleted_at IS NULL))`

/** SELECT of the row that a start repeats, with the columns of a session. A running meeting is not found. */
const repeatedRow = (userId: string, of: string) => {
  const { id, kind } = idAndKind(of)
  const own = part`WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`
  const unsaid = constant('NULL AS billable, NULL AS hourly_rate, NULL AS currency')
  const none = part`SELECT user_id, title, ${unsaid}, '' AS notes, '[]' AS artifacts, '[]' AS tags, NULL AS chunk_id`
  if (kind === 'goal') {
    // Files the timer under the first subject that the goal counts, so that its time counts.
    const first = part`(
      SELECT value FROM json_each(counts)
      WHERE value LIKE 'project:%' OR value LIKE 'plan:%' OR value LIKE 'tag:#%' LIMIT 1)`
    const counted = (mark: string) => part`iif(counted LIKE ${`${mark}%`}, substr(counted, ${mark.length + 1}), NULL)`
    return part`
        SELECT user_id, title, ${unsaid}, '' AS notes, '[]' AS artifacts, iif(counted LIKE 'tag:#%', json_array(substr(counted, 6)), '[]') AS tags, NULL AS chunk_id,
          ${counted('project:')} AS project_id, id AS goal_id, ${counted('plan:')} AS plan_id, NULL AS task_id
        FROM (SELECT user_id, id, title, ${first} AS counted FROM goals ${own})`
  }
  if (kind === 'meeting') {
    return part`
        ${none}, ${projectOfMeeting} AS project_id, NULL AS goal_id, NULL AS plan_id, NULL AS task_id
        FROM meetings ${own} AND NOT EXISTS (
          SELECT 1 FROM sessions
          WHERE sessions.user_id = meetings.user_id AND sessions.id = meetings.session_id AND status = 'active'
            AND sessions.deleted_at IS NULL)`
  }
  if (kind === 'task') return part`${none}, project_id, goal_id, plan_id, id AS task_id FROM tasks ${own}`
  // A timer that replaces a planned session keeps its notes.
  const isPlan = kind === 'planned'
  const kept = isPlan ? part`notes, artifacts` : part`'' AS notes, '[]' AS artifacts`
  return part`
        SELECT user_id, title, billable, hourly_rate, currency, ${kept}, tags, chunk_id, project_id, goal_id, plan_id, task_id
        FROM sessions ${own} AND status = 'completed' ${isPlan ? part`AND planned_until IS NOT NULL` : part``}`
}

/**
 * Fields to repeat a finished session, or to start a task, goal or meeting. Deleted subjects are returned separately.
 * @param of id of a session, or `task:`, `goal:`, `meeting:` or `planned:` with an id
 */
export const repeatedFields = async (db: D1Database, userId: string, of: string) => {
  const row = await sql(db)`
    SELECT s.title, s.tags, s.notes, s.artifacts, s.billable, s.hourly_rate, s.currency, projects.id AS project_id, goals.id AS goal_id, plans.id AS plan_id,
      plan_chunks.id AS chunk_id, tasks.id AS task_id,
      s.project_id IS NOT projects.id AS is_project_gone, s.goal_id IS NOT goals.id AS is_goal_gone,
      s.plan_id IS NOT plans.id AS is_plan_gone, s.task_id IS NOT tasks.id AS is_task_gone
    FROM (${repeatedRow(userId, of)}) AS s
    LEFT JOIN projects
      ON projects.user_id = s.user_id AND projects.id = s.project_id AND projects.deleted_at IS NULL
    LEFT JOIN goals ON goals.user_id = s.user_id AND goals.id = s.goal_id AND goals.deleted_at IS NULL
    LEFT JOIN plans ON plans.user_id = s.user_id AND plans.id = s.plan_id AND plans.deleted_at IS NULL
    LEFT JOIN plan_chunks ON plan_chunks.user_id = s.user_id AND plan_chunks.plan_id = plans.id
      AND plan_chunks.id = s.chunk_id
    LEFT JOIN tasks ON tasks.user_id = s.user_id AND tasks.id = s.task_id AND tasks.deleted_at IS NULL`.first<RepeatedRow>()
  if (!row) return null
  const { title, notes, project_id, goal_id, plan_id, chunk_id, task_id, billable, hourly_rate, currency } = row
  const billing = { billable, hourly_rate, currency }
  const tags: string[] = JSON.parse(row.tags)
  const artifacts: string[] = JSON.parse(row.artifacts)
  return {
    fields: { title, tags, notes, artifacts, project_id, goal_id, plan_id, chunk_id, task_id, ...billing },
    omitted: subjects.filter((subject) => row[`is_${subject}_gone`] === 1),
  }
}
