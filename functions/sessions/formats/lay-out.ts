import { addDays, dayStart, wallTime, type Zone } from '../../lib/days'

export type DayTotal = { date: string; seconds: number }

/** Times of sessions of which a file tells only the day and the length. */
const usualStart = '09:00'

/**
 * Gives totals of days a time: one after the other from nine o’clock on, or so much earlier that all of them end with
 * the day. Each stays on its day, so that the sums of the days are those of the file. Null for one that is longer than
 * its day.
 */
export const layOut = <T extends DayTotal>(totals: T[], zone: Zone) => {
  const placed = new Map<T, { started_at: number; ended_at: number } | null>()
  for (const [date, ofDay] of Map.groupBy(totals, (total) => total.date)) {
    const [from, to] = [dayStart(date, zone), dayStart(addDays(date, 1), zone)]
    const milliseconds = ofDay.reduce((sum, { seconds }) => sum + seconds * 1000, 0)
    const usual = wallTime(date, usualStart, zone)
    let at = usual + milliseconds <= to ? usual : Math.max(from, to - milliseconds)
    for (const total of ofDay) {
      const length = total.seconds * 1000
      if (at + length > to) at = from
      placed.set(total, length > to - from || to <= from ? null : { started_at: at, ended_at: at + length })
      at += length
    }
  }
  return totals.map((total) => placed.get(total) ?? null)
}
