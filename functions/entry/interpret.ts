import { dayOf } from '../lib/days'
import type { Org } from '../lib/org'
import type { Preferences } from '../lib/preferences'
import { cleanTags, tagLimit, tagsLimit } from '../lib/tags'
import { cleanLine, countCharacters } from '../lib/text'
import { parseSessionDate } from '../lib/typed-date'
import {
  foundNames,
  knownNames,
  type LineNames,
  type PlanNamed,
  type ProjectNamed,
  projectNamed,
  type RowNamed,
} from '../line/names'
import { tokenize } from '../line/tokenize'
import { nameLimit } from '../projects/schema'
import { type FutureAnswer, titleLimit } from '../sessions/schema'
import { parseEntry, type QuickEntry } from './parse'
import { type EntryPlan, type FutureChoice, isLog, planOf } from './plan'

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
  project: ProjectNamed | null
  goal: RowNamed | null
  ofPlan: PlanNamed | null
  ofTask: RowNamed | null
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

const limitErrors = ({ title, project, tags }: Pick<QuickEntry, 'title' | 'project' | 'tags'>) => [
  ...(countCharacters(title) > titleLimit ? [`A title has at most ${titleLimit} characters.`] : []),
  ...(project && countCharacters(project) > nameLimit ? [`A project’s name has at most ${nameLimit} characters.`] : []),
  ...(tags.some((tag) => countCharacters(tag) > tagLimit) ? [`A tag has at most ${tagLimit} characters.`] : []),
  ...(tags.length > tagsLimit ? [`A session has at most ${tagsLimit} tags.`] : []),
]

/**
 * Interprets a line such as `25m writing report @Thesis #deep`. `freeFrom` is where a length on another day begins; both
 * in epoch ms.
 */
export const interpret = (
  { text, create: typedCreate = '', project_id, future = '' }: EntryInput,
  names: LineNames,
  now: number,
  zone: Preferences,
  freeFrom?: number,
): Interpretation => {
  const today = dayOf(now, zone)
  const create = cleanLine(typedCreate)
  const inNames = knownNames(names)
  const known = { ...inNames, projects: [...inNames.projects, create].filter(Boolean) }
  const line = parseEntry(cleanLine(text), today, known)
  const date = line.date === undefined ? undefined : (parseSessionDate(line.date, today) ?? undefined)
  const [title, named] = [cleanLine(line.title), cleanLine(line.project ?? '')]
  const tags = cleanTags(line.tags)
  const { goal, plan: ofPlan, task: ofTask } = foundNames({ ...line, project: null }, names)
  const isEmpty = cleanLine(text) === ''
  const { plan, errors, futureChoices } = planOf({ ...line, date }, { now, today, zone, freeFrom, future })
  const instant = plan?.kind === 'log' ? plan.times.started_at : plan?.started_at
  const behind = tokenize(cleanLine(text), known).behindProject.filter((word) => line.title.includes(word))
  const project = named ? projectNamed(named, names, { behind, create, chosen: project_id ?? '' }) : null
  const limits = limitErrors({ title, project: named, tags })
  return {
    isEmpty,
    title,
    project,
    goal,
    ofPlan,
    ofTask,
    tags,
    newTags: tags.filter((tag) => !names.tags?.includes(tag)),
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
