import { addProjects, commitProject, projectFromLine } from '../../filing/projects/queries'
import { sessionsAround } from '../../ledger/facts'
import { conflict, retry } from '../../lib/db/retry'
import { sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import type { Preferences } from '../../lib/preferences'
import { dayOf, wallTime } from '../../lib/time/days'
import { coveredSeconds } from '../../lib/time/hours'
import { parseSpan } from '../../lib/time/typed-time'
import { knownNames, type LineNames, type PlanMatch } from '../../line/names'
import { refuseStaleAnswers } from '../../line/parts'
import { readNames } from '../../line/queries'
import { readTask } from '../../line/task'
import { marks } from '../../line/tokenize'
import { hasStartOrEnd } from '../../line/when'
import { generalProject, projectForStart } from '../sessions/general'
import { noPlan, type PlanLink } from '../sessions/plan-link'
import { planSession } from '../sessions/plan-session'
import type { ResolvedTimes } from '../sessions/times/resolve'
import { shortTitle } from '../sessions/title'
import { type Owner, startReads, startTimer } from '../timer/actions'
import type { Device } from '../timer/devices'
import { countdown } from '../timer/focus/choices'
import type { FocusPlan } from '../timer/focus/state'
import { activeTimer, lastEnd, lastTimerEnd } from '../timer/queries'
import { startError, startedAfter, wholeSecond } from '../timer/times'
import { type EntryInput, type Interpretation, interpret, lineDayBounds, type QuickEntry, readEntry } from './interpret'

/** The running timer that a start would stop, and the errors if no timer can start at the line's time. */
const checkStart = async (db: D1Database, user: Owner, { plan }: Interpretation, now: number) => {
  if (plan?.kind !== 'start') return { running: null, errors: [] }
  const active = await activeTimer(db, user.id)
  if (plan.started_at === undefined) return { running: active, errors: [] }
  const start = wholeSecond(plan.started_at)
  const lastEnd = start > now ? null : await lastTimerEnd(db, user.id, start, now)
  const before = active && startedAfter(active, now) ? null : active
  const errors = Object.values(startError(start, { now, active: before, lastEnd, user }) ?? {}).flat()
  return { running: errors.length > 0 ? null : active, errors }
}

/** Time zone of a line: that of its block in the calendar, else the person's. */
export const zoneOf = ({ preferences }: Owner, { fixed }: EntryInput) => ({
  ...preferences,
  ...(fixed && { time_zone: fixed.time_zone, day_start_minute: fixed.day_start_minute }),
})

const priorityMark = /(?<!\S)p[1-3](?!\S)/i

/**
 * True for a line that plans a task. It has a future time, a time after `at`, "today", a future day, or a part that
 * only tasks have (a repetition, a due date, `p1`). It has no end and no past length.
 */
export const plansTask = (line: QuickEntry, { text }: EntryInput, names: LineNames, now: number, zone: Preferences) => {
  const today = dayOf(now, zone)
  const { title, date, due_date, at, repeat } = readTask(text, today, knownNames(names))
  // A clock time with a length is a session, even on a future day.
  const isSession = line.clock === 'alone' && line.duration !== undefined
  const isSpan = isSession || line.ended_at !== undefined || parseSpan(line.duration ?? '') !== null
  if (at && !isSpan)
    return (
      wallTime(date ?? today, at, zone) > now ||
      (line.duration === undefined && (date ?? repeat ?? line.clock) !== 'alone')
    )
  // `high` and `low` can be words of a title, so only `p1` to `p3` count.
  const isRanked = priorityMark.test(text) && !priorityMark.test(title)
  const isSaid =
    isRanked || date === null || (repeat ?? due_date ?? (line.duration === undefined ? date : undefined)) !== undefined
  return ((line.date ?? date ?? today) > today || isSaid) && !hasStartOrEnd(line) && !line.wrongTime
}

/**
 * Interprets a line with the person's names, and checks if a timer can start at its time. `general`: project in which
 * the context files time without a project. Starting a timer does not create that project.
 */
export const readInterpretation = async (db: D1Database, user: Owner, typed: EntryInput, now: number) => {
  const { text, org = allOrgs, asked, create, project_id, future, fixed } = typed
  const stale = refuseStaleAnswers(text, asked, create, project_id, future)
  const input = stale.length > 0 ? { text, org, fixed } : typed
  const zone = zoneOf(user, typed)
  const today = dayOf(now, zone)
  const [names, general] = await Promise.all([
    readNames(db, user.id, org, text, marks),
    generalProject(db, user.id, org),
    ...startReads(db, user, now),
  ])
  const line = readEntry(input, names, today)
  const day = lineDayBounds(line, today, zone)
  const freeFrom = (day && (await lastEnd(db, user.id, day.from, day.to))) ?? undefined
  const interpretation = interpret(line, input, names, { now, arrives: Math.max(now, Date.now()), zone, freeFrom })
  const { running, errors: wrongStart } = await checkStart(db, user, interpretation, now)
  const errors = [...stale, ...wrongStart]
  return {
    interpretation:
      errors.length > 0
        ? { ...interpretation, plan: null, errors: [...errors, ...interpretation.errors] }
        : interpretation,
    isTask: !fixed && plansTask(line, input, names, now, zone),
    projectCount: names.projects.length,
    running,
    general: interpretation.project ? null : interpretation.wants === 'start' ? projectForStart(general) : general,
  }
}

/** Seconds of an interval (epoch ms) that finished sessions already cover. */
export const trackedSecondsWithin = async (db: D1Database, userId: string, { started_at, ended_at }: ResolvedTimes) => {
  const { results } = await sql(db)`
    SELECT started_at, duration_seconds
    FROM sessions
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL
      AND id IN (
        ${sessionsAround(userId, started_at, ended_at)}
        UNION ALL
        SELECT id FROM sessions WHERE user_id = ${userId} AND planned_until IS NOT NULL AND deleted_at IS NULL)`.all<{
    started_at: number
    duration_seconds: number
  }>()
  const inside = results.flatMap((other) => {
    const from = Math.max(other.started_at, started_at)
    const to = Math.min(other.started_at + other.duration_seconds * 1000, ended_at)
    return to > from ? [{ started_at: from, duration_seconds: (to - from) / 1000 }] : []
  })
  return coveredSeconds(inside)
}

type EntryReading = Awaited<ReturnType<typeof readInterpretation>>

/** A line with its interpretation. `now`: time of the interpretation (epoch ms). */
export type EntryLine = { input: EntryInput; reading: EntryReading; now: number }

/** Id of a line's project, and the writes that create it. */
const projectWrites = (
  db: D1Database,
  userId: string,
  { interpretation: { project }, projectCount, general }: EntryReading,
  { now, input }: EntryLine,
) => {
  if (project?.kind !== 'new') return { id: project?.id ?? general?.id ?? null, writes: general?.writes(now) ?? [] }
  const added = projectFromLine(project.name, input.org ?? allOrgs, projectCount)
  return { id: added.id, writes: addProjects(db, userId, [added], now) }
}

/** The line was refused because it now has another meaning. Nothing was written. */
type Refused = { refused: Interpretation }

export const isRefused = (result: object): result is Refused => 'refused' in result

/**
 * Runs `write`. If it returns null, because the project or plan has changed meanwhile, interprets the line again and
 * retries. Does not recreate a deleted project without asking. @throws ProblemError 409 `busy`
 */
const retryRead = <Result>(
  db: D1Database,
  user: User,
  { input, reading, now }: EntryLine,
  write: (reading: EntryReading) => Promise<Result | null>,
): Promise<Result | Refused> => {
  let first: EntryReading | undefined = reading
  return retry(async () => {
    const present = first ?? (await readInterpretation(db, user, input, now))
    first = undefined
    if (present.interpretation.errors.length > 0) return { refused: present.interpretation }
    return (await write(present)) ?? conflict
  })
}

const linkOf = (found: PlanMatch | null): PlanLink =>
  found ? { plan_id: found.plan_id, chunk_id: found.chunk_id } : noPlan

/** Title, tags and subjects of a line. Without a title of its own, time on a task gets the task's title. */
const fieldsOf = ({ interpretation }: EntryReading, project_id: string | null) => {
  const { title, tags, goal, ofPlan, ofTask } = interpretation
  const named = { project_id, goal_id: goal?.id ?? null, task_id: ofTask?.id ?? null, ...linkOf(ofPlan) }
  return { title: title || (ofTask?.title ?? ''), tags, ...named }
}

/** Logs the session of a line. @param id of the new session */
export const logLine = (db: D1Database, user: User, line: EntryLine, times: ResolvedTimes, id: string) =>
  retryRead(db, user, line, async (reading) => {
    const project = projectWrites(db, user.id, reading, line)
    const { time_zone, day_start_minute } = zoneOf(user, line.input)
    const session = {
      ...times,
      id,
      source: 'manual' as const,
      ...fieldsOf(reading, project.id),
      notes: '',
      time_zone,
      day_start_minute,
      import_id: null,
      import_key: null,
    }
    const { writes } = await planSession(db, user.id, session, line.now, session)
    if (!writes) return null
    const done = await commitProject(db, user.id, ['stats'], [...project.writes, ...writes])
    return done === 'done' ? session : null
  })

/** Options of a start. `focus`: a countdown in seconds, or another plan. */
export type LineStart = { started_at?: number; focus?: number | FocusPlan; device?: Device }

/** Starts the timer. A new project is committed before, in its own batch. */
export const startLine = (db: D1Database, user: User, line: EntryLine, { started_at, focus, device }: LineStart) =>
  retryRead(db, user, line, async (reading) => {
    const { id, writes } = projectWrites(db, user.id, reading, line)
    if (writes.length > 0 && (await commitProject(db, user.id, [], writes)) !== 'done') return null
    const planned = typeof focus === 'number' ? countdown(user.preferences, focus) : focus
    const fields = { ...fieldsOf(reading, id), started_at, focus: planned, device }
    // The project and goal were just found, so they need no check. A guard covers a project's deletion.
    const started = await startTimer(db, user, fields, line.now, undefined, fields)
    return 'errors' in started ? started : { ...started, general: reading.general }
  })

/** ` in new project “Thesis” with new tag #deep`; empty if the line creates neither. */
export const createdWords = ({ project, newTags }: Pick<Interpretation, 'project' | 'newTags'>) => {
  const where = project?.kind === 'new' ? ` in new project “${shortTitle(project.name)}”` : ''
  const tags = newTags.length === 1 ? 'tag' : 'tags'
  return newTags.length === 0 ? where : `${where} with new ${tags} #${newTags.join(', #')}`
}
