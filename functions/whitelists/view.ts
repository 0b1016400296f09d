import { addDays, dayOf } from '../lib/days'
import type { User } from '../lib/env'
import { newAppsCounted } from '../shell/queries'
import { lastReports } from '../usage/queries'
import { type LastReportView, lastReportView } from '../usage/quiet'
import { type Earned, earnedOf } from './earned'
import { type EarnedView, earnedView } from './earned-view'
import { type AppsPage, appsPage } from './list'
import { type AdminNames, adminNames } from './list-queries'
import { type AppsView, isFirstView } from './list-view'
import { type Counts, countsOf } from './ruled'
import { type Used, usedOf } from './used'
import { type WhitelistHead, whitelistVersion } from './version'

/** For how many days after its last use an app stands among those seen. */
const seenForDays = 30

/** How many of them stand on top; the filter has the others. */
const seenShown = 8

/** What /whitelists shows. */
export type AppsPageView = AppsPage & {
  user: User
  view: AppsView
  counts: Counts | null
  reports: LastReportView
  seen: { apps: Used['unlisted']; count: number }
  earned: EarnedView
  admins: AdminNames
  today: string
  version: string
}

/**
 * At what the page stands: at what its rules do, at what was reported, and at the day. What earned apps wait for shows
 * tracked time, and the timer that runs.
 */
export const appsVersion = (head: WhitelistHead, earned: Earned, today: string) =>
  [
    whitelistVersion(head, earned),
    head.usage_seq,
    today,
    ...(earned.rules.length > 0 ? [head.stats_seq, head.timer_seq] : []),
  ].join('_')

/**
 * All that the page shows, as it is looked at.
 * @param now epoch ms
 */
export const appsView = async (
  db: D1Database,
  user: User,
  head: WhitelistHead,
  view: AppsView,
  now: number,
): Promise<AppsPageView> => {
  const today = dayOf(now, user.preferences)
  const earned = earnedOf(head.earned, user.preferences, today)
  const reader = { user, head, earned, today, now }
  const [used, clients, counts, waiting] = await Promise.all([
    usedOf(db, user, today, { unlistedFrom: addDays(today, -seenForDays), unlistedLimit: newAppsCounted + 1 }),
    lastReports(db, user.id),
    isFirstView(view) ? countsOf(db, reader) : null,
    earnedView(db, user, head, now),
  ])
  const page = await appsPage(db, reader, view, used)
  const setBy = page.apps.flatMap(({ standing }) => standing.admin?.admin_id ?? [])
  return {
    ...page,
    user,
    view,
    counts,
    reports: lastReportView(clients, now),
    seen: { apps: used.unlisted.slice(0, seenShown), count: used.unlisted.length },
    earned: waiting,
    admins: await adminNames(db, user.id, [...new Set(setBy)]),
    today,
    version: appsVersion(head, earned, today),
  }
}
