import { addDays, isDate, isoWeekday, isoWeekNumber, type Range, weekStartOf } from '../lib/days'

/** Monday to Sunday of an ISO week, `2026-W07`; null for a week that does not exist. */
export const isoWeekRange = (week: string): Range | null => {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(week) ?? []
  if (year === undefined || !isDate(`${year}-01-04`)) return null
  // 4 January is always in the first week of its year.
  const from = addDays(weekStartOf(`${year}-01-04`, 1), (Number(number) - 1) * 7)
  return isoWeekOf(from) === week ? { from, to: addDays(from, 6) } : null
}

/** `2026-W07`; the year is that of the week's Thursday. */
export const isoWeekOf = (date: string) => {
  const year = addDays(date, 4 - isoWeekday(date)).slice(0, 4)
  return `${year}-W${String(isoWeekNumber(date)).padStart(2, '0')}`
}
