import type { Preferences } from '../../../lib/preferences'
import { type Choices, type FocusPlan, firstRound, type Pattern } from './state'

type Reader = Pick<
  Preferences,
  ('focus_minutes' | 'short_break_minutes' | 'long_break_minutes') | ('focus_rounds' | 'focus_stops' | 'focus_starts')
>

/** The lengths of the settings, with others in their place. */
const patternOf = (preferences: Reader, given: Partial<Pattern> = {}): Pattern => ({
  work: given.work ?? preferences.focus_minutes * 60,
  short_break: given.short_break ?? preferences.short_break_minutes * 60,
  long_break: given.long_break ?? preferences.long_break_minutes * 60,
  rounds: given.rounds ?? preferences.focus_rounds,
})

/** The choices of the settings. */
export const choicesOf = (preferences: Pick<Reader, 'focus_stops' | 'focus_starts'>): Choices => ({
  stops: preferences.focus_stops,
  starts: preferences.focus_starts,
})

/** The first round, or a countdown where the pattern has no rounds. */
export const focusOf = (preferences: Reader, given: Partial<Pattern> = {}): FocusPlan =>
  firstRound(patternOf(preferences, given), choicesOf(preferences))

/** @param work length in seconds */
export const countdown = (preferences: Reader, work: number) => focusOf(preferences, { work, rounds: 0 })
