import { readUnlistedApps, type UnlistedApps } from '../../account/settings/save'
import { newAppsLimit } from '../../frame/shell/schema'
import type { User } from '../../lib/env'
import { addDays, dayOf } from '../../lib/time/days'
import { type WhitelistHead, whitelistVersion } from '../app-rules/effective-rule'
import type { RuleRow } from '../app-rules/schema'
import { type EarnedRules, readEarned } from '../app-rules/unlock-condition'
import { type ClientHealth, clientHealth } from '../usage/client-health'
import { lastReports } from '../usage/queries'
import { type EarnedList, listEarnedApps } from './earned'
import { listLimits, type ShownLimit } from './limited'
import { type AppCounts, type AppsPage, appsPage, countApps, type UndecidedApp, undecidedApps } from './list'
import { type AppsView, isFirstView, listsOwnAppsFirst } from './schema'

/** An app without a rule is suggested for this many days after its last use. */
const seenForDays = 30

/** Maximum number of such apps at the top of the page; the filter lists the others. */
const seenShown = 8

/** The person's own list. The forms of its rules are below its path. */
export const ownList = { setBy: 'user', path: '/whitelists', title: 'Apps' } as const

/** Data of the list of apps; `names` are the subjects of conditions by key. */
export type AppListData = AppsPage & {
  of: { setBy: RuleRow['set_by']; path: `/${string}`; title: string }
  user: User
  view: AppsView
  counts: AppCounts | null
  names: EarnedList['names']
  today: string
}

export type AppsPageData = AppListData & {
  reports: ClientHealth
  seen: { apps: UndecidedApp[]; count: number }
  earned: EarnedList
  limits: ShownLimit[]
  unlisted: UnlistedApps | null
  version: string
  /** True on the first page if the person has no devices, rules or new apps. */
  needsDevice: boolean
}

/** Version of the page: rules, reports and date; with earned apps also tracked time and the timer. */
export const appsPageVersion = (head: WhitelistHead, earned: EarnedRules, today: string) =>
  [
    whitelistVersion(head, earned),
    head.usage_seq,
    today,
    ...(earned.rules.length > 0 || earned.limits.some(({ limit }) => limit.earns)
      ? [head.stats_seq, head.timer_seq]
      : []),
  ].join('_')

/**
 * @param head read in parallel after a write
 * @param now epoch ms
 * @param before tells which conditions are met, if the write set no condition; otherwise the page waits for `head`
 */
export const appsPageData = async (
  db: D1Database,
  user: User,
  head: WhitelistHead | Promise<WhitelistHead>,
  view: AppsView,
  now: number,
  before?: WhitelistHead,
): Promise<AppsPageData> => {
  const today = dayOf(now, user.preferences)
  const known = before ?? (await head)
  const readHead = Promise.resolve(head)
  const reader = { user, earned: readEarned(known, user.preferences, today), today }
  const [versions, page, counts, seen, clients, waiting, unlisted, limits] = await Promise.all([
    readHead,
    appsPage(db, reader, view),
    isFirstView(view) ? countApps(db, reader) : null,
    undecidedApps(db, reader, addDays(today, -seenForDays), newAppsLimit + 1),
    lastReports(db, user.id),
    readHead.then((present) => listEarnedApps(db, user, present, now)),
    readUnlistedApps(db, user.id),
    readHead.then((present) => listLimits(db, user, present, now)),
  ])
  const isAnyOwn =
    clients.length + seen.length + limits.length > 0 || page.apps.some(({ status }) => status.own ?? status.admin)
  return {
    ...page,
    of: ownList,
    user,
    view,
    counts,
    needsDevice: listsOwnAppsFirst(view) && view.after === null && !isAnyOwn,
    reports: clientHealth(clients, user, now),
    seen: { apps: seen.slice(0, seenShown), count: seen.length },
    earned: waiting,
    limits,
    names: waiting.names,
    unlisted,
    today,
    version: appsPageVersion(versions, readEarned(versions, user.preferences, today), today),
  }
}
