import type { Preferences } from '../../../lib/preferences'
import { type FocusChoices, type FocusPlan, firstRound, type RoundPattern } from './state'

type Reader = Pick<
  Preferences,
  ('focus_minutes' | 'short_break_minutes' | 'long_break_minutes') | ('focus_rounds' | 'focus_stops' | 'focus_starts')
>

/** Lengths from the preferences, replaced by the given ones. */
const patternOf = (preferences: Reader, given: Partial<RoundPattern> = {}): RoundPattern => ({
  work: given.work ?? preferences.focus_minutes * 60,
  short_break: given.short_break ?? preferences.short_break_minutes * 60,
  long_break: given.long_break ?? preferences.long_break_minutes * 60,
  rounds: given.rounds ?? preferences.focus_rounds,
})

/** Choices from the preferences. */
export const preferredChoices = (preferences: Pick<Reader, 'focus_stops' | 'focus_starts'>): FocusChoices => ({
  stops: preferences.focus_stops,
  starts: preferences.focus_starts,
})

/** Plan of the first round, or of a countdown if the pattern has no rounds. */
export const newFocusPlan = (preferences: Reader, given: Partial<RoundPattern> = {}): FocusPlan =>
  firstRound(patternOf(preferences, given), preferredChoices(preferences))

/** Plan of a countdown. @param work length in seconds */
export const countdown = (preferences: Reader, work: number) => newFocusPlan(preferences, { work, rounds: 0 })
