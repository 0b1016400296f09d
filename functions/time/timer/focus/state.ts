import { z } from 'zod'

/** The shortest and the longest focus or break, in seconds. */
export const shortest = 60
export const longest = 12 * 3600

export const mostRounds = 12

const length = z.int().min(shortest).max(longest)

/** Lengths in seconds. After `rounds` of work comes the long break; 0 for a countdown, which has no rounds. */
export const Pattern = z.object({
  work: length,
  short_break: length,
  long_break: length,
  rounds: z.int().min(0).max(mostRounds),
})
export type Pattern = z.infer<typeof Pattern>

/** Choices of the person: the session ends at its planned end by itself, and the next round begins behind its break. */
const Choices = z.object({ stops: z.boolean(), starts: z.boolean() })
export type Choices = z.infer<typeof Choices>

/** The column `sessions.focus`. */
export const FocusPlan = Pattern.extend({
  ...Choices.shape,
  /** From 1; 0 without rounds. */
  round: z.int().min(0).max(mostRounds),
  /** Seconds that were added at the end. */
  more: z.int().min(0),
  /** The person removed the planned end. */
  open: z.boolean(),
  /** The session ended by a pause; the round continues in a later session. */
  paused: z.boolean().optional(),
})
export type FocusPlan = z.infer<typeof FocusPlan>

/** Columns of a session with a planned end. Instants in epoch ms. */
export type FocusColumns = { focus_ends_at: number | null; focus: FocusPlan | null }

/** A finished session behind which a break is taken, or whose round is paused. */
type BreakColumns = FocusColumns & { ended_at: number; break_ends_at: number | null }

/** The finished session behind which a break or a pause is, or was until a moment ago. Instants in epoch ms. */
export type Rest = BreakColumns & { id: string; seq: number; title: string }

export const noFocus: FocusColumns = { focus_ends_at: null, focus: null }

export const phases = ['work', 'short_break', 'long_break', 'paused'] as const
type Phase = (typeof phases)[number]

/** A focus or a break at an instant. After `endsAt` (epoch ms) it is over, but stays until the person chooses the next step. */
export type FocusState = {
  phase: Phase
  /** A pause ends nothing: it is forgotten then. */
  endsAt: number
  /** Length of the focus or break; for a paused round, the remaining seconds. */
  seconds: number
  round: number
  rounds: number
  isOver: boolean
}

/** A break that nobody has answered is forgotten after this time. */
export const breakWaitsMs = 60 * 60_000

/** A paused round is forgotten after this time. */
const pauseWaitsMs = 12 * 3_600_000

/** No round begins by itself longer ago than a timer may. */
export const startsWithinMs = 24 * 3_600_000

/** True if a countdown ended by itself and the person has not chosen the next step. No break has started. */
export const isUnanswered = ({ ended_at, break_ends_at }: Pick<BreakColumns, 'ended_at' | 'break_ends_at'>) =>
  break_ends_at === ended_at

const isLastRound = ({ round, rounds }: FocusPlan) => rounds > 0 && round >= rounds

/** The break behind a round. */
export const breakOf = (focus: FocusPlan): { phase: Phase; seconds: number } =>
  isLastRound(focus)
    ? { phase: 'long_break', seconds: focus.long_break }
    : { phase: 'short_break', seconds: focus.short_break }

/** The instant (epoch ms) at which the focus of a session ends; null for one that has no end. */
export const focusEnd = ({ focus, focus_ends_at }: FocusColumns) =>
  focus === null || focus_ends_at === null || focus.open ? null : focus_ends_at + focus.more * 1000

/** Seconds that are left of a paused round; 0 where its session was moved behind its end. */
const leftOf = ({ focus, focus_ends_at, ended_at }: BreakColumns) => {
  const end = focusEnd({ focus, focus_ends_at })
  if (!focus || end === null) return 0
  return Math.max(0, Math.min((end - ended_at) / 1000, focus.work + focus.more))
}

/** Seconds of a focus that passed until it was paused or ended. */
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

