import type { Option } from '../../../views/ui/field'
import { allRows, sql } from '../../lib/sql'
import { nameKey } from '../../lib/text'
import { projectLabel } from '../../projects/words'

/** `plan` is empty for a person without plans. */
export type FilterOptions = { project: Option[]; client: Option[]; goal: Option[]; plan: Option[] }

const goalLimit = 500
const planLimit = 200

/** Projects by name, open goals and plans by title, in one statement; `subject` tells which. */
const readRows = (db: D1Database, userId: string) =>
  allRows<{ subject: string; name: string; client: string }>(sql(db)`
    SELECT subject, name, client
    FROM (
      SELECT 'project:' || id AS subject, name, client
      FROM projects
      WHERE user_id = ${userId} AND deleted_at IS NULL
      ORDER BY name_key)
    UNION ALL
    SELECT subject, title, ''
    FROM (
      SELECT 'goal:' || id AS subject, title
      FROM goals INDEXED BY goals_by_status
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ORDER BY title COLLATE NOCASE, id
      LIMIT ${goalLimit})
    UNION ALL
    SELECT subject, title, ''
    FROM (
      SELECT 'plan:' || id AS subject, title
      FROM plans
      WHERE user_id = ${userId} AND deleted_at IS NULL
      ORDER BY title COLLATE NOCASE, id
      LIMIT ${planLimit})`)

const allPlans: Option = { value: '', label: 'All plans' }

/** Adds the selected options that are missing, such as a closed goal. */
export const withSelected = ({ project, client, goal, plan }: FilterOptions, selected: Option[]): FilterOptions => {
  const hasPlan = selected.some(({ value }) => /^(plan|chunk):/.test(String(value)))
  const added = (options: Option[], kind: RegExp) => [
    ...options,
    ...selected.filter(({ value }) => kind.test(String(value)) && !options.some((option) => option.value === value)),
  ]
  return {
    project: added(project, /^project:/),
    client: added(client, /^client:/),
    goal: added(goal, /^goal(-tree)?:/),
    plan: added(hasPlan && plan.length === 0 ? [allPlans] : plan, /^(plan|chunk):/),
  }
}

const optionsOf = (all: string, offered: Option[], none: Option): Option[] => [
  { value: '', label: all },
  ...offered,
  none,
]

/** Options of the list's filter: every project, client and plan, and open goals. */
export const filterOptions = async (db: D1Database, userId: string): Promise<FilterOptions> => {
  const rows = await readRows(db, userId)
  const projects = rows.filter(({ subject }) => subject.startsWith('project:'))
  const goals = rows.filter(({ subject }) => subject.startsWith('goal:'))
  const plans = rows.filter(({ subject }) => subject.startsWith('plan:'))
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
  }
}
