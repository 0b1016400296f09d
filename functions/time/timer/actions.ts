import { v7 as uuid } from 'uuid'
import { clockTolerance } from '../../lib/api/kept-lines'
import { prefetchReads } from '../../lib/db/reads'
import { conflict, type PlannedWrite, retry } from '../../lib/db/retry'
import { commit, commitVersion, guardTimerSeq, type PersonVersions, readVersions } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { type Problem, ProblemError } from '../../lib/http/problem'
import { clockTime } from '../../lib/text/format'
import { checkFiling, type SessionSubjects } from '../sessions/choices'
import { editedLink, noPlan } from '../sessions/plan-link'
import { sessionTitle, shortTitle } from '../sessions/title'
import { guardNewProjects, guardProjects } from '../sessions/writes'
import {
  type Device,
  keepsRunning,
  readLastStarted,
  recordStartedSession,
  type TimedSession,
  timedSession,
} from './devices'
import { beginFocus, carryFocusOver, type FocusColumns, type FocusPlan, focusEnd } from './focus/state'
import type { StoppedTimer, TimerErrors, TimerFields } from './queries'
import { activeTimer, lastTimerEnd, repeatedFields } from './queries'
import type { ActiveTimer } from './schema'
import { clockSkewMs, startError, startedAfter, wholeSecond } from './times'
import { abandonOverdue, readAfterAbandon } from './unfinished/abandon'
import { abandonAt } from './unfinished/thresholds'
import * as w from './writes'

export type Owner = Pick<User, 'id' | 'preferences'>

type TimerRefused = { errors: TimerErrors }

/** Nothing was written, because the timer has changed since it was read. `current`: the running timer. */
export type TimerConflict = { current: ActiveTimer | null }

const endAfter = (db: D1Database, userId: string, start: number, now: number) =>
  lastTimerEnd(db, userId, start, wholeSecond(now) + clockSkewMs)

/** Prefetches the reads of a start at `now`. */
export const startReads = (db: D1Database, { id }: Pick<Owner, 'id'>, now: number) => [
  activeTimer(db, id),
  endAfter(db, id, wholeSecond(now), now),
]

/** Reads the fields of the session or row that a start repeats, in one batch with the start's other reads. */
export const readRepeatedFields = async (db: D1Database, user: Owner, again: string, now: number) => {
  const [found] = await Promise.all([repeatedFields(db, user.id, again), ...startReads(db, user, now)])
  return found
}

/** A planned write of the timer. `result` gets the version that the write makes. */
type TimerPlan<Result> = Omit<PlannedWrite<unknown>, 'result'> & { result: (seq: number) => Result }

/**
 * Plans a write from the running timer and commits it. Plans again if the timer has changed in between; other writes do
 * not matter. @throws ProblemError 409 `busy` @param reads prefetches reads that the plan needs
 */
export const changeTimer = <Result>(
  db: D1Database,
  user: Owner,
  now: number,
  plan: (active: ActiveTimer | null, head: PersonVersions) => Promise<TimerPlan<Result>>,
  reads: () => Promise<unknown>[] = () => [],
): Promise<Result> =>
  retry(async () => {
    const reading = readVersions(db, user.id)
    // In one batch with the head: one round trip instead of two or three.
    prefetchReads(activeTimer(db, user.id), ...reads())
    const head = await reading
    const active = await activeTimer(db, user.id)
    if (active && abandonAt(active) <= now && (await abandonOverdue(db, user, now)) > 0) return conflict
    const { result, writes = [], outdates = [] } = await plan(active, head)
    if (writes.length === 0) return result(head.seq)
    const guards = [guardTimerSeq(db, user.id, head.timer_seq)]
    const done = await commitVersion(db, user.id, ['timer', ...outdates], writes, { guards })
    return done ? result(done.seq) : conflict
  })

export const unchangedPlan = <Result>(result: Result): TimerPlan<Result> => ({ result: () => result, writes: [] })

export const stopTimerAt = (timer: ActiveTimer, at: number, seq: number, now: number): StoppedTimer => {
  // A focus that ends by itself has ended at its time, even if no request has recorded that yet.
  const end = timer.focus?.stops ? (focusEnd(timer) ?? at) : at
  const ended_at = Math.max(Math.min(at, end), timer.started_at)
  return {
    ...timer,
    ended_at,
    duration_seconds: Math.floor((ended_at - timer.started_at) / 1000),
    seq,
    updated_at: now,
  }
}

/** Error for a planned end in the past. */
const endsBefore: TimerErrors = { focus: ['This ends before now. Enter a longer time, or start later.'] }

/** Error if another device has started a timer meanwhile. */
const runsAlready: TimerErrors = { focus: ['A timer is running. Stop it first.'] }

