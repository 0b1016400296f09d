import type { FreeDays } from '../../ledger/free-days'
import type { DaySum } from '../../ledger/schema'
import { streaks } from '../../ledger/streaks'
import { activeDays } from '../../ledger/summary'
import { addDays, dayNumber, type Range } from '../../lib/days'

type Calendar = FreeDays & { today: string }

/** True when nothing breaks the streak in a range: one more active day right before it would make it longer. */
export const isUnbroken = (active: number[], range: Range, calendar: Calendar) => {
  const before = addDays(range.from, -1)
  const longer = streaks([dayNumber(before), ...active], { from: before, to: range.to, ...calendar })
  return longer.current > streaks(active, { ...range, ...calendar }).current
}

type ReadDays = (range: Range) => Promise<[days: DaySum[], daysOff: string[]]>

/**
 * A goal's current streak, and the longest within `year`, which ends today. Reads further back, a year at a time, only
 * while the streak fills all that was read.
 */
export const goalStreak = async (days: DaySum[], year: Range, free: FreeDays, read: ReadDays) => {
  const calendar = { today: year.to, restDays: free.restDays, daysOff: new Set(free.daysOff) }
  let active = activeDays(days)
  const { longest } = streaks(active, { ...year, ...calendar })
  let range = year
  while (range.from > '1971' && isUnbroken(active, range, calendar)) {
    const earlier = { from: addDays(range.from, -53 * 7), to: addDays(range.from, -1) }
    const [sums, off] = await read(earlier)
    active = [...activeDays(sums), ...active]
    for (const date of off) calendar.daysOff.add(date)
    range = { from: earlier.from, to: range.to }
  }
  const { current } = streaks(active, { ...range, ...calendar })
  return { current, longest: Math.max(current, longest) }
}
