import { type AppStatus, appLabel } from '../../../apps/app-rules/app-status'
import type { WhitelistHead } from '../../../apps/app-rules/effective-rule'
import { appStatuses, usedAppsSql } from '../../../apps/app-rules/queries'
import { clientHealth } from '../../../apps/usage/client-health'
import { lastReports } from '../../../apps/usage/queries'
import type { Grouping } from '../../../ledger/schema'
import { chooseGrouping, hasBarLabel } from '../../../ledger/schema'
import { fillPeriods } from '../../../ledger/series'
import type { User } from '../../../lib/env'
import type { Range } from '../../../lib/time/days'
import { daysOfApps, daysWithin, type SplitDay, useByApp, useByDay } from './figures'

export type UsedApp = {
  package_name: string
  /** Name of the app; its package name if the catalogue lacks it. */
  label: string
  effective: AppStatus['effective']
  total_seconds: number
}

type AppsQuery = { range: Range; isAll: boolean; before: Range | null; group: Grouping | undefined }

/** For all time: starts at the first use if that is before the first session. */
const fromFirstUse = ({ from, to }: Range, first: string | null): Range => ({
  from: first && first < from ? first : from,
  to,
})

const sumOfPart = (days: SplitDay[], part: 'allowed_seconds' | 'other_seconds') =>
  days.reduce((total, day) => total + day[part], 0)

const chartBars = (days: SplitDay[], range: Range, group: Grouping, weekStart: number) => {
  const periodsOf = (part: 'allowed_seconds' | 'other_seconds') =>
    fillPeriods(
      days.map((day) => ({ date: day.date, total_seconds: day[part], session_count: 0 })),
      range,
      group,
      weekStart,
    )
  const others = periodsOf('other_seconds')
  return periodsOf('allowed_seconds').map(({ date, to, total_seconds }, index, { length }) => ({
    date,
    to,
    allowed_seconds: total_seconds,
    other_seconds: others[index]?.total_seconds ?? 0,
    ticked: hasBarLabel(date, group, length, weekStart),
  }))
}

/** Apps with use, most used first. */
const usedApps = (statuses: Map<string, AppStatus>, totals: Map<string, number>) =>
  [...totals]
    .flatMap(([package_name, total_seconds]): UsedApp[] => {
      const status = statuses.get(package_name)
      if (!status) return []
      return [{ package_name, label: appLabel(status, package_name), effective: status.effective, total_seconds }]
    })
    .sort((a, b) => b.total_seconds - a.total_seconds || (a.package_name < b.package_name ? -1 : 1))

/** Splits use by today's rules, as the list of apps does. Null if no use was ever reported. @param now epoch ms */
export const appsView = async (
  db: D1Database,
  user: User,
  head: WhitelistHead,
  { range, isAll, before, group: preferred }: AppsQuery,
  now: number,
) => {
  if (head.usage_seq === 0) return null
  const from = isAll ? '0000' : (before ?? range).from
  const [read, clients, statuses] = await Promise.all([
    daysOfApps(db, user.id, from, range.to),
    lastReports(db, user.id),
    appStatuses(db, user, usedAppsSql(user.id, from), head, now),
  ])
  const shown = isAll ? fromFirstUse(range, read[0]?.date ?? null) : range
  const used = daysWithin(read, shown)
  const totals = useByApp(used)
  const isAllowed = (packageName: string) => statuses.get(packageName)?.effective.is_whitelisted === true
  const days = useByDay(used, isAllowed)
  const group = chooseGrouping(shown, preferred)
  return {
    group,
    bars: chartBars(days, shown, group, user.preferences.week_start),
    allowed_seconds: sumOfPart(days, 'allowed_seconds'),
    other_seconds: sumOfPart(days, 'other_seconds'),
    /** Use in the preceding range of equal length; null for all time. */
    before_seconds: before && [...useByApp(daysWithin(read, before)).values()].reduce((a, b) => a + b, 0),
    apps: usedApps(statuses, totals),
    reports: clientHealth(clients, user, now),
  }
}
export type AppsView = Awaited<ReturnType<typeof appsView>>