type Begin = { focus?: FocusPlan | ((start: number) => FocusColumns); stopsNone?: boolean; device?: Device }

/** `beside`: another device's timer that keeps running. Until its own device ends it, `started` is unfinished. */
export type StartOutcome = {
  started: Omit<ActiveTimer, 'number'>
  stopped: StoppedTimer | null
  beside?: ActiveTimer | null
}

/** Ends a session at the time of a queued write. Null if it began later or ended earlier. @param at epoch ms */
const endedLate = (session: TimedSession, at: number, now: number): StoppedTimer | null => {
  const { status, started_at, ended_at, deleted_at, seq } = session
  const stopped = stopTimerAt(session, wholeSecond(at), seq, now)
  const until = status === 'active' ? at : status === 'abandoned' ? abandonAt(session) : (ended_at ?? 0)
  return deleted_at === null && started_at <= at && stopped.ended_at <= until ? stopped : null
}

/** Writes the end of a session, unless it has that end already. */
const endLate = (db: D1Database, userId: string, session: TimedSession, stopped: StoppedTimer, now: number) =>
  session.status === 'completed' && session.ended_at === stopped.ended_at ? [] : w.endTimer(db, userId, stopped, now)

/**
 * Starts a timer and stops the running one at the same instant.
 *
 * `now`: epoch ms. `also`: returns further writes for the batch; its argument has the expected version. `checked`:
 * project and goal that need no check. `focus`: planned end, counted from the start (epoch ms); without it the running
 * focus continues. `stopsNone`: fails if another timer runs. A queued start of a `device` ends that device's own last
 * session.
 */
export const startTimer = (
  db: D1Database,
  user: Owner,
  { started_at, focus, stopsNone = false, device, ...input }: TimerFields & Begin,
  now: number,
  also: (started: StartOutcome) => D1PreparedStatement[] = () => [],
  checked?: Partial<SessionSubjects>,
) => {
  const { title = '', project_id = null, goal_id = null, tags = [], notes = '', artifacts = [] } = input
  const { plan_id = null, chunk_id = null, task_id = null } = input
  const { billable = null, hourly_rate = null, currency = null } = input
  const link = { plan_id, chunk_id, task_id }
  const requested = wholeSecond(started_at ?? now)
  const readEnd = () => endAfter(db, user.id, requested, now)
  const checkNamed = () => checkFiling(db, user.id, { project_id, goal_id, ...link }, { ...checked, ...noPlan })
  const lateAt = device?.lateAt ?? null
  const readLast = async () => (device && lateAt !== null ? readLastStarted(db, user.id, device) : null)
  const plan = async (
    running: ActiveTimer | null,
    head: PersonVersions,
  ): Promise<TimerPlan<StartOutcome | TimerRefused>> => {
    const [end, filing, last] = await Promise.all([readEnd(), checkNamed(), readLast()])
    const beside = lateAt !== null && running && keepsRunning(running, last, now) ? running : null
    const active = beside ? null : running
    // A queued start is not delayed by sessions of other devices.
    const lastEnd = lateAt !== null && started_at === undefined ? null : end
    const start = started_at === undefined ? Math.max(requested, lastEnd ?? 0, active?.started_at ?? 0) : requested
    // A device that started again after it was told of its session left running has not said when that one ended.
    const isTold = last?.status === 'abandoned' && (last.ended_at ?? start) < start
    const before = last && last.id !== running?.id && !isTold ? endedLate(last, start, now) : null
    const begins = typeof focus === 'function' ? focus : focus && ((from: number) => beginFocus(focus, from))
    const block = begins?.(start) ?? carryFocusOver(active, start)
    const errors = {
      ...filing.errors,
      ...(active && stopsNone && runsAlready),
      ...(focus && (focusEnd(block) ?? 0) <= now && endsBefore),
      ...(active && startedAfter(active, now) && startError(requested, { now, active, lastEnd: null, user })),
      ...(started_at !== undefined && startError(start, { now, active, lastEnd, user })),
    }
    if (Object.keys(errors).length > 0) return unchangedPlan({ errors })
    const { time_zone, day_start_minute } = user.preferences
    const fields = {
      id: uuid(),
      source: 'timer' as const,
      title,
      project_id,
      goal_id,
      ...link,
      tags,
      notes,
      artifacts,
      billable,
      hourly_rate,
      currency,
      started_at: start,
      time_zone,
      day_start_minute,
      ...block,
    }
    const result = (seq: number): StartOutcome => ({
      started: { ...fields, last_heartbeat_at: null, seq, created_at: now, updated_at: now },
      stopped: active && stopTimerAt(active, start, seq, now),
      beside,
    })
    const ended = active && stopTimerAt(active, start, active.seq, now)
    return {
      result,
      outdates: ended || before ? ['stats'] : [],
      writes: [
        ...(ended ? w.endTimer(db, user.id, ended, now) : []),
        ...(last && before ? endLate(db, user.id, last, before, now) : []),
        ...w.insertTimer(db, user.id, fields, now, beside && lateAt),
        ...recordStartedSession(db, device, fields.id),
        ...guardProjects(db, user.id, [project_id]),
        ...filing.begin(now),
        ...w.beginTask(db, user.id, task_id, now),
        ...also(result(head.seq + 1)),
      ],
    }
  }
  return changeTimer(db, user, now, plan, () => [readEnd(), checkNamed(), readLast()])
}

