import type { FreeDays } from '../../ledger/free-days'
import type { DaySum } from '../../ledger/schema'
import { streaks } from '../../ledger/streaks'
import { addDays, type Range } from '../../lib/days'

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

const activeDates = (days: DaySum[]) => new Set(days.filter((day) => day.total_seconds > 0).map(({ date }) => date))

/** Reads the days with sessions, and the days off, of a range. */
type Read = (range: Range) => Promise<[days: DaySum[], daysOff: string[]]>

/** The current streak and the longest of a year's 53 weeks; reads on only where the streak fills all of them. */
export const streakOf = async (days: DaySum[], year: Range, free: FreeDays, read: Read) => {
  const person = { today: year.to, restDays: free.restDays, daysOff: new Set(free.daysOff) }
  const active = activeDates(days)
  const { longest } = streaks(active, { ...year, ...person })
  let range = year
  while (range.from > '1971' && isUnbroken(active, range, person)) {
    const further = { from: addDays(range.from, -53 * 7), to: addDays(range.from, -1) }
    const [sums, off] = await read(further)
    for (const date of activeDates(sums)) active.add(date)
    for (const date of off) person.daysOff.add(date)
    range = { from: further.from, to: range.to }
  }
  const { current } = streaks(active, { ...range, ...person })
  const start = current > 0 ? streakStart(active, current, year.to) : year.to
  return { current, longest: Math.max(current, longest), start }
}
