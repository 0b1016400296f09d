import { type Earned, readEarned } from '../app-rules/earned'
import { type WhitelistHead, whitelistVersion } from '../app-rules/version'
import { addDays, dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { newAppsCounted } from '../shell/queries'
import { type ClientHealth, clientHealth } from '../usage/client-health'
import { lastReports } from '../usage/queries'
import { type EarnedList, listEarnedApps } from './earned/list'
import { type AppCounts, countApps } from './list/apps-with-rules'
import { type AppsPage, appsPage } from './list/page'
import { type AdminNames, adminNames } from './list/queries'
import { type RecentUse, readRecentUse } from './list/recent-use'
import { type AppsView, isFirstView } from './list/view'

/** Days after its last use that an undecided app is shown. */
const seenForDays = 30

/** Undecided apps on top of the page; the filter lists the others. */
const seenShown = 8

export type AppsPageData = AppsPage & {
  user: User
  view: AppsView
  counts: AppCounts | null
  reports: ClientHealth
  seen: { apps: RecentUse['unlisted']; count: number }
  earned: EarnedList
  admins: AdminNames
  today: string
  version: string
}

/** Version of the page: its rules, reports and date and, with earned apps, tracked time and the timer. */
export const appsPageVersion = (head: WhitelistHead, earned: Earned, today: string) =>
  [
    whitelistVersion(head, earned),
    head.usage_seq,
    today,
    ...(earned.rules.length > 0 ? [head.stats_seq, head.timer_seq] : []),
  ].join('_')

/** @param now epoch ms */
export const appsPageData = async (
  db: D1Database,
  user: User,
  head: WhitelistHead,
  view: AppsView,
  now: number,
): Promise<AppsPageData> => {
  const today = dayOf(now, user.preferences)
  const earned = readEarned(head.earned, user.preferences, today)
  const reader = { user, head, earned, today, now }
  const [used, clients, counts, waiting] = await Promise.all([
    readRecentUse(db, user, today, { unlistedFrom: addDays(today, -seenForDays), unlistedLimit: newAppsCounted + 1 }),
    lastReports(db, user.id),
    isFirstView(view) ? countApps(db, reader) : null,
    listEarnedApps(db, user, head, now),
  ])
  const page = await appsPage(db, reader, view, used)
  const setBy = page.apps.flatMap(({ status }) => status.admin?.admin_id ?? [])
  return {
    ...page,
    user,
    view,
    counts,
    reports: clientHealth(clients, now),
    seen: { apps: used.unlisted.slice(0, seenShown), count: used.unlisted.length },
    earned: waiting,
    admins: await adminNames(db, user.id, [...new Set(setBy)]),
    today,
    version: appsPageVersion(head, earned, today),
  }
}