/** With an id, an action applies only to that timer. */
type TimerRef = { id?: string }

/**
 * `line_ages`: time in ms between each queued line that the Stop may be for and the Stop. `waited`: time in ms between the
 * Stop and its sending.
 */
type StopRef = TimerRef & { line_ages?: number[]; waited?: number }

/** Stops the timer. Null if it is not running. `ended_at`: epoch ms, by default `now`. */
export const stopTimer = (
  db: D1Database,
  user: Owner,
  { ended_at, id }: { ended_at?: number } & TimerRef,
  now: number,
  also: (stopped: StoppedTimer) => D1PreparedStatement[] = () => [],
) =>
  changeTimer<StoppedTimer | TimerRefused | null>(db, user, now, async (active, head) => {
    if (!active || (id !== undefined && id !== active.id) || startedAfter(active, now)) return unchangedPlan(null)
    if (ended_at !== undefined) {
      const end = wholeSecond(ended_at)
      if (end < active.started_at) return unchangedPlan({ errors: { ended_at: ['The end is before the start.'] } })
      if (end > now) return unchangedPlan({ errors: { ended_at: ['That is in the future.'] } })
    }
    const stopped = (seq: number) => stopTimerAt(active, wholeSecond(ended_at ?? now), seq, now)
    const writes = [...w.endTimer(db, user.id, stopped(active.seq), now), ...also(stopped(head.seq + 1))]
    return { result: stopped, outdates: ['stats'], writes }
  })

const nothingToStop = (detail: string): Problem => ({ status: 422, code: 'invalid', title: 'Nothing to stop', detail })

/** `“Walk” already ended at 11:00.`, or that this device had no timer. @param at time of its Stop (epoch ms) */
const notRunning = ({ preferences }: Owner, session: TimedSession | null, at: number) => {
  const { time_zone, clock } = preferences
  const time = (instant: number) => clockTime(instant, time_zone, clock)
  if (session?.status !== 'completed' || session.deleted_at !== null)
    return nothingToStop(`This device had no timer running at ${time(at)}.`)
  const ended = session.ended_at ?? at
  const title = shortTitle(sessionTitle(session))
  return nothingToStop(
    ended <= at
      ? `“${title}” already ended at ${time(ended)}.`
      : `“${title}” ran until ${time(ended)} on another device. Change its end in Sessions if it ended at ${time(at)}.`,
  )
}

/** Maximum difference in ms between the recorded times of a start and of the line that its Stop names. */
const slip = 10_000

/**
 * Applies a queued Stop of a device at its own time (epoch ms), regardless of the running timer. It ends the session
 * with the id, else the last session that the device started. If the device started none since its last Stop, another
 * device's timer was meant. A Stop of queued lines only ends a session that one of them started. The page of a Stop with
 * an id showed that session, so a time just before its start comes from a slow clock, and the Stop's age counts. Null for a
 * Stop that was not queued and names no unfinished session. @throws ProblemError 422
 */
export const applyQueuedStop = (
  db: D1Database,
  user: Owner,
  device: Device,
  { id, line_ages, waited = 0 }: StopRef,
  at: number,
  now: number,
) =>
  changeTimer<StoppedTimer | null>(db, user, at, async (active) => {
    const last = await readLastStarted(db, user.id, device)
    const named = id ? await timedSession(db, user.id, id) : last
    const running = active && { ...active, status: 'active' as const, ended_at: null, deleted_at: null }
    const session = named ?? (id || !running || keepsRunning(running, last, at) ? null : running)
    const early = id && session ? session.started_at - at : 0
    const end = early > 0 && early <= clockTolerance ? now - waited : at
    const stopped = session && endedLate(session, end, now)
    // A finished session is changed only if the device itself started it last, or if its focus ended it.
    const mayEnd =
      session?.status !== 'completed' || session.id === last?.id || session.ended_at === session.focus_ends_at
    // A Stop that was not queued ends the timer that its page shows.
    const isLive = device.lateAt === null
    const isOfLine = line_ages !== undefined
    if (isOfLine && !line_ages.some((age) => Math.abs((last?.created_at ?? 0) - (at - age)) <= slip))
      throw new ProblemError(nothingToStop('This entry started no timer, so nothing was stopped.'))
    if (isLive && !isOfLine && ((active && !id) || !stopped || session?.status !== 'abandoned'))
      return unchangedPlan(null)
    if (!session || !stopped || !mayEnd) throw new ProblemError(notRunning(user, session, at))
    const writes = [
      ...endLate(db, user.id, session, stopped, now),
      ...(session.id === last?.id ? recordStartedSession(db, device, null) : []),
    ]
    return { result: (seq) => ({ ...stopped, seq }), outdates: ['stats'], writes }
  })

