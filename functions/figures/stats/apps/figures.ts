import { allRows, sql } from '../../../lib/db/sql'
import type { Range } from '../../../lib/time/days'

/** Seconds of use on a date, by package name. */
export type DayOfApps = { date: string; apps: Record<string, number> }

/** Days with use, in order; both dates are inclusive. */
export const daysOfApps = async (db: D1Database, userId: string, from: string, to: string): Promise<DayOfApps[]> => {
  const days = await allRows<{ date: string; apps: string }>(sql(db)`
    SELECT date, json_group_object(package_name, total_seconds) AS apps
    FROM daily_usage
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND total_seconds > 0
    GROUP BY date
    ORDER BY date`)
  return days.map(({ date, apps }) => ({ date, apps: JSON.parse(apps) }))
}

/** Seconds of use, split by today's rules. */
type SplitUse = { allowed_seconds: number; other_seconds: number }
export type SplitDay = SplitUse & { date: string }

export const daysWithin = (days: DayOfApps[], { from, to }: Range) =>
  days.filter(({ date }) => date >= from && date <= to)

/** Seconds of use of all days, by package name. */
export const useByApp = (days: DayOfApps[]): Map<string, number> => {
  const totals = new Map<string, number>()
  for (const { apps } of days) {
    for (const [name, seconds] of Object.entries(apps)) totals.set(name, (totals.get(name) ?? 0) + seconds)
  }
  return totals
}

const sum = (uses: [name: string, seconds: number][]) => uses.reduce((total, [, seconds]) => total + seconds, 0)

export const useByDay = (days: DayOfApps[], isAllowed: (packageName: string) => boolean): SplitDay[] =>
  days.map(({ date, apps }) => {
    const uses = Object.entries(apps)
    const allowed_seconds = sum(uses.filter(([name]) => isAllowed(name)))
    return { date, allowed_seconds, other_seconds: sum(uses) - allowed_seconds }
  })
