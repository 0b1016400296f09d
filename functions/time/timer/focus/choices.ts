import type { Preferences } from '../../../lib/preferences'
import { type Choices, type FocusPlan, firstRound, type Pattern } from './state'

type Reader = Pick<
  Preferences,
  ('focus_minutes' | 'short_break_minutes' | 'long_break_minutes') | ('focus_rounds' | 'focus_stops' | 'focus_starts')
>

/** Lengths from the preferences, replaced by the given ones. */
const patternOf = (preferences: Reader, given: Partial<Pattern> = {}): Pattern => ({
  work: given.work ?? preferences.focus_minutes * 60,
  short_break: given.short_break ?? preferences.short_break_minutes * 60,
  long_break: given.long_break ?? preferences.long_break_minutes * 60,
  rounds: given.rounds ?? preferences.focus_rounds,
})

/** Choices from the preferences. */
export const choicesOf = (preferences: Pick<Reader, 'focus_stops' | 'focus_starts'>): Choices => ({
  stops: preferences.focus_stops,
  starts: preferences.focus_starts,
})

/** Plan of the first round, or of a countdown if the pattern has no rounds. */
export const focusOf = (preferences: Reader, given: Partial<Pattern> = {}): FocusPlan =>
  firstRound(patternOf(preferences, given), choicesOf(preferences))

/** Plan of a countdown. @param work length in seconds */
export const countdown = (preferences: Reader, work: number) => focusOf(preferences, { work, rounds: 0 })
