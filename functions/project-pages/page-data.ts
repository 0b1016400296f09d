import { projectsTime } from '../ledger/projects-time'
import { presetRange } from '../ledger/range'
import type { SubjectSum } from '../ledger/schema'
import { subjectNames } from '../ledger/sums'
import type { User } from '../lib/env'
import type { Org } from '../lib/org'
import { allRows, part, sql } from '../lib/sql'
import { byName } from '../skills/list'
import { skillsUsedIn } from '../skills/queries'
import { crossSums } from '../stats/cross-sums'
import { tasksOfProject } from '../tasks/of-project'

type BriefPlan = { id: string; title: string; status: 'not_started' | 'in_progress' | 'completed' | 'archived' }

/** The most plans that a project's page lists. */
const plansShown = 50

const plansOf = (db: D1Database, userId: string, id: string) =>
  allRows<BriefPlan>(sql(db)`
    SELECT id, title, status
    FROM plans
    WHERE user_id = ${userId} AND project_id = ${id} AND deleted_at IS NULL
    ORDER BY updated_at DESC
    LIMIT ${plansShown}`)

type Reader = Pick<User, 'id' | 'preferences'>

/** Reads for a project's page that only need its id. @param today the person's local date */
export const projectReads = (db: D1Database, user: Reader, org: Org, id: string, today: string) => {
  const subject = `project:${id}`
  const ledger = { subjects: [subject], weekday: null, without: null }
  return Promise.all([
    projectsTime(db, user, subject, part`projects.id = ${id}`, today),
    plansOf(db, user.id, id),
    skillsUsedIn(db, user.id, 'projects', id, org),
    crossSums(db, user.id, ledger, presetRange('90', today), ['goal', 'pr']),
    tasksOfProject(db, user.id, org, id),
  ])
}

const pullOf = (subject: string) => {
  const [, repo_owner = '', repo_name = '', number = ''] = /^pr:([^/]+)\/(.+)#(\d+)$/.exec(subject) ?? []
  return { repo_owner, repo_name, pr_number: Number(number) }
}

const longestFirst = (a: SubjectSum, b: SubjectSum) => b.total_seconds - a.total_seconds

/**
 * Everything on a project's page beside its row. `goals` and `pulls` have the time of the last 90 days; `isDivided` is
 * false where too many sessions would have to be read for these.
 */
export const projectPageData = async (db: D1Database, user: Reader, org: Org, id: string, today: string) => {
  const [time, plans, skills, sums, tasks] = await projectReads(db, user, org, id, today)
  const some = (sums ?? []).filter(({ subject, total_seconds }) => total_seconds > 0 && subject !== 'goal:none')
  const goals = some.filter(({ subject }) => subject.startsWith('goal:')).toSorted(longestFirst)
  const pulls = some.filter(({ subject }) => subject.startsWith('pr:')).toSorted(longestFirst)
  const ids = goals.map(({ subject }) => subject.slice('goal:'.length))
  const named = ids.length > 0 ? await subjectNames(db, user.id, [], ids) : []
  const names = new Map(named.map((name) => [name.subject, name]))
  return {
    time,
    plans,
    tasks,
    today,
    skills: skills.toSorted(byName),
    isDivided: sums !== null,
    goals: goals.flatMap((sum) => {
      const name = names.get(sum.subject)
      return name ? [{ ...sum, label: name.label, isDeleted: name.deleted === 1 }] : []
    }),
    pulls: pulls.map((sum) => ({ ...sum, ...pullOf(sum.subject) })),
  }
}
export type ProjectPageData = Awaited<ReturnType<typeof projectPageData>>
