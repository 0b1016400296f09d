import { addDays, type Range } from '../lib/days'
import { streaks } from '../stats/streaks'

/** The person's date and the ISO weekdays on which they rest. */
type Person = { today: string; restDays: number[] }

/** Whether nothing breaks the streak in a range: one more day right before it would make it longer. */
export const isUnbroken = (active: Set<string>, range: Range, { today, restDays }: Person) => {
  const before = addDays(range.from, -1)
  const longer = streaks(new Set([...active, before]), { from: before, to: range.to, today, restDays })
  return longer.current > streaks(active, { ...range, today, restDays }).current
}

/** The first day of the streak that is `length` days with time long and reaches today. */
export const streakStart = (active: Set<string>, length: number, today: string) =>
  [...active]
    .filter((date) => date <= today)
    .sort()
    .at(-length) ?? today
