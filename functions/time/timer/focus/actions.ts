import { commitPlanned } from '../../../lib/db/retry'
import { sql } from '../../../lib/db/sql'
import { changeTimer, type Owner, readRepeatedFields, startTimer, stopTimerAt, unchangedPlan } from '../actions'
import { type Device, recordStartedSession } from '../devices'
import { activeTimer, type StoppedTimer } from '../queries'
import type { ActiveTimer } from '../schema'
import { startedAfter, wholeSecond } from '../times'
import * as w from '../writes'
import { preferredChoices } from './choices'
import { lastRest } from './queries'
import {
  beginFocus,
  breakEnd,
  clearFocusEnd,
  type FocusColumns,
  type FocusPlan,
  focusState,
  isUnanswered,
  lengthenFocus,
  maxAutoStartAgeMs,
  nextRound,
  nextStep,
  pauseColumns,
  type Rest,
  resumeRound,
} from './state'

/** Changes the planned end of the running timer. Null if it is no longer running or `plan` returns null. */
const replan = (
  db: D1Database,
  user: Owner,
  id: string,
  now: number,
  plan: (active: ActiveTimer) => FocusColumns | null,
  also: D1PreparedStatement[] = [],
) =>
  changeTimer<ActiveTimer | null>(db, user, now, async (active) => {
    const columns = active?.id === id ? plan(active) : null
    if (!active || !columns) return unchangedPlan(null)
    const writes = [...w.updateFocus(db, user.id, active, columns, now), ...also]
    return { result: (seq) => ({ ...active, ...columns, seq, updated_at: now }), writes }
  })

/** Plans an end for the running timer, counted from now. */
export const planFocusEnd = (
  db: D1Database,
  user: Owner,
  id: string,
  { focus, device }: { focus: FocusPlan; device?: Device },
  now: number,
) =>
  replan(
    db,
    user,
    id,
    now,
    (active) => (startedAfter(active, now) ? null : beginFocus(focus, wholeSecond(now))),
    recordStartedSession(db, device, id),
  )

/** Adds seconds to the running focus. */
export const addTime = (db: D1Database, user: Owner, id: string, seconds: number, now: number) =>
  replan(db, user, id, now, (active) => lengthenFocus(active, seconds, now))

/** Removes the planned end of the running timer. */
export const removeFocusEnd = (db: D1Database, user: Owner, id: string, now: number) =>
  replan(db, user, id, now, clearFocusEnd)

/** Stops a focus and begins its break. Null if it is not running. */
export const takeBreak = (db: D1Database, user: Owner, id: string, now: number) =>
  changeTimer<StoppedTimer | null>(db, user, now, async (active) => {
    if (active?.id !== id || !active.focus) return unchangedPlan(null)
    const stopped = (seq: number) => stopTimerAt(active, wholeSecond(now), seq, now)
    const ended = stopped(active.seq)
    const break_ends_at = breakEnd(active.focus, ended.ended_at)
    return { result: stopped, outdates: ['stats'], writes: w.endTimer(db, user.id, { ...ended, break_ends_at }, now) }
  })

/** Pauses a focus and stores its remaining time. Null if it is not running or has reached its end. */
export const pauseFocus = (db: D1Database, user: Owner, id: string, now: number) =>
  changeTimer<StoppedTimer | null>(db, user, now, async (active) => {
    const pause = active?.id === id ? pauseColumns(active, wholeSecond(now)) : null
    if (!active || !pause) return unchangedPlan(null)
    const stopped = (seq: number) => stopTimerAt(active, wholeSecond(now), seq, now)
    const writes = w.endTimer(db, user.id, { ...stopped(active.seq), ...pause }, now)
    return { result: stopped, outdates: ['stats'], writes }
  })

type Begin = { focus: FocusPlan | ((start: number) => FocusColumns); at?: number; keepsRest?: boolean }

/**
 * Starts the session before a break or pause again. Discarding the new session restores a pause but not a break. Null
 * if that session is gone or a timer is running.
 */