/** The state at an instant. A break counts only while no timer runs, so `rest` is used only then. */
export const focusState = (running: FocusColumns | null, rest: BreakColumns | null, now: number): FocusState | null => {
  if (running) {
    const end = focusEnd(running)
    return running.focus && end !== null
      ? stateOf({ phase: 'work', seconds: running.focus.work + running.focus.more }, end, running.focus, now)
      : null
  }
  if (!rest?.focus || rest.break_ends_at === null || now >= rest.break_ends_at + breakWaitsMs) return null
  if (rest.focus.paused) {
    const [endsAt, seconds] = [rest.break_ends_at, leftOf(rest)]
    return seconds > 0 && now < endsAt ? stateOf({ phase: 'paused', seconds }, endsAt, rest.focus, now) : null
  }
  return stateOf(breakOf(rest.focus), rest.break_ends_at, rest.focus, now)
}

/** The instants (epoch ms) after now at which the state changes by itself. */
export const nextFocusChange = ({ phase, endsAt, isOver }: FocusState) =>
  !isOver ? endsAt : phase === 'work' ? null : endsAt + breakWaitsMs

/** A plan of the first round. A countdown has a pattern of no rounds. */
export const firstRound = (pattern: Pattern, { stops, starts }: Choices): FocusPlan => ({
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

/** Begins a planned end, counted from an instant (epoch ms). */
export const begun = (focus: FocusPlan, from: number): FocusColumns => ({
  focus,
  focus_ends_at: from + focus.work * 1000,
})

/** The rest of a paused round, from an instant on (epoch ms). A planned end that had been reached is reached by no second session. */
export const resumed = (rest: BreakColumns, from: number): FocusColumns => {
  if (!rest.focus) return noFocus
  const { paused: _, ...focus } = rest.focus
  return { focus, focus_ends_at: from + (leftOf(rest) - focus.more) * 1000 }
}

/** Focus of a session that starts at another one's end: the block continues, unless it was over by then. */
export const carriedOver = (before: FocusColumns | null, start: number): FocusColumns => {
  const end = before && focusEnd(before)
  return before && end !== null && end > start ? { focus: before.focus, focus_ends_at: before.focus_ends_at } : noFocus
}

/** Adds time: behind the planned end, or behind now where that has passed. */
export const lengthened = (
  { focus, focus_ends_at }: FocusColumns,
  seconds: number,
  now: number,
): FocusColumns | null => {
  const end = focusEnd({ focus, focus_ends_at })
  if (focus === null || focus_ends_at === null || end === null) return null
  const until = Math.max(end, Math.floor(now / 1000) * 1000) + seconds * 1000
  return { focus_ends_at, focus: { ...focus, more: (until - focus_ends_at) / 1000 } }
}

export const withoutEnd = ({ focus, focus_ends_at }: FocusColumns): FocusColumns | null =>
  focus && { focus_ends_at, focus: { ...focus, open: true } }

/** The end of the break behind a session that ended at an instant (epoch ms). */
export const breakEnd = (focus: FocusPlan, endedAt: number) => endedAt + breakOf(focus).seconds * 1000

/** Columns of a session that ended at an instant (epoch ms) by a pause. Null for one that has no end, or has reached it. */
export const paused = (running: FocusColumns, endedAt: number) => {
  const end = focusEnd(running)
  if (!running.focus || end === null || endedAt >= end) return null
  return { focus: { ...running.focus, paused: true }, break_ends_at: endedAt + pauseWaitsMs }
}

/** A round begins behind the break by itself, where its person chose that. The long break ends the last one. */
export const startsItself = (focus: FocusPlan) => focus.starts && !focus.paused && !isLastRound(focus)

/** A step that happens by itself at its instant (epoch ms), and was not written yet. */
type Step = { is: 'ended'; at: number; break_ends_at: number } | { is: 'started'; at: number; focus: FocusPlan }

/**
 * The next step that happens by itself: a focus ends, and begins its break, or asks, if it has no rounds; or a round
 * begins behind a break.
 */
export const nextStep = (running: FocusColumns | null, rest: BreakColumns | null): Step | null => {
  if (running) {
    const at = focusEnd(running)
    if (!running.focus?.stops || at === null) return null
    return { is: 'ended', at, break_ends_at: running.focus.rounds > 0 ? breakEnd(running.focus, at) : at }
  }
  if (!rest?.focus || !startsItself(rest.focus) || rest.break_ends_at === null || isUnanswered(rest)) return null
  return { is: 'started', at: rest.break_ends_at, focus: nextRound(rest.focus) }
}
