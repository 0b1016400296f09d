import type { Org } from '../../lib/org'
import type { Preferences } from '../../lib/preferences'
import { cleanTags, tagLimit, tagsLimit } from '../../lib/tags'
import { cleanLine, cleanName, countCharacters, firstCharacters } from '../../lib/text/text'
import { addDays, dayOf, dayStart } from '../../lib/time/days'
import { beforeFocus, takeFocus } from '../../line/focus'
import {
  findMarkedRows,
  findProjectByName,
  knownNames,
  type LineNames,
  type PlanMatch,
  type ProjectMatch,
  type RowMatch,
} from '../../line/names'
import { nameErrors } from '../../line/parts'
import { parseSessionDate } from '../../line/phrases'
import { joinTitle, type KnownNames, type LineTokens, projectNameLimit, tokenize } from '../../line/tokenize'
import { hasStartOrEnd, takeWhen, timeError, type When } from '../../line/when'
import { type FixedTimes, type FutureAnswer, sessionTitleLimit } from '../sessions/schema'
import { resolveTyped } from '../sessions/times/resolve'
import { type EntryPlan, type FutureChoice, isLog, planWithFocus, refusePlan } from './plan'

/** A parsed line. Dates and times are as typed; `resolveTyped` resolves them. */
export type QuickEntry = When &
  Omit<LineTokens, 'words'> & {
    title: string
    wrongTime?: string
    /** Planned end: in seconds, as a clock time, or the usual length from the settings. */
    focus?: number | { until: string } | 'usual'
  }

/** Removes `focus` from the end of a line that starts the timer. In one that logs time, it belongs to the title. */
const takeUsualFocus = (words: string[], today: string) => {
  const rest = beforeFocus(words)
  return rest && !isLog(takeWhen(rest, today).when) ? { seconds: 'usual' as const, rest } : null
}

/** Parses a line such as `25m writing report @Thesis !"Methods chapter" #deep`. Unrecognised words form the title. */
export const parseEntry = (text: string, today: string, known?: KnownNames, isFixed = false): QuickEntry => {
  const { words, ...marked } = tokenize(text, known)
  const focus = isFixed ? null : (takeFocus(words) ?? takeUsualFocus(words, today))
  const { when, rest } = takeWhen(focus?.rest ?? words, today)
  const wrong = focus && 'wrong' in focus ? focus.wrong : undefined
  return {
    title: joinTitle(rest),
    wrongTime: wrong ?? timeError(rest),
    ...(focus && 'until' in focus && { focus: { until: focus.until } }),
    ...(focus && 'seconds' in focus && { focus: focus.seconds }),
    ...marked,
    ...when,
  }
}

/** A line that is read as this title. Quoted if its words would be read otherwise. For a line whose times are fixed. */
export const lineOfTitle = (title: string, today: string) => {
  const text = firstCharacters(cleanLine(title), sessionTitleLimit)
  const { title: read, wrongTime } = parseEntry(text, today, undefined, true)
  return read === text && !wrongTime ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}

/** A submitted line, with the choices that the person made about it. */
export type EntryInput = {
  text: string
  /** Name of the project that the person agreed to create. */
  create?: string
  /** Creates an unknown project that resembles none of the person's, as the preview says. */
  creates?: boolean
  /** Id of the project that the person chose for an unknown name. */
  project_id?: string | null
  /** The person's answer how to log an end in the future. */
  future?: FutureAnswer | ''
  /** The line about which the person was asked. */
  asked?: string
  /** Local times and zone of the line's block in the calendar. Times in the line take precedence. */
  fixed?: FixedTimes
  /** Context whose names take precedence. */
  org?: Org
}

export type Interpretation = {
  isEmpty: boolean
  title: string
  project: ProjectMatch | null
  goal: RowMatch | null
  ofPlan: PlanMatch | null
  ofTask: RowMatch | null
  tags: string[]
  /** Tags that no session has. */
  newTags: string[]
  /** Local date of the start. */
  date: string
  /** Kind of plan. Set even if the line has errors. */
  wants: EntryPlan['kind']
  /** Null if the times are invalid. */
  plan: EntryPlan | null
  /** True for future time that needs no answer. */
  isAhead: boolean
  /** True for a length alone, which ends now. */
  endsNow: boolean
  /** Ways to log a session that ends in the future, until the person has chosen one. */
  futureChoices: FutureChoice[]
  errors: string[]
}

