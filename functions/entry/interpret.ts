import { dayOf } from '../lib/days'
import type { Org } from '../lib/org'
import type { Preferences } from '../lib/preferences'
import { cleanTags, tagLimit, tagsLimit } from '../lib/tags'
import { cleanLine, countCharacters } from '../lib/text'
import { parseSessionDate } from '../lib/typed-date'
import { nameLimit, type ProjectRow } from '../projects/schema'
import { projectLabel } from '../projects/words'
import { type FutureAnswer, titleLimit } from '../sessions/schema'
import { type EntryGoal, type EntryProject, goalNamed, projectNamed } from './names'
import { parseEntry, type QuickEntry } from './parse'
import { type EntryPlan, type FutureChoice, isLog, planOf } from './plan'
import { type EntryPlanLink, type NamedPlan, planNamed, planTexts } from './plan-names'
import { type KnownNames, tokenize } from './tokenize'

/** A submitted line, with the choices that the person made about it. */
export type EntryInput = {
  text: string
  /** Name of the project that the person chose to create. */
  create?: string
  /** Id of the own project that the person chose for an unknown name. */
  project_id?: string | null
  /** How to log an end in the future. */
  future?: FutureAnswer | ''
  /** The context whose names are meant before others. */
  org?: Org
}

export type Interpretation = {
  isEmpty: boolean
  title: string
  project: EntryProject | null
  goal: EntryGoal | null
  ofPlan: EntryPlanLink | null
  ofTask: EntryGoal | null
  tags: string[]
  /** Tags that no session has yet. */
  newTags: string[]
  /** Local date of the start. */
  date: string
  /** Kind of plan, set even if the line has errors. */
  wants: EntryPlan['kind']
  /** Null if the line's times are invalid. */
  plan: EntryPlan | null
  /** Ways to log a session that ends in the future, while the person has not chosen one. */
  futureChoices: FutureChoice[]
  errors: string[]
}

type EntryNames = {
  /** Names of the context, which come before the others. */
  first?: Pick<EntryNames, 'projects' | 'goals'> & { tasks: { id: string; title: string }[] }
  projects: ProjectRow[]
  goals: { id: string; title: string }[]
  tags: string[]
  plans?: NamedPlan[]
  tasks?: { id: string; title: string }[]
}

/** The only one of a name in the first list that has one. */
const firstNamed = (name: string, [first = [], all = []]: { id: string; title: string }[][], kind: 'goal' | 'task') => {
  const found = goalNamed(name, first, kind)
  return found.id === null ? goalNamed(name, all, kind) : found
}

const limitErrors = ({ title, project, tags }: Pick<QuickEntry, 'title' | 'project' | 'tags'>) => [
  ...(countCharacters(title) > titleLimit ? [`A title has at most ${titleLimit} characters.`] : []),
  ...(project && countCharacters(project) > nameLimit ? [`A project’s name has at most ${nameLimit} characters.`] : []),
  ...(tags.some((tag) => countCharacters(tag) > tagLimit) ? [`A tag has at most ${tagLimit} characters.`] : []),
  ...(tags.length > tagsLimit ? [`A session has at most ${tagsLimit} tags.`] : []),
]

const knownNames = ({ projects, goals, tags, plans = [], tasks = [] }: EntryNames, create: string): KnownNames => ({
  projects: [...projects.flatMap((project) => [project.name, projectLabel(project)]), create].filter(Boolean),
  goals: goals.map(({ title }) => title),
  tags,
  plans: planTexts(plans),
  tasks: tasks.map(({ title }) => title),
})

/**
 * Interprets a line such as `25m writing report @Thesis #deep`. `freeFrom` is where a length on another day begins; both
 * in epoch ms.
 */
export const interpret = (
  { text, create: typedCreate = '', project_id, future = '' }: EntryInput,
  names: EntryNames,
  now: number,
  zone: Preferences,
  freeFrom?: number,
): Interpretation => {
  const today = dayOf(now, zone)
  const create = cleanLine(typedCreate)
  const known = knownNames(names, create)
  const line = parseEntry(cleanLine(text), today, known)
  const date = line.date === undefined ? undefined : (parseSessionDate(line.date, today) ?? undefined)
  const [title, named] = [cleanLine(line.title), cleanLine(line.project ?? '')]
  const tags = cleanTags(line.tags)
  const { first = { projects: [], goals: [], tasks: [] } } = names
  const goal = line.goal === null ? null : firstNamed(cleanLine(line.goal), [first.goals, names.goals], 'goal')
  const ofPlan = line.ofPlan === undefined ? null : planNamed(cleanLine(line.ofPlan), names.plans ?? [])
  const tasks = [first.tasks, names.tasks ?? []]
  const ofTask = line.ofTask === undefined ? null : firstNamed(cleanLine(line.ofTask), tasks, 'task')
  const isEmpty = cleanLine(text) === ''
  const { plan, errors, futureChoices } = planOf({ ...line, date }, { now, today, zone, freeFrom, future })
  const instant = plan?.kind === 'log' ? plan.times.started_at : plan?.started_at
  const behind = tokenize(cleanLine(text), known).behindProject.filter((word) => line.title.includes(word))
  const chosen = { behind, create, chosen: project_id ?? '' }
  const inFirst = named ? projectNamed(named, first.projects, chosen) : null
  const project = named && inFirst?.kind !== 'own' ? projectNamed(named, names.projects, chosen) : inFirst
  const limits = limitErrors({ title, project: named, tags })
  return {
    isEmpty,
    title,
    project,
    goal,
    ofPlan,
    ofTask,
    tags,
    newTags: tags.filter((tag) => !names.tags.includes(tag)),
    date: instant === undefined ? (date ?? today) : dayOf(instant, zone),
    wants: isLog(line) ? 'log' : 'start',
    plan,
    futureChoices,
    errors: [
      ...(isEmpty ? ['Enter a title, or a time such as 25m or 9-10:30.'] : errors),
      ...(goal && 'error' in goal ? [goal.error] : []),
      ...(ofPlan?.error ? [ofPlan.error] : []),
      ...(ofTask && 'error' in ofTask ? [ofTask.error] : []),
      ...limits,
      ...(project?.kind === 'unknown' && limits.length === 0 ? [project.error] : []),
    ],
  }
}
