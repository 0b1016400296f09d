import { z } from 'zod'

/** Minimum and maximum length of a focus or break, in seconds. */
export const minFocusSeconds = 60
export const maxFocusSeconds = 12 * 3600

export const maxRounds = 12

const length = z.int().min(minFocusSeconds).max(maxFocusSeconds)

/** Lengths in seconds. The long break comes after `rounds` rounds; 0 for a countdown, which has no rounds. */
export const RoundPattern = z.object({
  work: length,
  short_break: length,
  long_break: length,
  rounds: z.int().min(0).max(maxRounds),
})
export type RoundPattern = z.infer<typeof RoundPattern>

/**
 * `stops`: the session ends at its planned end by itself. `starts`: the next round begins after its break by itself.
 */
const FocusChoices = z.object({ stops: z.boolean(), starts: z.boolean() })
export type FocusChoices = z.infer<typeof FocusChoices>

/** JSON in the column `sessions.focus`. */
export const FocusPlan = RoundPattern.extend({
  ...FocusChoices.shape,
  /** Number of the round, from 1; 0 without rounds. */
  round: z.int().min(0).max(maxRounds),
  /** Seconds added to the end. */
  more: z.int().min(0),
  /** True if the person removed the planned end. */
  open: z.boolean(),
  /** True if the session ended by a pause. A later session continues the round. */
  paused: z.boolean().optional(),
})
export type FocusPlan = z.infer<typeof FocusPlan>

/** Columns of a session with a planned end. Instants in epoch ms. */
export type FocusColumns = { focus_ends_at: number | null; focus: FocusPlan | null }

/** A finished session that is followed by a break, or whose round is paused. */
type BreakColumns = FocusColumns & { ended_at: number; break_ends_at: number | null }

/** The finished session before the current break or pause, or before one that has just ended. Instants in epoch ms. */
export type Rest = BreakColumns & { id: string; seq: number; title: string }

export const noFocus: FocusColumns = { focus_ends_at: null, focus: null }

export const phases = ['work', 'short_break', 'long_break', 'paused'] as const
type Phase = (typeof phases)[number]

/** State of a focus or break. After `endsAt` (epoch ms) it is over, but stays until the next step is chosen. */
export type FocusState = {
  phase: Phase
  /** For a pause, the time at which it is forgotten. */
  endsAt: number
  /** Length of the focus or break; for a pause, the remaining seconds of the round. */
  seconds: number
  round: number
  rounds: number
  isOver: boolean
}

/** Time in ms after which an unanswered break is forgotten. */
export const breakTimeoutMs = 60 * 60_000

/** Time in ms after which a paused round is forgotten. */
const pauseWaitsMs = 12 * 3_600_000

/** Maximum age in ms of a round that begins by itself, the same as for a timer's start. */
export const maxAutoStartAgeMs = 24 * 3_600_000

/** True if a countdown ended by itself and the person has not chosen the next step. Its break has not begun. */
export const isUnanswered = ({ ended_at, break_ends_at }: Pick<BreakColumns, 'ended_at' | 'break_ends_at'>) =>
  break_ends_at === ended_at

const isLastRound = ({ round, rounds }: FocusPlan) => rounds > 0 && round >= rounds

/** The break after a round. */
export const breakOf = (focus: FocusPlan): { phase: Phase; seconds: number } =>
  isLastRound(focus)
    ? { phase: 'long_break', seconds: focus.long_break }
    : { phase: 'short_break', seconds: focus.short_break }

/** End of a session's focus (epoch ms); null without a planned end. */
export const focusEnd = ({ focus, focus_ends_at }: FocusColumns) =>
  focus === null || focus_ends_at === null || focus.open ? null : focus_ends_at + focus.more * 1000

/** Remaining seconds of a paused round; 0 if its session was moved past the planned end. */
const leftOf = ({ focus, focus_ends_at, ended_at }: BreakColumns) => {
  const end = focusEnd({ focus, focus_ends_at })
  if (!focus || end === null) return 0
  return Math.max(0, Math.min((end - ended_at) / 1000, focus.work + focus.more))
}

/** Seconds of a focus that had passed when it was paused or ended. */
export const focusedSeconds = (rest: BreakColumns) =>
  rest.focus ? rest.focus.work + rest.focus.more - leftOf(rest) : 0

const stateOf = (
  { phase, seconds }: { phase: Phase; seconds: number },
  endsAt: number,
  { round, rounds }: FocusPlan,
  now: number,
): FocusState => ({
  phase,
  endsAt,
  seconds,
  round,
  rounds,
  isOver: now >= endsAt,
})

