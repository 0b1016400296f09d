import { v7 as uuid } from 'uuid'
import type { User } from '../lib/env'
import { commitPlanned, conflict, type Planned, retry } from '../lib/retry'
import { asPlannedAt, commit, type Head, headOf, type Outdates } from '../lib/sql'
import { choiceErrors } from '../sessions/choices'
import { guardNewProjects, guardProjects } from '../sessions/writes'
import { activeTimer, lastTimerEnd } from './queries'
import type { ActiveTimer, StoppedTimer, TimerErrors, TimerFields } from './schema'
import { startError, wholeSecond } from './times'
import { abandonOverdue } from './unfinished/abandon'
import { abandonAt } from './unfinished/thresholds'
import * as w from './writes'

/** Whose timer it is. */
export type Owner = Pick<User, 'id' | 'preferences'>

/** What an action wrote, at the number of its change; `refused` where it cannot be done as asked. */
export type TimerRefused = { errors: TimerErrors }

/** The timer moved on while it was looked at: nothing was changed. `current` is what runs now. */
export type TimerConflict = { current: ActiveTimer | null }

/** Two requests at once may read the clock in another order than they are written in: so far apart, in milliseconds. */
const clockSkewMs = 60_000

/** Plans an action from the timer as it is and commits it. A timer that waited too long for an answer is abandoned first. */
const changeTimer = <Result>(
  db: D1Database,
  user: Owner,
  now: number,
  plan: (active: ActiveTimer | null, head: Head) => Promise<Planned<Result>>,
): Promise<Result> =>
  commitPlanned(db, user.id, ['timer'], async (head) => {
    const active = await activeTimer(db, user.id)
    if (active && abandonAt(active) <= now && (await abandonOverdue(db, user, now)) > 0) return conflict
    return plan(active, head)
  })

const unchanged = <Result>(result: Result): Planned<Result> => ({ result, writes: [] })

const stoppedAt = (timer: ActiveTimer, at: number, seq: number, now: number): StoppedTimer => {
  const ended_at = Math.max(at, timer.started_at)
  return {
    ...timer,
    ended_at,
    duration_seconds: Math.floor((ended_at - timer.started_at) / 1000),
    seq,
    updated_at: now,
  }
}

export type Started = { started: Omit<ActiveTimer, 'number'>; stopped: StoppedTimer | null }

/**
 * Starts a timer and stops the one that runs at that very instant. Without `started_at` it starts now.
 * @param now epoch ms
 * @param also writes that belong to the same batch, given what was started
 */
export const startTimer = (
  db: D1Database,
  user: Owner,
  { started_at, ...given }: TimerFields,
  now: number,
  also: (started: Started) => D1PreparedStatement[] = () => [],
) =>
  changeTimer<Started | TimerRefused>(db, user, now, async (active, head) => {
    const { title = '', project_id = null, goal_id = null, tags = [], notes = '' } = given
    const wanted = wholeSecond(started_at ?? now)
    const ran = await lastTimerEnd(db, user.id, wanted, wholeSecond(now) + clockSkewMs)
    const start = started_at === undefined ? Math.max(wanted, ran ?? 0, active?.started_at ?? 0) : wanted
    const wrong = {
      ...(await choiceErrors(db, user.id, { project_id, goal_id })),
      ...(started_at !== undefined && startError(start, { now, active, ran, user })),
    }
    if (Object.keys(wrong).length > 0) return unchanged({ errors: wrong })
    const { time_zone, day_start_minute } = user.preferences
    const seq = head.seq + 1
    const fields = {
      id: uuid(),
      source: 'timer' as const,
      title,
      project_id,
      goal_id,
      tags,
      notes,
      started_at: start,
      time_zone,
      day_start_minute,
    }
    const started = { ...fields, last_heartbeat_at: null, seq, created_at: now, updated_at: now }
    const stopped = active && stoppedAt(active, start, seq, now)
    const result = { started, stopped }
    return {
      result,
      outdates: stopped ? ['stats'] : [],
      writes: [
        ...(active && stopped ? w.endTimer(db, user.id, { ...stopped, seq: active.seq }, now) : []),
        ...w.insertTimer(db, user.id, fields, now),
        ...guardProjects(db, user.id, [project_id]),
        ...also(result),
      ],
    }
  })

/** Which timer is meant, where the caller knows: another one is left alone. */
type TimerRef = { id?: string }

/**
 * Stops the timer, now or at an instant since its start. Null where none runs, or another than was meant.
 * @param now epoch ms
 */
export const stopTimer = (
  db: D1Database,
  user: Owner,
  { ended_at, id }: { ended_at?: number } & TimerRef,
  now: number,
  also: (stopped: StoppedTimer) => D1PreparedStatement[] = () => [],
) =>
  changeTimer<StoppedTimer | TimerRefused | null>(db, user, now, async (active, head) => {
    if (!active || (id !== undefined && id !== active.id)) return unchanged(null)
    if (ended_at !== undefined) {
      const end = wholeSecond(ended_at)
      if (end < active.started_at) return unchanged({ errors: { ended_at: ['The end is before the start.'] } })
      if (end > now) return unchanged({ errors: { ended_at: ['That is in the future.'] } })
    }
    const stopped = stoppedAt(active, wholeSecond(ended_at ?? now), head.seq + 1, now)
    const writes = [...w.endTimer(db, user.id, { ...stopped, seq: active.seq }, now), ...also(stopped)]
    return { result: stopped, outdates: ['stats'], writes }
  })

