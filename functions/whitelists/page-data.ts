import { type Earned, readEarned } from '../app-rules/earned'
import { type WhitelistHead, whitelistVersion } from '../app-rules/version'
import { addDays, dayOf, weekOf } from '../lib/days'
import type { User } from '../lib/env'
import { newAppsCounted } from '../shell/queries'
import { type ClientHealth, clientHealth } from '../usage/client-health'
import { lastReports } from '../usage/queries'
import { type EarnedList, listEarnedApps } from './earned/list'
import { type AppCounts, countApps } from './list/apps-with-rules'
import { type AppsPage, appsPage, startList } from './list/page'
import { unlistedLock } from './list/queries'
import { type RecentUse, readRecentUse } from './list/recent-use'
import { type AppsView, isFirstView, pageSize, showsOwn } from './list/view'

/** Days after its last use that an undecided app is shown. */
const seenForDays = 30

/** Undecided apps on top of the page; the filter lists the others. */
const seenShown = 8

/** Names of the admins who set the rules shown, by id, and the lock of the preference for undecided apps. */
export type AdminNames = { names: Map<string, string>; unlistedLock: Awaited<ReturnType<typeof unlistedLock>> }

const namesOfAdmins = ({ apps }: AppsPage) =>
  new Map(
    apps.flatMap(({ status: { admin } }) =>
      admin?.admin_id && admin.admin_name ? [[admin.admin_id, admin.admin_name] as const] : [],
    ),
  )

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

/** @param head is read with the rest where the request has written; `now` in epoch ms */
export const appsPageData = async (
  db: D1Database,
  user: User,
  head: WhitelistHead | Promise<WhitelistHead>,
  view: AppsView,
  now: number,
): Promise<AppsPageData> => {
  const today = dayOf(now, user.preferences)
  const readHead = Promise.resolve(head)
  const readProgress = readHead.then((versions) => readEarned(versions.earned, user.preferences, today))
  const [versions, earned, used, clients, counts, waiting, lock, started] = await Promise.all([
    readHead,
    readProgress,
    readRecentUse(db, user, today, {
      unlistedFrom: addDays(today, -seenForDays),
      unlistedLimit: newAppsCounted + 1,
      withOwn: showsOwn(view),
      unlessUsed: view.after === null ? pageSize + 1 : null,
      withRules: view.sort === 'use' && (view.q !== '' || view.after === null || view.after.part === 'use'),
    }),
    lastReports(db, user.id),
    isFirstView(view) ? countApps(db, { user, earned: readProgress }) : null,
    readHead.then((present) => listEarnedApps(db, user, present, now)),
    unlistedLock(db, user.id),
    startList(db, user, view, weekOf(today, user.preferences.week_start).from),
  ])
  const page = await appsPage(db, { user, head: versions, earned, today, now }, view, used, started)
  return {
    ...page,
    user,
    view,
    counts,
    reports: clientHealth(clients, now),
    seen: { apps: used.unlisted.slice(0, seenShown), count: used.unlisted.length },
    earned: waiting,
    admins: { names: namesOfAdmins(page), unlistedLock: lock },
    today,
    version: appsPageVersion(versions, earned, today),
  }
}
