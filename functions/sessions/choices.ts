import type { Option } from '../../views/ui/field'
import { goalChoices } from '../goals/queries'
import { noneLabels } from '../ledger/subject'
import { subjectNames } from '../ledger/sums'
import { projects } from '../projects/queries'
import { projectLabel } from '../projects/words'
import type { SessionForm, SessionRow } from './schema'

/** The projects and goals that a session's form offers. */
export type Choices = { projects: Option[]; goals: Option[] }

type ChosenSubjects = Pick<SessionForm, 'project_id' | 'goal_id'>
type StoredSubjects = Pick<SessionRow, 'project_id' | 'goal_id'>

const projectOption = ({ id, ...project }: { id: string; name: string; client: string }) => ({
  value: id,
  label: projectLabel(project),
})

/** What can be chosen for a session: what is there, and what the session already has, whatever has become of it. */
export const choicesFor = async (db: D1Database, userId: string, chosen?: ChosenSubjects): Promise<Choices> => {
  const [projectRows, goalRows] = await Promise.all([projects(db, userId), goalChoices(db, userId)])
  const active = projectRows.filter(({ id, status }) => status === 'active' || id === chosen?.project_id)
  const found = {
    projects: active.map(projectOption),
    goals: goalRows.map(({ id, title }) => ({ value: id, label: title })),
  }
  const lacks = (options: Option[], id: string | null | undefined) =>
    id && !options.some(({ value }) => value === id) ? [id] : []
  const [project, goal] = [lacks(found.projects, chosen?.project_id), lacks(found.goals, chosen?.goal_id)]
  const others = project.length + goal.length > 0 ? await subjectNames(db, userId, project, goal) : []
  const other = (kind: string) =>
    others
      .filter(({ subject }) => subject.startsWith(`${kind}:`))
      .map(({ subject, label, deleted }) => ({
        value: subject.slice(kind.length + 1),
        label: deleted ? `${label} (deleted)` : label,
      }))
  return {
    projects: [{ value: '', label: 'No project' }, ...found.projects, ...other('project')],
    goals: [{ value: '', label: 'No goal' }, ...found.goals, ...other('goal')],
  }
}

/** The subjects that the list can be limited to: every project, and the goal it is limited to now. */
export const subjectOptions = async (db: D1Database, userId: string, now?: Option): Promise<Option[]> => {
  const options = [
    { value: 'all', label: 'All' },
    ...(await projects(db, userId)).map((project) => ({ ...projectOption(project), value: `project:${project.id}` })),
    ...Object.entries(noneLabels).map(([value, label = '']) => ({ value, label })),
  ]
  return now && !options.some(({ value }) => value === now.value) ? [...options, now] : options
}

/** What is wrong with a form's project and goal: not there, not the person's, or deleted, unless kept from `stored`. */
export const choiceErrors = async (db: D1Database, userId: string, chosen: ChosenSubjects, stored?: StoredSubjects) => {
  const changed = (field: keyof ChosenSubjects) =>
    chosen[field] && chosen[field] !== stored?.[field] ? [chosen[field]] : []
  const [project, goal] = [changed('project_id'), changed('goal_id')]
  if (project.length + goal.length === 0) return null
  const named = await subjectNames(db, userId, project, goal)
  const there = new Set(named.filter(({ deleted }) => !deleted).map(({ subject }) => subject))
  const lacksProject = project.some((id) => !there.has(`project:${id}`))
  const lacksGoal = goal.some((id) => !there.has(`goal:${id}`))
  if (!lacksProject && !lacksGoal) return null
  return {
    ...(lacksProject && { project_id: ['Choose a project from the list'] }),
    ...(lacksGoal && { goal_id: ['Choose a goal from the list'] }),
  }
}