/** Discards the timer; null where none runs, or another than was meant. It can be restored as a finished session. */
export const discardTimer = (
  db: D1Database,
  user: Owner,
  { id }: TimerRef,
  now: number,
  also: (discarded: StoppedTimer) => D1PreparedStatement[] = () => [],
) =>
  changeTimer<StoppedTimer | null>(db, user, now, async (active, head) => {
    if (!active || (id !== undefined && id !== active.id)) return unchanged(null)
    const discarded = stoppedAt(active, wholeSecond(now), head.seq + 1, now)
    const writes = [...w.endTimer(db, user.id, { ...discarded, seq: active.seq }, now, true), ...also(discarded)]
    return { result: discarded, writes }
  })

/**
 * Edits the timer that runs: what is not given stays. `moved` when it is not that one that runs, or not at that `seq`;
 * without a `seq` the last edit wins.
 */
export const editTimer = (
  db: D1Database,
  user: Owner,
  { id, seq }: { id: string; seq?: number },
  edit: TimerFields,
  now: number,
) =>
  changeTimer<ActiveTimer | TimerRefused | TimerConflict>(db, user, now, async (active, head) => {
    if (active?.id !== id || (seq !== undefined && seq !== active.seq)) return unchanged({ current: active })
    const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
    const edited: ActiveTimer = { ...active, ...given }
    edited.started_at = wholeSecond(edited.started_at)
    const isMoved = edited.started_at !== active.started_at
    if (isMoved) edited.last_heartbeat_at = now
    const ran = isMoved ? await lastTimerEnd(db, user.id, edited.started_at, now) : null
    const wrong = {
      ...(await choiceErrors(db, user.id, edited, active)),
      ...(isMoved && startError(edited.started_at, { now, active: null, ran, user })),
    }
    if (Object.keys(wrong).length > 0) return unchanged({ errors: wrong })
    const writes = [
      ...w.updateTimer(db, user.id, edited, now),
      ...guardNewProjects(db, user.id, [{ before: active, after: edited }]),
    ]
    return { result: { ...edited, seq: head.seq + 1, updated_at: now }, writes }
  })

/** After so long without a sign of life a page may show that the timer asks, in milliseconds. */
const quietHeartbeatMs = 15 * 60_000

/** Notes that what runs is still at work, and gives it; null when nothing runs. */
export const heartbeat = async (db: D1Database, user: Owner, now: number): Promise<ActiveTimer | null> => {
  await abandonOverdue(db, user, now)
  const active = await activeTimer(db, user.id)
  if (!active) return null
  const beat = w.beat(db, user.id, now)
  // A beat among many changes nothing that is shown, and leaves versions and ways back as they are.
  if (now - Math.max(active.started_at, active.last_heartbeat_at ?? 0) < quietHeartbeatMs) await beat.run()
  else await commit(db, user.id, ['timer'], [beat])
  return { ...active, last_heartbeat_at: Math.max(active.last_heartbeat_at ?? 0, now) }
}

/** An action as its Undo names it: at the number of its change. */
type TimerAction = { id: string; seq: number }

/** Whether nothing has been done to the timer since the action: the undo of anything else would mix two stories. */
const stillStands = (head: Head, { seq }: TimerAction) => head.timer_seq === seq

const undoAction = (
  db: D1Database,
  user: Owner,
  done: TimerAction,
  outdates: Outdates[],
  writes: () => D1PreparedStatement[],
): Promise<TimerConflict | 'undone'> =>
  retry(async () => {
    const head = await headOf(db, user.id)
    if (stillStands(head, done)) {
      const all = [asPlannedAt(db, user.id, head.seq), ...writes()]
      if (await commit(db, user.id, ['timer', ...outdates], all)) return 'undone'
      // Another write came in between; when none did, the rows are not as the action left them.
      if ((await headOf(db, user.id)).seq !== head.seq) return conflict
    }
    return { current: await activeTimer(db, user.id) }
  })

/** Takes a start back: what it started goes, and what it stopped runs on. */
export const undoStart = (db: D1Database, user: Owner, done: TimerAction & { stopped?: string }, now: number) =>
  undoAction(db, user, done, done.stopped ? ['stats'] : [], () => [
    ...w.removeTimer(db, user.id, done, now),
    ...(done.stopped ? w.resumeTimer(db, user.id, { id: done.stopped, seq: done.seq }, now) : []),
  ])

/** Lets what was stopped run on, from its old start. */
export const undoStop = (db: D1Database, user: Owner, done: TimerAction, now: number) =>
  undoAction(db, user, done, ['stats'], () => w.resumeTimer(db, user.id, done, now))

/** Lets what was discarded run on. */
export const undoDiscard = (db: D1Database, user: Owner, done: TimerAction, now: number) =>
  undoAction(db, user, done, [], () => w.resumeTimer(db, user.id, done, now))
