import { type Range, weekOf } from '../../lib/days'
import type { User } from '../../lib/env'
import type { AppByName } from './app-by-name'
import { appsUsedSince, ownApps, type UsedApp } from './use-queries'

export type AppUse = { today: number; week: number }

/** Apps used this week, most used first, undecided ones used lately, and the person's own. */
export type RecentUse = {
  week: Range
  thisWeek: (UsedApp & AppUse)[]
  unlisted: (UsedApp & AppUse)[]
  own: AppByName[]
}

/** Most apps that come before the catalogue because they were decided about, or used before this week. */
export const ownFirst = { decided: 20, used: 10 }

const useIn = ({ recent_days }: Pick<UsedApp, 'recent_days'>, { from, to }: Range, today: string): AppUse => {
  const days: Record<string, number> = JSON.parse(recent_days)
  const ofWeek = Object.entries(days).filter(([date]) => date >= from && date <= to)
  return { today: days[today] ?? 0, week: ofWeek.reduce((sum, [, seconds]) => sum + seconds, 0) }
}

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b))

export const byUse = (a: Pick<AppUse, 'week'> & { package_name: string }, b: typeof a) =>
  b.week - a.week || byText(a.package_name, b.package_name)

type RecentUseQuery = {
  unlistedFrom: string
  unlistedLimit: number
  withOwn?: boolean
  withRules?: boolean
  unlessUsed?: number | null
}

/**
 * Apps used this week, and undecided ones used since `unlistedFrom`, at most `unlistedLimit` of them from earlier
 * weeks.
 */
export const readRecentUse = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  today: string,
  { unlistedFrom, unlistedLimit, withOwn = true, withRules = true, unlessUsed = null }: RecentUseQuery,
): Promise<RecentUse> => {
  const week = weekOf(today, preferences.week_start)
  const [rows, own] = await Promise.all([
    appsUsedSince(db, id, { from: week.from, unlistedFrom, unlistedLimit, withRules }),
    withOwn ? ownApps(db, id, { usedBefore: week.from, unlessUsed, ...ownFirst }) : [],
  ])
  const used = rows.map((row) => ({ ...row, ...useIn(row, week, today) }))
  const thisWeek = used.filter(({ last_date }) => last_date >= week.from).toSorted(byUse)
  const earlier = used.filter(({ last_date }) => last_date < week.from)
  return { week, thisWeek, unlisted: [...thisWeek, ...earlier].filter(({ is_listed }) => is_listed === 0), own }
}
