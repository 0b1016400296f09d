import type { Option, OptionGroup } from '../../../../views/ui/field'
import { projects } from '../../../filing/projects/queries'
import { openGoals } from '../../../ledger/goal-tree'
import { allRows, sql } from '../../../lib/db/sql'
import { allOrgs, type Org } from '../../../lib/org'
import { filingChoices, filingNamesOf } from '../../../lib/resource/filing-choices'
import { projectLabel } from '../../../line/names'

/** `plan` and `organization` are empty for a person without any, `task` unless one is chosen; `chunks` are those of the chosen plans. */
export type FilterOptions = Record<'project' | 'organization' | 'goal' | 'plan' | 'task', Option[]> & {
  chunks: OptionGroup[]
}

const chunkLimit = 200

/** Ids of the plans that subjects are of, or whose chunks they are. */
const plansOf = (subjects: string[]) =>
  subjects
    .flatMap((subject) => /^(?:plan:(?!none$)([^/]+)$|chunk:([^/]+)\/)/.exec(subject)?.slice(1) ?? [])
    .filter(Boolean)

const chunksOf = (db: D1Database, userId: string, planIds: string[]) =>
  allRows<{ subject: string; name: string }>(sql(db)`
    SELECT 'chunk:' || plans.id || '/' || plan_chunks.id AS subject,
      plans.title || ': ' || plan_chunks.title || iif(deleted_at IS NULL, '', ' (deleted)') AS name
    FROM plans JOIN plan_chunks ON plan_chunks.user_id = plans.user_id AND plan_chunks.plan_id = plans.id
    WHERE plans.user_id = ${userId} AND plans.id IN (SELECT value FROM json_each(${JSON.stringify(planIds)}))
    ORDER BY plans.id, position
    LIMIT ${chunkLimit}`)

const allOrganizations: Option = { value: '', label: 'All organizations' }
const allPlans: Option = { value: '', label: 'All plans' }
const allTasks: Option = { value: '', label: 'All tasks' }
const noTask: Option = { value: 'task:none', label: 'No task' }

/** Adds the selected options that are missing, such as a closed goal. */
export const withSelected = (
  { project, organization, goal, plan, task, chunks }: FilterOptions,
  selected: Option[],
): FilterOptions => {
  const hasOrganization = selected.some(({ value }) => /^(client|organization):/.test(String(value)))
  const hasPlan = selected.some(({ value }) => /^(plan|chunk):/.test(String(value)))
  const hasTask = selected.some(({ value }) => /^task:/.test(String(value)))
  const added = (options: Option[], kind: RegExp) => {
    const offered = new Set([...options, ...chunks.flatMap((group) => group.options)].map(({ value }) => value))
    return [...options, ...selected.filter(({ value }) => kind.test(String(value)) && !offered.has(value))]
  }
  return {
    project: added(project, /^project:/),
    organization: added(
      hasOrganization && organization.length === 0 ? [allOrganizations] : organization,
      /^(client|organization):/,
    ),
    goal: added(goal, /^goal(-tree)?:/),
    plan: added(hasPlan && plan.length === 0 ? [allPlans] : plan, /^(plan|chunk):/),
    task: added(hasTask ? [allTasks, noTask] : task, /^task:/),
    chunks,
  }
}

/** Options of one kind of subject, with those for all of it and for none. */
const optionsOf = (kind: 'project' | 'organization' | 'goal' | 'plan', all: string, offered: Option[]): Option[] => [
  { value: '', label: all },
  ...offered.map(({ value, label }) => ({ value: `${kind}:${value}`, label })),
  { value: `${kind}:none`, label: `No ${kind}` },
]

/** Options of the list's filter: every project, organization and plan, open goals, and chunks of the plans among `subjects`. */
export const filterOptions = async (
  db: D1Database,
  userId: string,
  subjects: string[],
  org: Org,
): Promise<FilterOptions> => {
  const [projectRows, goals, filing, chunks] = await Promise.all([
    projects(db, userId, org),
    openGoals(db, userId, org),
    filingChoices(db, userId, org, ['organization_id', 'plan_id']),
    chunksOf(db, userId, plansOf(subjects)),
  ])
  const organizations = org === allOrgs ? filingNamesOf(filing, 'organization_id') : []
  const plans = filingNamesOf(filing, 'plan_id').toSorted((a, b) => a.label.localeCompare(b.label))
  return {
    project: optionsOf(
      'project',
      'All projects',
      projectRows.map((row) => ({ value: row.id, label: projectLabel(row) })),
    ),
    organization: organizations.length === 0 ? [] : optionsOf('organization', allOrganizations.label, organizations),
    goal: optionsOf(
      'goal',
      'All goals',
      goals.map(({ id, title }) => ({ value: id, label: title })),
    ),
    plan: plans.length === 0 ? [] : optionsOf('plan', allPlans.label, plans),
    task: [],
    chunks:
      chunks.length === 0
        ? []
        : [{ label: 'Chunks', options: chunks.map(({ subject, name }) => ({ value: subject, label: name })) }],
  }
}
