import { measuredGoals } from '../../goals/goals/list'
import { displayedPlanStatus } from '../../learning/plans/queries'
import { byName } from '../../learning/skills/list'
import { readLinkedSkills } from '../../learning/skills/queries'
import { subjectSums } from '../../ledger/facts'
import { presetRange } from '../../ledger/range'
import { billingOf } from '../../ledger/rates'
import { subjectFilter } from '../../ledger/resolve-subject'
import { projectsTime } from '../../ledger/series'
import { allRows, part, sql } from '../../lib/db/sql'
import { localNow, type User } from '../../lib/env'
import type { Org } from '../../lib/org'
import { tasksOfProject } from '../../tasks/tasks/page-data'

type BriefPlan = { id: string; title: string; status: 'not_started' | 'in_progress' | 'completed' | 'archived' }

/** Maximum number of plans listed on a project's page. */
const plansShown = 50

const plansOf = (db: D1Database, userId: string, id: string) =>
  allRows<BriefPlan>(sql(db)`
    SELECT id, title, ${displayedPlanStatus} AS status
    FROM plans
    WHERE user_id = ${userId} AND project_id = ${id} AND deleted_at IS NULL
    ORDER BY updated_at DESC
    LIMIT ${plansShown}`)

const pullOf = (subject: string) => {
  const [, repo_owner = '', repo_name = '', number = ''] = /^pr:([^/]+)\/(.+)#(\d+)$/.exec(subject) ?? []
  return { repo_owner, repo_name, pr_number: Number(number) }
}

/** Everything on a project's page besides its row. `goals` and `pulls` have time in the last 90 days. */
export const projectPageData = async (db: D1Database, user: User, org: Org, id: string) => {
  const now = localNow(user)
  const { today } = now
  const subject = `project:${id}`
  const [time, plans, skills, sums, tasks, measured, billing] = await Promise.all([
    projectsTime(db, user, subject, part`f.project_id = ${id}`, today),
    plansOf(db, user.id, id),
    readLinkedSkills(db, user.id, 'projects', id, org),
    subjectSums(db, user.id, [subjectFilter(subject)], presetRange('90', today), ['goal', 'pr']),
    tasksOfProject(db, user.id, org, id),
    measuredGoals(db, user.id, now, org),
    billingOf(db, user.id, subject, today),
  ])
  const some = sums.filter(({ total_seconds }) => total_seconds > 0)
  const pulls = some.filter(({ subject }) => subject.startsWith('pr:'))
  return {
    time,
    plans,
    tasks,
    now,
    billing,
    skills: skills.toSorted(byName),
    goals: some.flatMap(({ subject }) => measured.filter((goal) => subject === `goal:${goal.id}`)),
    pulls: pulls.map((sum) => ({ ...sum, ...pullOf(sum.subject) })),
  }
}
export type ProjectPageData = Awaited<ReturnType<typeof projectPageData>>
