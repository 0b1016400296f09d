import type { Option, OptionGroup } from '../../../views/ui/field'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { allRows, sql } from '../../lib/sql'
import { nameKey } from '../../lib/text'
import { projectLabel } from '../../projects/words'

/** `plan` and `organization` are empty for a person without any, `task` unless one is chosen; `chunks` are those of the chosen plans. */
export type FilterOptions = Record<'project' | 'client' | 'organization' | 'goal' | 'plan' | 'task', Option[]> & {
  chunks: OptionGroup[]
}

const organizationLimit = 200
const goalLimit = 500
const planLimit = 200
const chunkLimit = 200

/** Ids of the plans that subjects are of, or whose chunks they are. */
const plansOf = (subjects: string[]) =>
  subjects
    .flatMap((subject) => /^(?:plan:(?!none$)([^/]+)$|chunk:([^/]+)\/)/.exec(subject)?.slice(1) ?? [])
    .filter(Boolean)

/** Projects and organizations by name, open goals and plans by title, chunks of some plans; `subject` tells which. */
const readRows = (db: D1Database, userId: string, planIds: string[], org: Org) =>
  allRows<{ subject: string; name: string; client: string }>(sql(db)`
    SELECT subject, name, client
    FROM (
      SELECT 'project:' || id AS subject, name, client
      FROM projects
      WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'project')}
      ORDER BY name_key)
    UNION ALL
    SELECT subject, name, ''
    FROM (
      SELECT 'organization:' || id AS subject, name
      FROM organizations
      WHERE user_id = ${userId} AND deleted_at IS NULL AND ${Number(org === allOrgs)}
      ORDER BY name_key
      LIMIT ${organizationLimit})
    UNION ALL
    SELECT subject, title, ''
    FROM (
      SELECT 'goal:' || id AS subject, title
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
        ${andInOrg(userId, org, 'goal')}
      LIMIT ${goalLimit})
    UNION ALL
    SELECT subject, title, ''
    FROM (
      SELECT 'plan:' || id AS subject, title
      FROM plans
      WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'plan')}
      ORDER BY title COLLATE NOCASE, id
      LIMIT ${planLimit})
    UNION ALL
    SELECT subject, name, ''
    FROM (
      SELECT 'chunk:' || plans.id || '/' || plan_chunks.id AS subject,
        plans.title || ': ' || plan_chunks.title || iif(deleted_at IS NULL, '', ' (deleted)') AS name
      FROM plans JOIN plan_chunks ON plan_chunks.user_id = plans.user_id AND plan_chunks.plan_id = plans.id
      WHERE plans.user_id = ${userId} AND plans.id IN (SELECT value FROM json_each(${JSON.stringify(planIds)}))
      ORDER BY plans.id, position
      LIMIT ${chunkLimit})`)

const allPlans: Option = { value: '', label: 'All plans' }
const allTasks: Option = { value: '', label: 'All tasks' }
const noTask: Option = { value: 'task:none', label: 'No task' }

/** Adds the selected options that are missing, such as a closed goal. */
export const withSelected = (
  { project, client, organization, goal, plan, task, chunks }: FilterOptions,
  selected: Option[],
): FilterOptions => {
  const hasPlan = selected.some(({ value }) => /^(plan|chunk):/.test(String(value)))
  const hasTask = selected.some(({ value }) => /^task:/.test(String(value)))
  const added = (options: Option[], kind: RegExp) => {
    const offered = new Set([...options, ...chunks.flatMap((group) => group.options)].map(({ value }) => value))
    return [...options, ...selected.filter(({ value }) => kind.test(String(value)) && !offered.has(value))]
  }
  return {
    project: added(project, /^project:/),
    client: added(client, /^client:/),
    organization: added(organization, /^organization:/),
    goal: added(goal, /^goal(-tree)?:/),
    plan: added(hasPlan && plan.length === 0 ? [allPlans] : plan, /^(plan|chunk):/),
    task: added(hasTask ? [allTasks, noTask] : task, /^task:/),
    chunks,
  }
}

const optionsOf = (all: string, offered: Option[], none: Option): Option[] => [
  { value: '', label: all },
  ...offered,
  none,
]

/** Options of the list's filter: every project, client, organization and plan, open goals, and chunks of the plans among `subjects`. */
export const filterOptions = async (
  db: D1Database,
  userId: string,
  subjects: string[],
  org: Org,
): Promise<FilterOptions> => {
  const rows = await readRows(db, userId, plansOf(subjects), org)
  const projects = rows.filter(({ subject }) => subject.startsWith('project:'))
  const organizations = rows.filter(({ subject }) => subject.startsWith('organization:'))
  // Sorted here and not in SQL: D1 would count each row as read twice.
  const goals = rows
    .filter(({ subject }) => subject.startsWith('goal:'))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  const plans = rows.filter(({ subject }) => subject.startsWith('plan:'))
  const chunks = rows.filter(({ subject }) => subject.startsWith('chunk:'))
  const clients = new Map(projects.filter(({ client }) => client).map(({ client }) => [nameKey(client), client]))
  return {
    project: optionsOf(
      'All projects',
      projects.map(({ subject, ...project }) => ({ value: subject, label: projectLabel(project) })),
      { value: 'project:none', label: 'No project' },
    ),
    client: optionsOf(
      'All clients',
      [...clients.values()]
        .toSorted((a, b) => a.localeCompare(b))
        .map((client) => ({ value: `client:=${client}`, label: client })),
      { value: 'client:none', label: 'No client' },
    ),
    organization:
      organizations.length === 0
        ? []
        : optionsOf(
            'All organizations',
            organizations.map(({ subject, name }) => ({ value: subject, label: name })),
            { value: 'organization:none', label: 'No organization' },
          ),
    goal: optionsOf(
      'All goals',
      goals.map(({ subject, name }) => ({ value: subject, label: name })),
      { value: 'goal:none', label: 'No goal' },
    ),
    plan:
      plans.length === 0
        ? []
        : optionsOf(
            allPlans.label,
            plans.map(({ subject, name }) => ({ value: subject, label: name })),
            { value: 'plan:none', label: 'No plan' },
          ),
    task: [],
    chunks:
      chunks.length === 0
        ? []
        : [{ label: 'Chunks', options: chunks.map(({ subject, name }) => ({ value: subject, label: name })) }],
  }
}
