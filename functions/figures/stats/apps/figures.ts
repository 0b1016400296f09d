import { sql } from '../../../lib/db/sql'
import { datesBetween, daysBetween, type Range } from '../../../lib/time/days'

/** Seconds by day of the year, from 1 January on. */
export type YearOfUse = { year: string; package_name: string; days: number[] }

/** A row per app and year. @param from year, `YYYY` */
export const yearsOfUse = async (db: D1Database, userId: string, from: string, to: string): Promise<YearOfUse[]> => {
  const { results } = await sql(db)`
    SELECT year, package_name, days
    FROM yearly_usage
    WHERE user_id = ${userId} AND year BETWEEN ${from} AND ${to}`.all<Omit<YearOfUse, 'days'> & { days: string }>()
  return results.map(({ days, ...row }) => ({ ...row, days: JSON.parse(days) }))
}

/** Seconds of use, split by today's rules. */
type SplitUse = { allowed_seconds: number; other_seconds: number }
export type SplitDay = SplitUse & { date: string }

/** The dates of a range that are in a year, and how many days of the year to skip before them; null if none are. */
const datesInYear = (year: string, { from, to }: Range) => {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  const within = { from: from > first ? from : first, to: to < last ? to : last }
  return within.from > within.to
    ? null
    : { dates: datesBetween(within.from, within.to), skip: daysBetween(first, within.from) }
}

const datesByYear = (rows: YearOfUse[], range: Range) =>
  new Map([...new Set(rows.map(({ year }) => year))].map((year) => [year, datesInYear(year, range)]))

/** Seconds by package name; leaves out apps without use. */
export const useByApp = (rows: YearOfUse[], range: Range): Map<string, number> => {
  const days = datesByYear(rows, range)
  const totals = new Map<string, number>()
  for (const { year, package_name, days: seconds } of rows) {
    const within = days.get(year)
    if (!within) continue
    const sum = seconds.slice(within.skip, within.skip + within.dates.length).reduce((a, b) => a + b, 0)
    if (sum > 0) totals.set(package_name, (totals.get(package_name) ?? 0) + sum)
  }
  return totals
}

/** Days with use, in order. */
export const useByDay = (rows: YearOfUse[], range: Range, isAllowed: (packageName: string) => boolean): SplitDay[] => {
  const years = datesByYear(rows, range)
  return [...years].toSorted().flatMap(([year, within]) => {
    if (!within) return []
    const { dates, skip } = within
    const [allowed, others] = [dates.map(() => 0), dates.map(() => 0)]
    for (const { package_name, days: seconds } of rows.filter((row) => row.year === year)) {
      const sums = isAllowed(package_name) ? allowed : others
      for (let day = 0; day < sums.length; day += 1) sums[day] = (sums[day] ?? 0) + (seconds[skip + day] ?? 0)
    }
    return dates.flatMap((date, day) => {
      const [allowed_seconds = 0, other_seconds = 0] = [allowed[day], others[day]]
      return allowed_seconds + other_seconds > 0 ? [{ date, allowed_seconds, other_seconds }] : []
    })
  })
}

/** Null without use. */
export const firstUse = (rows: YearOfUse[]): string | null => {
  const [year] = rows.map((row) => row.year).sort()
  if (year === undefined) return null
  const first = rows
    .filter((row) => row.year === year)
    .flatMap(({ days }) => days.findIndex((seconds) => seconds > 0))
    .filter((index) => index >= 0)
  const dates = datesInYear(year, { from: `${year}-01-01`, to: `${year}-12-31` })?.dates ?? []
  return dates[Math.min(...first)] ?? null
}
