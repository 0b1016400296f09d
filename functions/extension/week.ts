import { addDays, isDate, isoWeekday, isoWeekNumber, type Range, weekStartOf } from '../lib/days'

/** The days of an ISO week, `2026-W07`, from Monday to Sunday; null when there is no such week. */
export const isoWeek = (week: string): Range | null => {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(week) ?? []
  if (year === undefined || !isDate(`${year}-01-04`)) return null
  // The first week of a year is the one with its 4th of January.
  const from = addDays(weekStartOf(`${year}-01-04`, 1), (Number(number) - 1) * 7)
  return isoWeekOf(from) === week ? { from, to: addDays(from, 6) } : null
}

/** The ISO week, `2026-W07`, that a date is in; its year is that of its Thursday. */
export const isoWeekOf = (date: string) => {
  const year = addDays(date, 4 - isoWeekday(date)).slice(0, 4)
  return `${year}-W${String(isoWeekNumber(date)).padStart(2, '0')}`
}
