import type { FreeDays } from '../days-off/free'
import { addDays, type Range } from '../lib/days'
import { streaks } from '../stats/streaks'

/** The person's date, and the days that a streak passes over. */
type Person = FreeDays & { today: string }

/** Whether nothing breaks the streak in a range: one more day right before it would make it longer. */
export const isUnbroken = (active: Set<string>, range: Range, person: Person) => {
  const before = addDays(range.from, -1)
  const longer = streaks(new Set([...active, before]), { from: before, to: range.to, ...person })
  return longer.current > streaks(active, { ...range, ...person }).current
}

/** The first day of the streak that is `length` days with time long and reaches today. */
export const streakStart = (active: Set<string>, length: number, today: string) =>
  [...active]
    .filter((date) => date <= today)
    .sort()
    .at(-length) ?? today
