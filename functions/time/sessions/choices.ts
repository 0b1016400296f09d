import type { OptionGroup, SelectOption } from '../../../views/ui/field'
import { projects } from '../../filing/projects/queries'
import { openGoals } from '../../ledger/goal-tree'
import { filedSubjects, subjectNames } from '../../ledger/sums'
import { taskOptions } from '../../ledger/tasks'
import { allRows, sql } from '../../lib/db/sql'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import type { FieldErrors } from '../../lib/resource/resource'
import { projectLabel } from '../../line/names'
import { checkLink, linkSubjects, linkText, noPlan, type PlanLink } from './plan-link'
import type { SessionForm } from './schema'

export type FilingChoices = { projects: SelectOption[]; goals: SelectOption[] }

export type SessionSubjects = Pick<SessionForm, 'project_id' | 'goal_id'> & { task_id?: string | null }

const projectOption = ({ id, ...project }: { id: string; name: string; client: string }) => ({
  value: id,
  label: projectLabel(project),
})

/** Active projects and open goals of a context, and the selected ones even if inactive, closed or deleted. */
export const readFilingChoices = async (
  db: D1Database,
  userId: string,
  org: Org,
  selected?: SessionSubjects,
): Promise<FilingChoices> => {
  const [projectRows, goalRows] = await Promise.all([projects(db, userId, org), openGoals(db, userId, org)])
  const active = projectRows.filter(({ id, status }) => status === 'active' || id === selected?.project_id)
  const offered = {
    projects: active.map(projectOption),
    goals: goalRows.map(({ id, title }) => ({ value: id, label: title })),
  }
  const missing = (options: SelectOption[], id: string | null | undefined) =>
    options.some(({ value }) => value === id) ? null : id
  const project_id = missing(offered.projects, selected?.project_id)
  const goal_id = missing(offered.goals, selected?.goal_id)
  const names = await subjectNames(db, userId, filedSubjects({ project_id, goal_id }))
  const selectedOption = (kind: string) =>
    names
      .filter(({ subject }) => subject.startsWith(`${kind}:`))
      .map(({ subject, label, deleted }) => ({
        value: subject.slice(kind.length + 1),
        label: deleted ? `${label} (deleted)` : label,
      }))
  return {
    projects: [{ value: '', label: 'No project' }, ...offered.projects, ...selectedOption('project')],
    goals: [{ value: '', label: 'No goal' }, ...offered.goals, ...selectedOption('goal')],
  }
}

type PlanOption = { id: string; title: string; next_chunk: string | null; next_title: string | null } & {
  chunk_id: string | null
  chunk_title: string | null
  position: number | null
}

/** Maximum number of plans that a form offers, and of rows of plans and chunks that it reads. */
const plansOffered = 50
const planRows = 200

const openPlans = (db: D1Database, userId: string, org: Org) =>
  allRows<PlanOption>(sql(db)`
    WITH offered AS (
      SELECT user_id, id, title, next_chunk, next_title, iif(status = 'in_progress', id, NULL) AS begun
      FROM plans
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
        ${andInOrg(userId, org, 'plan')}
      ORDER BY begun IS NULL, updated_at DESC
      LIMIT ${plansOffered})
    SELECT offered.id, offered.title, next_chunk, next_title, plan_chunks.id AS chunk_id,
      plan_chunks.title AS chunk_title, position
    FROM offered LEFT JOIN plan_chunks ON plan_chunks.user_id = offered.user_id AND plan_chunks.plan_id = begun
    LIMIT ${planRows}`)

/**
 * Open plans of a context, grouped: all chunks of plans in progress, and the next chunk of other plans. The selected
 * plan is always included.
 */
const planChoices = async (db: D1Database, userId: string, org: Org, selected?: PlanLink): Promise<OptionGroup[]> => {
  const plans = Map.groupBy(await openPlans(db, userId, org), ({ id }) => id)
  const groups = [...plans].map(([id, rows]): OptionGroup => {
    const [{ title = '', next_chunk = null, next_title = '' } = {}] = rows
    const next = next_chunk === null ? [] : [{ chunk_id: next_chunk, chunk_title: next_title, position: 0 }]
    const chunks = rows.filter(({ chunk_id }) => chunk_id !== null)
    const offered = (chunks.length > 0 ? chunks : next).toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0))
    return {
      label: title,
      options: [
        { value: id, label: title },
        ...offered.map(({ chunk_id, chunk_title }) => ({ value: `${id}/${chunk_id}`, label: chunk_title ?? '' })),
      ],
    }
  })
  const chosen = selected ? linkText(selected) : ''
  if (!selected || chosen === '' || groups.some(({ options }) => options.some(({ value }) => value === chosen)))
    return groups
  const [named] = await subjectNames(db, userId, linkSubjects(selected).slice(0, 1))
  const label = named ? (named.deleted ? `${named.label} (deleted)` : named.label) : chosen
  return [...groups, { label: 'Chosen before', options: [{ value: chosen, label }] }]
}

/** Choices of a form that also has plan and task. */
export type SessionChoices = FilingChoices & { plans: OptionGroup[]; tasks: SelectOption[] }

export const sessionChoices = async (
  db: D1Database,
  userId: string,
  org: Org,
  selected?: SessionSubjects & PlanLink,
): Promise<SessionChoices> => {
  const [choices, plans, tasks] = await Promise.all([
    readFilingChoices(db, userId, org, selected),
    planChoices(db, userId, org, selected),
    taskOptions(db, userId, selected?.task_id ?? null, org),
  ])
  return { ...choices, plans, tasks }
}

const chosenKinds = { project_id: 'project', goal_id: 'goal', task_id: 'task' } as const
const chosenFields = ['project_id', 'goal_id', 'task_id'] as const

/** Plan and subjects of a session, with the errors of its times. */
export type ChosenFiling = SessionSubjects & Partial<PlanLink> & { errors?: FieldErrors }

/** Checks project, goal, task and plan of a session. Values in `stored` are accepted even if deleted since. */
export const checkFiling = async (
  db: D1Database,
  userId: string,
  filed: ChosenFiling,
  stored: Partial<ChosenFiling> = {},
) => {
  const { project_id, goal_id, task_id } = filed
  const changed = chosenFields.filter((field) => filed[field] && filed[field] !== stored[field])
  const [names, link] = await Promise.all([
    changed.length === 0 ? [] : subjectNames(db, userId, filedSubjects({ project_id, goal_id, task_id })),
    checkLink(db, userId, { ...noPlan, ...filed }, stored),
  ])
  const existing = new Set(names.filter(({ deleted }) => !deleted).map(({ subject }) => subject))
  const missing = changed.filter((field) => !existing.has(`${chosenKinds[field]}:${filed[field]}`))
  const errors: FieldErrors = {
    ...filed.errors,
    ...Object.fromEntries(missing.map((field) => [field, [`Choose a ${chosenKinds[field]} from the list`]])),
    ...link.errors,
  }
  return { errors: Object.keys(errors).length > 0 ? errors : null, begin: link.begin }
}