const startAgain = async (db: D1Database, user: Owner, rest: Rest, { focus, at, keepsRest }: Begin, now: number) => {
  const again = await readRepeatedFields(db, user, rest.id, now)
  if (!again) return null
  const ends = () => (keepsRest ? [] : w.endRest(db, user.id, rest, now))
  const started = await startTimer(
    db,
    user,
    { ...again.fields, started_at: at, focus, stopsNone: true },
    now,
    ends,
    again.fields,
  )
  return 'errors' in started ? null : { ...started, omitted: again.omitted }
}

/** Starts the next round after the break of session `id`. Null if that is no longer the last session. */
export const startNextRound = async (db: D1Database, user: Owner, id: string, now: number) => {
  const [rest] = await Promise.all([lastRest(db, user.id, now), readRepeatedFields(db, user, id, now)])
  if (rest?.id !== id || !rest.focus || rest.focus.paused) return null
  return startAgain(db, user, rest, { focus: { ...nextRound(rest.focus), ...preferredChoices(user.preferences) } }, now)
}

/** Resumes a paused round. Null if the session `id` is no longer the last one, or the pause is over. */
export const resumeFocus = async (db: D1Database, user: Owner, id: string, now: number) => {
  const [rest] = await Promise.all([lastRest(db, user.id, now), readRepeatedFields(db, user, id, now)])
  if (rest?.id !== id || focusState(null, rest, now)?.phase !== 'paused') return null
  return startAgain(db, user, rest, { focus: (start) => resumeRound(rest, start), keepsRest: true }, now)
}

/** Begins the break of a countdown that ended by itself. Null if the question about it is no longer open. */
export const takeCountdownBreak = (db: D1Database, { id: userId }: Owner, id: string, now: number) =>
  commitPlanned<number | null>(db, userId, ['timer'], async () => {
    const rest = await lastRest(db, userId, now)
    if (rest?.id !== id || !rest.focus || !isUnanswered(rest)) return { result: null }
    const until = breakEnd(rest.focus, wholeSecond(now))
    return { result: until, writes: w.endRest(db, userId, rest, now, until) }
  })

/** Ends the break or pause after session `id`, without starting a timer. Null if there was neither. */
export const endBreak = (db: D1Database, { id: userId }: Owner, id: string, now: number) =>
  commitPlanned<Rest | null>(db, userId, ['timer'], async () => {
    const rest = await lastRest(db, userId, now)
    return rest?.id === id ? { result: rest, writes: w.endRest(db, userId, rest, now) } : { result: null }
  })

/** True if a step is due, which this call claims. A write that creates another step sets its time by a trigger. */
const takeDue = async (db: D1Database, userId: string, now: number) =>
  (await sql(db)`
    UPDATE users SET next_focus_at = NULL WHERE id = ${userId} AND next_focus_at <= ${now} RETURNING id`.first()) !==
  null

/** Makes a step due at an instant (epoch ms), unless one is due earlier. */
const noteDue = (db: D1Database, userId: string, at: number) =>
  sql(db)`UPDATE users SET next_focus_at = min(coalesce(next_focus_at, ${at}), ${at}) WHERE id = ${userId}`.run()

/** Records rounds and breaks that started or ended by themselves, each at its own time. @param now epoch ms */
export const settleFocus = async (db: D1Database, user: Owner, now: number) => {
  while (await takeDue(db, user.id, now)) {
    try {
      const [active, rest] = await Promise.all([
        activeTimer(db, user.id),
        lastRest(db, user.id, now - maxAutoStartAgeMs),
      ])
      const due = nextStep(active, active ? null : rest)
      // Time was added after the step was set to this time.
      if (due && due.at > now) await noteDue(db, user.id, due.at)
      else if (due?.is === 'ended') {
        await changeTimer<null>(db, user, due.at, async (running) => {
          if (!running || running.seq !== active?.seq) return unchangedPlan(null)
          const ended_at = Math.max(due.at, running.started_at)
          const ended = { ...running, ended_at, break_ends_at: Math.max(due.break_ends_at, ended_at) }
          return { result: () => null, outdates: ['stats'], writes: w.endTimer(db, user.id, ended, now) }
        })
      } else if (due && rest && now < due.at + maxAutoStartAgeMs) {
        const focus = { ...due.focus, ...preferredChoices(user.preferences) }
        await startAgain(db, user, rest, { focus, at: due.at }, due.at)
      }
    } catch (error) {
      await noteDue(db, user.id, now)
      throw error
    }
  }
}
