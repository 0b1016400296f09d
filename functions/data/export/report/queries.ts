import { measuredGoals } from '../../../goals/goals/list'
import type { GoalStatus } from '../../../goals/goals/schema'
import { pageOfPlans } from '../../../learning/plans/queries'
import { subjectSums } from '../../../ledger/facts'
import { isListedTask } from '../../../ledger/tasks'
import { allRows, sql } from '../../../lib/db/sql'
import type { LocalNow, User } from '../../../lib/env'
import { pagesFrom, rowsPerPage } from '../../../lib/files/download'
import { allOrgs } from '../../../lib/org'
import { clockTime } from '../../../lib/text/format'
import type { ExportedSession } from '../../../time/sessions/csv/queries'
import { titleBesideProject } from '../../../time/sessions/title'
import type { Report, ReportGoal, ReportMilestone, ReportSession, ReportWeek } from './document'

/** Number of goals whose milestones are read at once. */
const goalsAPage = 200

const milestonesOf = async (db: D1Database, userId: string, goalIds: string[]) => {
  const rows = await allRows<Omit<ReportMilestone, 'reached'> & { goal_id: string; reached: 0 | 1 }>(sql(db)`
    SELECT goal_id, description, target_date, completed_on, completed_at IS NOT NULL AS reached
    FROM goal_milestones
    WHERE user_id = ${userId} AND goal_id IN (SELECT value FROM json_each(${JSON.stringify(goalIds)}))
      AND deleted_at IS NULL
    ORDER BY position, id`)
  return Map.groupBy(
    rows.map((row) => ({ ...row, reached: row.reached === 1 })),
    ({ goal_id }) => goal_id,
  )
}

/** Reads rows page by page on demand, ordered by id. */
async function* pagesById<Row extends { id: string }>(read: (id: string) => Promise<Row[]>) {
  yield* pagesFrom(await read(''), ({ id }) => read(id), rowsPerPage)
}

async function* goalsOf(
  db: D1Database,
  userId: string,
  status: GoalStatus,
  now: LocalNow,
): AsyncGenerator<ReportGoal[]> {
  const all = (await measuredGoals(db, userId, now)).filter((goal) => goal.status === status)
  const sorted = all.sort((a, b) => (a.id < b.id ? 1 : -1))
  for (let start = 0; start < sorted.length; start += goalsAPage) {
    const page = sorted.slice(start, start + goalsAPage)
    const ids = page.map(({ id }) => id)
    const milestones = await milestonesOf(db, userId, ids)
    yield page.map(({ id, progress: { percent, seconds }, ...goal }) => ({
      ...goal,
      percent,
      seconds,
      milestones: milestones.get(id) ?? [],
    }))
  }
}

const tasksFrom = (db: D1Database, userId: string, id: string) =>
  allRows<{ id: string; title: string; status: string; date: string | null; completed_on: string | null }>(sql(db)`
    SELECT id, title, status, date, completed_on
    FROM tasks
    WHERE user_id = ${userId} AND id > ${id} AND deleted_at IS NULL AND ${isListedTask}
    ORDER BY id
    LIMIT ${rowsPerPage}`)

const learningsFrom = (db: D1Database, userId: string, id: string) =>
  allRows<{ id: string; title: string; date: string }>(sql(db)`
    SELECT id, title, date
    FROM learnings
    WHERE user_id = ${userId} AND id > ${id} AND deleted_at IS NULL
    ORDER BY id
    LIMIT ${rowsPerPage}`)

async function* plansOf(db: D1Database, userId: string) {
  const read = async (above: string) => (await pageOfPlans(db, userId, allOrgs, { above }, rowsPerPage)).rows
  for await (const page of pagesById(read)) {
    yield page.map(({ tracked_seconds: seconds, ...plan }) => ({ ...plan, seconds }))
  }
}

const totalOf = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT sum(total_seconds) AS seconds, sum(session_count) AS session_count, min(date) AS "from", max(date) AS "to"
    FROM day_totals
    WHERE user_id = ${userId} AND (total_seconds > 0 OR session_count > 0)
    HAVING sum(session_count) > 0`.first<NonNullable<Report['total']>>()

/** Time of each ISO week by project, longest first. */
const weekSums = (db: D1Database, userId: string) =>
  allRows<{ week: string; subject: string; seconds: number }>(sql(db)`
    SELECT date(date, 'weekday 0', '-6 days') AS week, 'project:' || coalesce(project_id, 'none') AS subject,
      sum(seconds) AS seconds
    FROM session_days
    WHERE user_id = ${userId}
    GROUP BY week, subject
    ORDER BY week, seconds DESC, subject`)

const noProject = { label: 'No project', client: '' }

async function* sessionsOf(
  pages: AsyncIterable<ExportedSession[]>,
  { clock }: User['preferences'],
): AsyncGenerator<ReportSession[]> {
  for await (const page of pages) {
    yield page.map(({ date, project, tags, started_at, time_zone, duration_seconds, ...session }) => ({
      date,
      title: titleBesideProject(session),
      project,
      tags,
      time: clockTime(started_at, time_zone, clock),
      seconds: duration_seconds,
    }))
  }
}

type ReportInput = {
  user: User
  now: LocalNow
  /** Already started, so that sessions and sums are read together. */
  sessions: Promise<AsyncIterable<ExportedSession[]>>
}

/** Reads the sums of the report. Its lists are read while it is sent. */
export const readReport = async (db: D1Database, { user, now, sessions }: ReportInput): Promise<Report> => {
  const { id, username, preferences } = user
  const [pages, total, projects, sums] = await Promise.all([
    sessions,
    totalOf(db, id),
    subjectSums(db, id, [], null, ['project']),
    weekSums(db, id),
  ])
  const names = new Map(projects.map(({ subject, name }) => [subject, name ?? noProject]))
  const weeks = [...Map.groupBy(sums, ({ week }) => week)].map(
    ([from, rows]): ReportWeek => ({
      from,
      projects: rows.map(({ subject, seconds }) => ({ ...(names.get(subject) ?? noProject), seconds })),
    }),
  )
  return {
    username,
    today: now.today,
    total,
    goals: (status) => goalsOf(db, id, status, now),
    projects: projects.map(({ name, total_seconds, session_count }) => ({
      ...(name ?? noProject),
      seconds: total_seconds,
      session_count,
    })),
    plans: plansOf(db, id),
    tasks: pagesById((after) => tasksFrom(db, id, after)),
    learnings: pagesById((after) => learningsFrom(db, id, after)),
    weeks,
    sessions: sessionsOf(pages, preferences),
  }
}
