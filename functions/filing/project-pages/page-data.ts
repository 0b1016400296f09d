import type { Context } from 'hono'
import { measuredGoals } from '../../goals/goals/list'
import { shownPlanStatus } from '../../learning/plans/queries'
import { byName } from '../../learning/skills/list'
import { skillsUsedIn } from '../../learning/skills/queries'
import { subjectSums } from '../../ledger/facts'
import { presetRange } from '../../ledger/range'
import { only } from '../../ledger/resolve-subject'
import { projectsTime } from '../../ledger/series'
import { weekOf } from '../../lib/days'
import { type App, localNow, todayOf, type User } from '../../lib/env'
import { idInView } from '../../lib/list-view'
import type { Org } from '../../lib/org'
import { allRows, part, sql } from '../../lib/sql'
import { tasksOfProject } from '../../tasks/tasks/list'
import { pageOfProjects } from '../projects/queries'

const pageSize = 200

type Reader = Pick<User, 'id' | 'preferences'>

/** Time of a project in the current week, and the date of its latest session. */
type ProjectUse = { week_seconds: number; last_date: string }

/** The use of projects by their ids, and the time of the whole week. @param only one of them */
export const projectUses = async (
  db: D1Database,
  { id, preferences }: Reader,
  today: string,
  only: string | null = null,
) => {
  const week = weekOf(today, preferences.week_start)
  const [uses, weekSeconds] = await Promise.all([
    allRows<ProjectUse & { project_id: string }>(sql(db)`
      SELECT project_id, coalesce(sum(seconds) FILTER (WHERE date BETWEEN ${week.from} AND ${week.to}), 0) AS week_seconds,
        max(date) AS last_date
      FROM session_days
      WHERE user_id = ${id} AND project_id IS NOT NULL AND (${only} IS NULL OR project_id = ${only})
      GROUP BY project_id`),
    sql(db)`
      SELECT coalesce(sum(total_seconds), 0) AS seconds
      FROM day_totals
      WHERE user_id = ${id} AND date BETWEEN ${week.from} AND ${week.to}`.first<number>('seconds'),
  ])
  return { week, today, weekSeconds: weekSeconds ?? 0, byId: new Map(uses.map((use) => [use.project_id, use])) }
}
export type ProjectUses = Awaited<ReturnType<typeof projectUses>>

/** The list of projects by the query of its page, those used last first. */
export const readProjects = async (c: Context<App>, query: Record<string, string>) => {
  const after = idInView.parse(query.after)
  const { user, org } = c.var
  const [{ rows, next }, uses] = await Promise.all([
    pageOfProjects(c.env.DB, user.id, org, { after }, pageSize),
    projectUses(c.env.DB, user, todayOf(c)),
  ])
  const lastUse = ({ id }: { id: string }) => uses.byId.get(id)?.last_date ?? ''
  const projects = rows.toSorted((a, b) => lastUse(b).localeCompare(lastUse(a)))
  return { view: { after }, projects, uses, next }
}
export type ProjectsPage = Awaited<ReturnType<typeof readProjects>>

type BriefPlan = { id: string; title: string; status: 'not_started' | 'in_progress' | 'completed' | 'archived' }

/** The most plans that a project's page lists. */
const plansShown = 50

const plansOf = (db: D1Database, userId: string, id: string) =>
  allRows<BriefPlan>(sql(db)`
    SELECT id, title, ${shownPlanStatus} AS status
    FROM plans
    WHERE user_id = ${userId} AND project_id = ${id} AND deleted_at IS NULL
    ORDER BY updated_at DESC
    LIMIT ${plansShown}`)

const pullOf = (subject: string) => {
  const [, repo_owner = '', repo_name = '', number = ''] = /^pr:([^/]+)\/(.+)#(\d+)$/.exec(subject) ?? []
  return { repo_owner, repo_name, pr_number: Number(number) }
}

/** Everything on a project's page beside its row; `goals` and `pulls` are those with time in the last 90 days. */
export const projectPageData = async (db: D1Database, user: User, org: Org, id: string) => {
  const now = localNow(user)
  const { today } = now
  const subject = `project:${id}`
  const [time, plans, skills, sums, tasks, measured] = await Promise.all([
    projectsTime(db, user, subject, part`projects.id = ${id}`, today),
    plansOf(db, user.id, id),
    skillsUsedIn(db, user.id, 'projects', id, org),
    subjectSums(db, user.id, [only(subject)], presetRange('90', today), ['goal', 'pr']),
    tasksOfProject(db, user.id, org, id),
    measuredGoals(db, user.id, now, org),
  ])
  const some = sums.filter(({ total_seconds }) => total_seconds > 0)
  const pulls = some.filter(({ subject }) => subject.startsWith('pr:'))
  return {
    time,
    plans,
    tasks,
    now,
    skills: skills.toSorted(byName),
    goals: some.flatMap(({ subject }) => measured.filter((goal) => subject === `goal:${goal.id}`)),
    pulls: pulls.map((sum) => ({ ...sum, ...pullOf(sum.subject) })),
  }
}
export type ProjectPageData = Awaited<ReturnType<typeof projectPageData>>