/** Discards the timer. It can be restored as a finished session. Null if it is not running. */
export const discardTimer = (
  db: D1Database,
  user: Owner,
  { id }: TimerRef,
  now: number,
  also: (discarded: StoppedTimer) => D1PreparedStatement[] = () => [],
) =>
  changeTimer<StoppedTimer | null>(db, user, now, async (active, head) => {
    if (!active || (id !== undefined && id !== active.id)) return unchangedPlan(null)
    const discarded = (seq: number) => stopTimerAt(active, wholeSecond(now), seq, now)
    const writes = [
      ...w.endTimer(db, user.id, discarded(active.seq), now, true),
      ...w.resetTask(db, user.id, active, now),
      ...also(discarded(head.seq + 1)),
    ]
    return { result: discarded, writes }
  })

/**
 * Edits the running timer. Another timer or version is a conflict; without `seq` the last edit wins. @param startOf
 * computes the new start from the timer
 */
export const editTimer = (
  db: D1Database,
  user: Owner,
  { id, seq }: { id: string; seq?: number },
  edit: TimerFields,
  now: number,
  startOf: (active: ActiveTimer) => { at?: number } | TimerRefused = () => ({ at: edit.started_at }),
) => {
  const { project_id = null, goal_id = null, task_id = null } = edit
  const plan = async (active: ActiveTimer | null): Promise<TimerPlan<ActiveTimer | TimerRefused | TimerConflict>> => {
    if (active?.id !== id || (seq !== undefined && seq !== active.seq)) return unchangedPlan({ current: active })
    const start = startOf(active)
    if ('errors' in start) return unchangedPlan(start)
    const fields = Object.entries({ ...edit, started_at: start.at })
    const input = Object.fromEntries(fields.filter(([, value]) => value !== undefined))
    const edited: ActiveTimer = { ...active, ...input, ...editedLink(edit, active) }
    edited.started_at = wholeSecond(edited.started_at)
    const isMoved = edited.started_at !== active.started_at
    if (isMoved) edited.last_heartbeat_at = now
    const lastEnd = isMoved ? await lastTimerEnd(db, user.id, edited.started_at, now) : null
    const filing = await checkFiling(db, user.id, edited, active)
    const errors = {
      ...filing.errors,
      ...(isMoved && startError(edited.started_at, { now, active: null, lastEnd, user })),
    }
    if (Object.keys(errors).length > 0) return unchangedPlan({ errors })
    const writes = [
      ...w.updateTimer(db, user.id, edited, now),
      ...guardNewProjects(db, user.id, [{ before: active, after: edited }]),
      ...filing.begin(now),
    ]
    return { result: (seq) => ({ ...edited, seq, updated_at: now }), writes }
  }
  return changeTimer(db, user, now, plan, () => [
    checkFiling(db, user.id, { project_id, goal_id, task_id, ...editedLink(edit, noPlan) }),
  ])
}

/** Minimum time in ms without a heartbeat before any page shows the check-in (the lowest preference). */
const quietHeartbeatMs = 15 * 60_000

/** Records that the timer is still in use. Returns the timer, or null if none is running. */
export const heartbeat = async (
  db: D1Database,
  user: Owner,
  now: number,
  also: (beaten: ActiveTimer) => D1PreparedStatement[] = () => [],
): Promise<ActiveTimer | null> => {
  const active = await readAfterAbandon(db, user, now, () => activeTimer(db, user.id))
  if (!active) return null
  const beaten = { ...active, last_heartbeat_at: Math.max(active.last_heartbeat_at ?? 0, now) }
  const writes = [w.writeHeartbeat(db, user.id, now), ...also(beaten)]
  // Without a check-in on any page, a heartbeat must not change versions, because that would invalidate an Undo.
  if (now - Math.max(active.started_at, active.last_heartbeat_at ?? 0) < quietHeartbeatMs) await db.batch(writes)
  else await commit(db, user.id, ['timer'], writes)
  return beaten
}
