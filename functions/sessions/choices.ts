import type { Option } from '../../views/ui/field'
import { openGoals } from '../ledger/open-goals'
import { subjectNames } from '../ledger/sums'
import { projects } from '../projects/queries'
import { projectLabel } from '../projects/words'
import type { SessionForm } from './schema'

export type Choices = { projects: Option[]; goals: Option[] }

export type SessionSubjects = Pick<SessionForm, 'project_id' | 'goal_id'>

const projectOption = ({ id, ...project }: { id: string; name: string; client: string }) => ({
  value: id,
  label: projectLabel(project),
})

/** Active projects and open goals, plus the selected ones even if they are inactive, closed or deleted. */
export const choicesFor = async (db: D1Database, userId: string, selected?: SessionSubjects): Promise<Choices> => {
  const [projectRows, goalRows] = await Promise.all([projects(db, userId), openGoals(db, userId)])
  const active = projectRows.filter(({ id, status }) => status === 'active' || id === selected?.project_id)
  const offered = {
    projects: active.map(projectOption),
    goals: goalRows.map(({ id, title }) => ({ value: id, label: title })),
  }
  const missing = (options: Option[], id: string | null | undefined) =>
    id && !options.some(({ value }) => value === id) ? [id] : []
  const projectIds = missing(offered.projects, selected?.project_id)
  const goalIds = missing(offered.goals, selected?.goal_id)
  const names = projectIds.length + goalIds.length > 0 ? await subjectNames(db, userId, projectIds, goalIds) : []
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

export const missingSubjects = async (db: D1Database, userId: string, { project_id, goal_id }: SessionSubjects) => {
  const [projectIds, goalIds] = [project_id ? [project_id] : [], goal_id ? [goal_id] : []]
  const names = projectIds.length + goalIds.length > 0 ? await subjectNames(db, userId, projectIds, goalIds) : []
  const existing = new Set(names.filter(({ deleted }) => !deleted).map(({ subject }) => subject))
  return {
    project: projectIds.some((id) => !existing.has(`project:${id}`)),
    goal: goalIds.some((id) => !existing.has(`goal:${id}`)),
  }
}

/** Errors of a form's project and goal; values unchanged from `stored` are accepted even if deleted since. */
export const choiceErrors = async (
  db: D1Database,
  userId: string,
  selected: SessionSubjects,
  stored?: Partial<SessionSubjects>,
) => {
  const isChanged = (field: keyof SessionSubjects) => selected[field] !== stored?.[field] && selected[field] !== null
  const [isProjectChanged, isGoalChanged] = [isChanged('project_id'), isChanged('goal_id')]
  if (!isProjectChanged && !isGoalChanged) return null
  const found = await missingSubjects(db, userId, selected)
  const missing = { project: isProjectChanged && found.project, goal: isGoalChanged && found.goal }
  if (!missing.project && !missing.goal) return null
  return {
    ...(missing.project && { project_id: ['Choose a project from the list'] }),
    ...(missing.goal && { goal_id: ['Choose a goal from the list'] }),
  }
}
