import { type AppStatus, appStatuses } from '../../app-rules/app-status'
import { appLabel } from '../../app-rules/label'
import type { WhitelistHead } from '../../app-rules/version'
import { chooseGrouping, hasTick } from '../../ledger/periods'
import type { Grouping } from '../../ledger/schema'
import { series } from '../../ledger/series'
import type { Range } from '../../lib/days'
import type { User } from '../../lib/env'
import { clientHealth } from '../../usage/client-health'
import { lastReports } from '../../usage/queries'
import { firstUse, useByApp, useByDay } from './figures'
import { yearsOfUse } from './queries'

/** An app that was used in a range. */
export type UsedApp = {
  package_name: string
  /** What it is called: its package name where nobody has said. */
  label: string
  effective: AppStatus['effective']
  total_seconds: number
}

type AppsQuery = { range: Range; isAll: boolean; before: Range | null; group: Grouping | undefined }

/** A range of all time begins with the first use, where that came before the first session. */
const fromFirstUse = ({ from, to }: Range, first: string | null): Range => ({
  from: first && first < from ? first : from,
  to,
})

const yearOf = (date: string) => date.slice(0, 4)

/**
 * What a range shows of the use of apps: allowed is what the rules allow now, so that it agrees with the list of apps.
 * Null where nothing was ever reported.
 * @param before the days that the range is held against
 * @param now epoch ms
 */
export const appsView = async (
  db: D1Database,
  user: User,
  head: WhitelistHead,
  { range, isAll, before, group: asked }: AppsQuery,
  now: number,
) => {
  if (head.usage_seq === 0) return null
  const [rows, clients] = await Promise.all([
    yearsOfUse(db, user.id, isAll ? '0000' : yearOf((before ?? range).from), yearOf(range.to)),
    lastReports(db, user.id),
  ])
  const shown = isAll ? fromFirstUse(range, firstUse(rows)) : range
  const totals = useByApp(rows, shown)
  const standings = await appStatuses(db, user, [...totals.keys()], head, now)
  const isAllowed = (packageName: string) => standings.get(packageName)?.effective.is_whitelisted === true

  const weekStart = user.preferences.week_start
  const group = chooseGrouping(shown, asked)
  const days = useByDay(rows, shown, isAllowed)
  const periodsOf = (part: 'allowed_seconds' | 'other_seconds') =>
    series(
      days.map((day) => ({ date: day.date, total_seconds: day[part], session_count: 0 })),
      shown,
      group,
      weekStart,
    )
  const others = periodsOf('other_seconds')
  const bars = periodsOf('allowed_seconds').map(({ date, to, total_seconds }, index, { length }) => ({
    date,
    to,
    allowed_seconds: total_seconds,
    other_seconds: others[index]?.total_seconds ?? 0,
    ticked: hasTick(date, group, length, weekStart),
  }))
  const sum = (part: 'allowed_seconds' | 'other_seconds') => days.reduce((total, day) => total + day[part], 0)
  return {
    group,
    bars,
    allowed_seconds: sum('allowed_seconds'),
    other_seconds: sum('other_seconds'),
    /** Of the days before; null of all time. */
    before_seconds: before && [...useByApp(rows, before).values()].reduce((a, b) => a + b, 0),
    apps: [...standings]
      .map(
        ([package_name, standing]): UsedApp => ({
          package_name,
          label: appLabel(standing, package_name),
          effective: standing.effective,
          total_seconds: totals.get(package_name) ?? 0,
        }),
      )
      .sort((a, b) => b.total_seconds - a.total_seconds || (a.package_name < b.package_name ? -1 : 1)),
    reports: clientHealth(clients, now),
  }
}
export type AppsView = Awaited<ReturnType<typeof appsView>>