/** State at an instant. Breaks only apply while no timer runs, so `rest` is used only then. */
export const focusState = (running: FocusColumns | null, rest: BreakColumns | null, now: number): FocusState | null => {
  if (running) {
    const end = focusEnd(running)
    return running.focus && end !== null
      ? stateOf({ phase: 'work', seconds: running.focus.work + running.focus.more }, end, running.focus, now)
      : null
  }
  if (!rest?.focus || rest.break_ends_at === null || now >= rest.break_ends_at + breakTimeoutMs) return null
  if (rest.focus.paused) {
    const [endsAt, seconds] = [rest.break_ends_at, leftOf(rest)]
    return seconds > 0 && now < endsAt ? stateOf({ phase: 'paused', seconds }, endsAt, rest.focus, now) : null
  }
  return stateOf(breakOf(rest.focus), rest.break_ends_at, rest.focus, now)
}

/** Next time the state changes without a write (epoch ms); null if never. */
export const nextFocusChange = ({ phase, endsAt, isOver }: FocusState) =>
  !isOver ? endsAt : phase === 'work' ? null : endsAt + breakTimeoutMs

/** Plan of the first round. A countdown has a pattern without rounds. */
export const firstRound = (pattern: RoundPattern, { stops, starts }: FocusChoices): FocusPlan => ({
  ...pattern,
  stops,
  starts,
  round: Math.min(1, pattern.rounds),
  more: 0,
  open: false,
})

export const nextRound = (focus: FocusPlan): FocusPlan => ({
  ...focus,
  round: focus.rounds === 0 ? 0 : (focus.round % focus.rounds) + 1,
  more: 0,
  open: false,
})

/** Starts a focus: its planned end is counted from an instant (epoch ms). */
export const beginFocus = (focus: FocusPlan, from: number): FocusColumns => ({
  focus,
  focus_ends_at: from + focus.work * 1000,
})

/** Resumes a paused round at an instant (epoch ms). A planned end that was already reached is not reached again. */
export const resumeRound = (rest: BreakColumns, from: number): FocusColumns => {
  if (!rest.focus) return noFocus
  const { paused: _, ...focus } = rest.focus
  return { focus, focus_ends_at: from + (leftOf(rest) - focus.more) * 1000 }
}

/** Focus of a session that starts when another one ends: the same planned end, unless that has passed. */
export const carryFocusOver = (before: FocusColumns | null, start: number): FocusColumns => {
  const end = before && focusEnd(before)
  return before && end !== null && end > start ? { focus: before.focus, focus_ends_at: before.focus_ends_at } : noFocus
}

/** Adds time after the planned end, or from now on if that end has passed. */
export const lengthenFocus = (
  { focus, focus_ends_at }: FocusColumns,
  seconds: number,
  now: number,
): FocusColumns | null => {
  const end = focusEnd({ focus, focus_ends_at })
  if (focus === null || focus_ends_at === null || end === null) return null
  const until = Math.max(end, Math.floor(now / 1000) * 1000) + seconds * 1000
  return { focus_ends_at, focus: { ...focus, more: (until - focus_ends_at) / 1000 } }
}

export const clearFocusEnd = ({ focus, focus_ends_at }: FocusColumns): FocusColumns | null =>
  focus && { focus_ends_at, focus: { ...focus, open: true } }

/** End of the break after a session that ended at an instant (epoch ms). */
export const breakEnd = (focus: FocusPlan, endedAt: number) => endedAt + breakOf(focus).seconds * 1000

/** Columns of a session that is paused at an instant (epoch ms). Null without a planned end, or after it. */
export const pauseColumns = (running: FocusColumns, endedAt: number) => {
  const end = focusEnd(running)
  if (!running.focus || end === null || endedAt >= end) return null
  return { focus: { ...running.focus, paused: true }, break_ends_at: endedAt + pauseWaitsMs }
}

/** True if the next round begins by itself after the break. After the last round, the long break ends the focus. */
export const startsAutomatically = (focus: FocusPlan) => focus.starts && !focus.paused && !isLastRound(focus)

/** A step that happens by itself at a time (epoch ms) and is not recorded yet. */
type Step = { is: 'ended'; at: number; break_ends_at: number } | { is: 'started'; at: number; focus: FocusPlan }

/**
 * The next step that happens by itself. A focus ends, and its break begins, or the person is asked if it has no rounds.
 * Or a round begins after a break.
 */
export const nextStep = (running: FocusColumns | null, rest: BreakColumns | null): Step | null => {
  if (running) {
    const at = focusEnd(running)
    if (!running.focus?.stops || at === null) return null
    return { is: 'ended', at, break_ends_at: running.focus.rounds > 0 ? breakEnd(running.focus, at) : at }
  }
  if (!rest?.focus || !startsAutomatically(rest.focus) || rest.break_ends_at === null || isUnanswered(rest)) return null
  return { is: 'started', at: rest.break_ends_at, focus: nextRound(rest.focus) }
}