const limitErrors = ({ title, project, tags }: Pick<QuickEntry, 'title' | 'project' | 'tags'>) => [
  ...(countCharacters(title) > sessionTitleLimit ? [`A title has at most ${sessionTitleLimit} characters.`] : []),
  ...(project && countCharacters(project) > projectNameLimit
    ? [`A project’s name has at most ${projectNameLimit} characters.`]
    : []),
  ...(tags.some((tag) => countCharacters(tag) > tagLimit) ? [`A tag has at most ${tagLimit} characters.`] : []),
  ...(tags.length > tagsLimit ? [`A session has at most ${tagsLimit} tags.`] : []),
]

/** Parses a submitted line with the names that it can mention. The parsed date is `YYYY-MM-DD`. */
export const readEntry = ({ text, create = '', fixed }: EntryInput, names: LineNames, today: string): QuickEntry => {
  const known = knownNames(names)
  const projects = [...known.projects, cleanLine(create)].filter(Boolean)
  const { date, ...line } = parseEntry(cleanLine(text), today, { ...known, projects }, fixed !== undefined)
  return { ...line, date: date === undefined ? undefined : (parseSessionDate(date, today) ?? undefined) }
}

/** Bounds of a line's day (epoch ms) if that is not today, when a length alone follows the last session. */
export const lineDayBounds = ({ date }: QuickEntry, today: string, zone: Preferences) =>
  date === undefined || date === today ? null : { from: dayStart(date, zone), to: dayStart(addDays(date, 1), zone) }

type Moment = {
  /** epoch ms */
  now: number
  /** Time of arrival (epoch ms), if later than `now`. */
  arrives?: number
  zone: Preferences
  /** Start for a typed duration without a start on another day (epoch ms). */
  freeFrom?: number
}

/**
 * Combines a line with its block. With only a length in the line: the block's start. Without times: the block's times.
 * With a start or an end: the block's date.
 */
const inBlock = (line: QuickEntry, { started_at, ended_at }: FixedTimes, { now, zone }: Moment): QuickEntry => {
  if (line.duration === undefined && !hasStartOrEnd(line)) return { ...line, started_at, ended_at, duration: '' }
  if (!hasStartOrEnd(line)) return { ...line, started_at }
  const block = resolveTyped({ started_at, ended_at }, { now, zone })
  return { ...line, date: line.date ?? ('errors' in block ? undefined : dayOf(block.started_at, zone)) }
}

/** Interprets a line such as `25m writing report @Thesis #deep`, which `readEntry` parsed. */
export const interpret = (
  typed: QuickEntry,
  { text, create = '', creates = false, project_id, future = '', fixed }: EntryInput,
  names: LineNames,
  { now, arrives = now, zone, freeFrom }: Moment,
): Interpretation => {
  const today = dayOf(now, zone)
  const isFixed = fixed !== undefined && !hasStartOrEnd(typed)
  const line = fixed ? inBlock(typed, fixed, { now, zone }) : typed
  const { date } = line
  const [title, named] = [cleanLine(line.title), cleanName(line.project ?? '')]
  const tags = cleanTags(line.tags)
  const { goal, plan: ofPlan, task: ofTask } = findMarkedRows({ ...line, project: null }, names)
  const isEmpty = cleanLine(text) === '' && !fixed
  const { plan, errors, futureChoices } = line.wrongTime
    ? refusePlan(line.wrongTime)
    : planWithFocus(line, typed.focus === 'usual' ? zone.focus_minutes * 60 : typed.focus, {
        now,
        arrives,
        today,
        zone,
        freeFrom,
        future,
        isFixed,
      })
  const instant = plan?.kind === 'log' ? plan.times.started_at : plan?.started_at
  const behind = line.behindProject.filter((word) => line.title.includes(word))
  const choices = { behind, create: cleanName(create), chosen: project_id ?? '' }
  const found = named ? findProjectByName(named, names, choices) : null
  const isOffered = creates && found?.kind === 'unknown' && found.similar.length === 0
  const project: Interpretation['project'] = isOffered ? { kind: 'new', id: null, name: found.name } : found
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
    isAhead: plan?.kind === 'log' && plan.times.ended_at > arrives && futureChoices.length === 0,
    endsNow: line.duration !== undefined && !hasStartOrEnd(line) && (date ?? today) === today,
    futureChoices,
    errors: [
      ...(isEmpty ? ['Enter a title, or a time such as 25m or 9-10:30.'] : errors),
      ...nameErrors([goal, ofPlan, ofTask]),
      ...limits,
      ...(project?.kind === 'unknown' && limits.length === 0 ? [project.error] : []),
    ],
  }
}
