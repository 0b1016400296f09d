import { openGoals } from '../ledger/open-goals'
import { addDays, dayOf, wallTime } from '../lib/days'
import type { Preferences } from '../lib/preferences'
import { cleanLine, countCharacters } from '../lib/text'
import { parsePastDate } from '../lib/typed-date'
import { parseTime } from '../lib/typed-time'
import { projects } from '../projects/queries'
import { nameLimit, type ProjectRow } from '../projects/schema'
import { projectLabel } from '../projects/words'
import { cleanTags, tagLimit, tagsLimit, titleLimit } from '../sessions/schema'
import { type ResolvedTimes, resolveTyped } from '../sessions/times/resolve'
import type { Owner } from '../timer/actions'
import { activeTimer, lastTimerEnd } from '../timer/queries'
import { startError, wholeSecond } from '../timer/times'
import { type EntryGoal, type EntryProject, goalNamed, projectNamed } from './names'
import { parseEntry, type QuickEntry } from './parse'
import { tagsBeginning } from './queries'
import { type KnownNames, tokenize } from './tokenize'

/** Starts the timer (now, or at `started_at` in epoch ms) or logs a finished session. */
export type EntryPlan = { kind: 'start'; started_at?: number } | { kind: 'log'; times: ResolvedTimes }

/** A submitted line, with the choices that the person made about it. */
export type EntryInput = {
  text: string
  /** Name of the project that the person chose to create. */
  create?: string
  /** Id of the own project that the person chose for an unknown name. */
  project_id?: string | null
}

export type Interpretation = {
  isEmpty: boolean
  title: string
  project: EntryProject | null
  goal: EntryGoal | null
  tags: string[]
  /** Those of `tags` that no session has yet. */
  newTags: string[]
  /** Local date of the start. */
  date: string
  /** Kind of plan, set even if the line has errors. */
  wants: EntryPlan['kind']
  /** Null if the line's times are invalid. */
  plan: EntryPlan | null
  errors: string[]
}

type EntryNames = { projects: ProjectRow[]; goals: { id: string; title: string }[]; tags: string[] }

type EntryContext = { now: number; today: string; zone: Preferences }

/** Start instant (epoch ms). Without a date, a time still to come today means yesterday. */
const startOf = ({ started_at, date }: QuickEntry, { now, today, zone }: EntryContext) => {
  const time = parseTime(started_at ?? '')
  if (time === null) return undefined
  const instant = wallTime(date ?? today, time, zone)
  return instant > now && date === undefined ? wallTime(addDays(today, -1), time, zone) : instant
}

const planOf = (line: QuickEntry, context: EntryContext): { plan: EntryPlan | null; errors: string[] } => {
  if (line.duration === undefined) return { plan: { kind: 'start', started_at: startOf(line, context) }, errors: [] }
  const { date, duration, started_at, ended_at } = line
  const times = resolveTyped({ date, duration, started_at, ended_at }, context)
  return 'errors' in times
    ? { plan: null, errors: Object.values(times.errors).flat() }
    : { plan: { kind: 'log', times }, errors: [] }
}

const limitErrors = ({ title, project, tags }: Pick<QuickEntry, 'title' | 'project' | 'tags'>) => [
  ...(countCharacters(title) > titleLimit ? [`A title has at most ${titleLimit} characters.`] : []),
  ...(project && countCharacters(project) > nameLimit ? [`A project’s name has at most ${nameLimit} characters.`] : []),
  ...(tags.some((tag) => countCharacters(tag) > tagLimit) ? [`A tag has at most ${tagLimit} characters.`] : []),
  ...(tags.length > tagsLimit ? [`A session has at most ${tagsLimit} tags.`] : []),
]

const knownNames = ({ projects, goals, tags }: EntryNames, create: string): KnownNames => ({
  projects: [...projects.flatMap((project) => [project.name, projectLabel(project)]), create].filter(Boolean),
  goals: goals.map(({ title }) => title),
  tags,
})

/** Interprets a line such as `25m writing report @Thesis #deep`. `now` in epoch ms. */
export const interpret = (
  { text, create: typedCreate = '', project_id }: EntryInput,
  names: EntryNames,
  now: number,
  zone: Preferences,
): Interpretation => {
  const today = dayOf(now, zone)
  const create = cleanLine(typedCreate)
  const known = knownNames(names, create)
  const line = parseEntry(cleanLine(text), today, known)
  const date = line.date === undefined ? undefined : (parsePastDate(line.date, today) ?? undefined)
  const [title, named] = [cleanLine(line.title), cleanLine(line.project ?? '')]
  const tags = cleanTags(line.tags)
  const goal = line.goal === null ? null : goalNamed(cleanLine(line.goal), names.goals)
  const isEmpty = cleanLine(text) === ''
  const { plan, errors } = planOf({ ...line, date }, { now, today, zone })
  const instant = plan?.kind === 'log' ? plan.times.started_at : plan?.started_at
  const behind = tokenize(cleanLine(text), known).behindProject.filter((word) => line.title.includes(word))
  const project = named ? projectNamed(named, names.projects, { behind, create, chosen: project_id ?? '' }) : null
  const limits = limitErrors({ title, project: named, tags })
  return {
    isEmpty,
    title,
    project,
    goal,
    tags,
    newTags: tags.filter((tag) => !names.tags.includes(tag)),
    date: instant === undefined ? (date ?? today) : dayOf(instant, zone),
    wants: line.duration === undefined ? 'start' : 'log',
    plan,
    errors: [
      ...(isEmpty ? ['Enter a title, or a time such as 25m or 9-10:30.'] : errors),
      ...(goal && 'error' in goal ? [goal.error] : []),
      ...limits,
      ...(project?.kind === 'unknown' && limits.length === 0 ? [project.error] : []),
    ],
  }
}

/** The running timer that a start would stop, and errors if a timer cannot start at the line's time. */
const checkStart = async (db: D1Database, user: Owner, { plan }: Interpretation, now: number) => {
  if (plan?.kind !== 'start') return { running: null, errors: [] }
  const active = await activeTimer(db, user.id)
  if (plan.started_at === undefined) return { running: active, errors: [] }
  const start = wholeSecond(plan.started_at)
  const lastEnd = start > now ? null : await lastTimerEnd(db, user.id, start, now)
  const errors = Object.values(startError(start, { now, active, lastEnd, user }) ?? {}).flat()
  return { running: errors.length > 0 ? null : active, errors }
}

export const interpretFor = async (db: D1Database, user: Owner, input: EntryInput, now: number) => {
  const { text } = input
  const [ownProjects, goals, tags] = await Promise.all([
    text.includes('@') ? projects(db, user.id) : [],
    text.includes('!') ? openGoals(db, user.id) : [],
    text.includes('#') ? tagsBeginning(db, user.id, tokenize(cleanLine(text)).tags) : [],
  ])
  const interpretation = interpret(input, { projects: ownProjects, goals, tags }, now, user.preferences)
  const { running, errors } = await checkStart(db, user, interpretation, now)
  const checked =
    errors.length > 0
      ? { ...interpretation, plan: null, errors: [...errors, ...interpretation.errors] }
      : interpretation
  return { interpretation: checked, projectCount: ownProjects.length, running }
}
