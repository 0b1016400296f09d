import { goalChoices } from '../goals/queries'
import { addDays, dayOf, wallTime } from '../lib/days'
import type { Preferences } from '../lib/preferences'
import { cleanLine } from '../lib/text'
import { parsePastDate } from '../lib/typed-date'
import { parseTime } from '../lib/typed-time'
import { projects } from '../projects/queries'
import { nameLimit, type ProjectRow } from '../projects/schema'
import { cleanTags, tagLimit, tagsLimit, titleLimit } from '../sessions/schema'
import { type ResolvedTimes, resolveTyped } from '../sessions/times/resolve'
import type { Owner } from '../timer/actions'
import { activeTimer, lastTimerEnd } from '../timer/queries'
import { startError, wholeSecond } from '../timer/times'
import { type EntryGoal, type EntryProject, goalNamed, projectNamed } from './names'
import { parseEntry, type QuickEntry } from './parse'

/** What a line asks for: the timer, from now on or since an instant (epoch ms), or a finished session. */
export type EntryPlan = { kind: 'start'; started_at?: number } | { kind: 'log'; times: ResolvedTimes }

/** What is read from one line. */
export type Interpretation = {
  isEmpty: boolean
  title: string
  project: EntryProject | null
  goal: EntryGoal | null
  tags: string[]
  /** The day it starts on. */
  date: string
  /** What the line asks for, whether it can be done or not. */
  wants: EntryPlan['kind']
  /** Null while the time that the line names cannot be. */
  plan: EntryPlan | null
  /** Why it cannot be done like this. */
  errors: string[]
}

/** What a person has that a line can name. */
export type EntryNames = { projects: ProjectRow[]; goals: { id: string; title: string }[] }

type EntryContext = { now: number; today: string; zone: Preferences }

/** Since when: today, or on the day before where that is still to come and no day was given. */
const startOf = ({ started_at, date }: QuickEntry, { now, today, zone }: EntryContext) => {
  const time = parseTime(started_at ?? '')
  if (time === null) return undefined
  const instant = wallTime(date ?? today, time, zone)
  return instant > now && date === undefined ? wallTime(addDays(today, -1), time, zone) : instant
}

/** What the line asks for, or why that cannot be. */
const planOf = (line: QuickEntry, setting: EntryContext): { plan: EntryPlan | null; errors: string[] } => {
  if (line.duration === undefined) return { plan: { kind: 'start', started_at: startOf(line, setting) }, errors: [] }
  const { date, duration, started_at, ended_at } = line
  const times = resolveTyped({ date, duration, started_at, ended_at }, setting)
  return 'errors' in times
    ? { plan: null, errors: Object.values(times.errors).flat() }
    : { plan: { kind: 'log', times }, errors: [] }
}

const limitErrors = ({ title, project, tags }: Pick<QuickEntry, 'title' | 'project' | 'tags'>) => [
  ...(title.length > titleLimit ? [`A title has at most ${titleLimit} characters.`] : []),
  ...(project && project.length > nameLimit ? [`A project’s name has at most ${nameLimit} characters.`] : []),
  ...(tags.some((tag) => tag.length > tagLimit) ? [`A tag has at most ${tagLimit} characters.`] : []),
  ...(tags.length > tagsLimit ? [`A session has at most ${tagsLimit} tags.`] : []),
]

/** Reads one line such as `25m writing report @Thesis #deep`. `now` in epoch ms. */
export const interpret = (text: string, known: EntryNames, now: number, zone: Preferences): Interpretation => {
  const today = dayOf(now, zone)
  const line = parseEntry(cleanLine(text), today)
  const date = line.date === undefined ? undefined : (parsePastDate(line.date, today) ?? undefined)
  const [title, project] = [cleanLine(line.title), cleanLine(line.project ?? '')]
  const tags = cleanTags(line.tags)
  const goal = line.goal === null ? null : goalNamed(cleanLine(line.goal), known.goals)
  const isEmpty = cleanLine(text) === ''
  const { plan, errors } = planOf({ ...line, date }, { now, today, zone })
  const instant = plan?.kind === 'log' ? plan.times.started_at : plan?.started_at
  return {
    isEmpty,
    title,
    project: project ? projectNamed(project, known.projects) : null,
    goal,
    tags,
    date: instant === undefined ? (date ?? today) : dayOf(instant, zone),
    wants: line.duration === undefined ? 'start' : 'log',
    plan,
    errors: [
      ...(isEmpty ? ['Say what you start, or how long it took: 25m, or 9-10:30.'] : errors),
      ...(goal && 'error' in goal ? [goal.error] : []),
      ...limitErrors({ title, project, tags }),
    ],
  }
}

/** What runs, and why no timer can have begun when the line says; all of it of no account to a line that logs. */
const checkStart = async (db: D1Database, user: Owner, { plan }: Interpretation, now: number) => {
  if (plan?.kind !== 'start') return { running: null, errors: [] }
  const active = await activeTimer(db, user.id)
  if (plan.started_at === undefined) return { running: active, errors: [] }
  const start = wholeSecond(plan.started_at)
  const ran = start > now ? null : await lastTimerEnd(db, user.id, start, now)
  const errors = Object.values(startError(start, { now, active, ran, user }) ?? {}).flat()
  return { running: errors.length > 0 ? null : active, errors }
}

/** The same, among a user's own projects, open goals and what runs. */
export const interpretFor = async (db: D1Database, user: Owner, text: string, now: number) => {
  const [own, goals] = await Promise.all([
    text.includes('@') ? projects(db, user.id) : [],
    text.includes('!') ? goalChoices(db, user.id) : [],
  ])
  const read = interpret(text, { projects: own, goals }, now, user.preferences)
  const { running, errors } = await checkStart(db, user, read, now)
  const understood = errors.length > 0 ? { ...read, plan: null, errors: [...errors, ...read.errors] } : read
  return { understood, projectCount: own.length, running }
}
