import { readAppRules } from '../../app-rules/queries'
import type { WhitelistHead } from '../../app-rules/version'
import type { AppByName, KeyedApp } from './app-by-name'
import { type AppsOwner, type AppWithRules, appsWithRules, readRuled } from './apps-with-rules'
import { appsByName, type NameQuery } from './queries'
import { ownFirst, type RecentUse } from './recent-use'
import type { AppsView, Shown } from './view'

/** `now` in epoch ms. */
export type AppsReader = AppsOwner & { head: Pick<WhitelistHead, 'earned'>; today: string; now: number }

/** SQLite compares texts by their bytes, which is by code points. */
const byCodePoints = (a: string, b: string) => {
  const [left, right] = [[...a], [...b]]
  const at = left.findIndex((character, index) => character !== right[index])
  return at < 0 ? left.length - right.length : (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1)
}

export const byName = (a: Pick<KeyedApp, 'package_name' | 'key'>, b: typeof a) =>
  byCodePoints(a.key, b.key) || byCodePoints(a.package_name, b.package_name)

/** After every date. */
const never = '9999'

/** Filters whose apps are found without the effective rule. */
export type PlainFilter = Extract<Shown, 'all' | 'never' | 'unlisted'>

const kindsOf: Record<PlainFilter, Pick<NameQuery, 'defaults' | 'ruled' | 'unlisted'>> = {
  all: { defaults: 'all', ruled: true, unlisted: true },
  never: { defaults: 'all', ruled: true, unlisted: false },
  unlisted: { defaults: 'none', ruled: false, unlisted: true },
}

const start = { key: '', package_name: '' }

/**
 * Apps by name after those used this week, of which there are enough for a page with these: so they are read at the same
 * time. They have the person's own apps, which are listed before, too.
 */
export const plainByName = async (
  db: D1Database,
  userId: string,
  { show, sort, after }: AppsView & { show: PlainFilter },
  weekFrom: string,
  limit: number,
) => {
  const isAll = show === 'all' && sort === 'use'
  const isByName = after?.part === 'app'
  const found = await appsByName(db, userId, {
    ...kindsOf[show],
    after: isByName ? after : start,
    unusedSince: show === 'never' ? '' : sort === 'app' ? never : weekFrom,
    limit: isAll && isByName ? limit + ownFirst.decided + ownFirst.used : limit,
    ...(isAll && after === null && { usedFirst: weekFrom }),
  })
  return found.toSorted(byName)
}

/** Whose rules a filter by effect is about. */
export const setterOf = ({ show }: AppsView) => (show === 'admin' ? 'admin' : 'anybody')

/**
 * Next apps by name that a rule or a default allows or blocks, or that an admin has set, up to `limit`. With too many
 * rules to filter by effect, all apps are returned.
 * @param used apps listed before by their use, to be skipped
 */
export const nextByEffect = async (
  db: D1Database,
  reader: AppsReader,
  view: AppsView,
  used: RecentUse | null,
  limit: number,
  ruledRows?: Awaited<ReturnType<typeof readRuled>>,
): Promise<AppByName[]> => {
  const { id, preferences } = reader.user
  const after = view.after?.part === 'app' ? view.after : start
  const byNameQuery = async (kinds: Pick<NameQuery, 'defaults' | 'ruled' | 'unlisted'>) => {
    const unusedSince = used?.week.from ?? never
    return (await appsByName(db, id, { ...kinds, after, unusedSince, limit })).toSorted(byName)
  }
  const listed = new Set(used?.thisWeek.map(({ package_name }) => package_name))
  const nextOf = (ruled: AppWithRules[], isWanted: (app: AppWithRules) => boolean) =>
    ruled
      .filter((app) => isWanted(app) && byName(app, after) > 0 && !listed.has(app.package_name))
      .toSorted(byName)
      .slice(0, limit)

  const ruled = appsWithRules(ruledRows ?? (await readRuled(db, id, setterOf(view))), reader)
  if (view.show === 'admin') {
    return ruled ? nextOf(ruled, ({ byAdmin }) => byAdmin) : byNameQuery(kindsOf.all)
  }
  const isAllowed = view.show === 'allowed'
  const unlisted = isAllowed === (preferences.unlisted_apps === 'allow')
  if (!ruled) return byNameQuery(kindsOf.all)
  // A locked default wins over rules, so its app is among the defaults.
  const byRule = nextOf(ruled, (app) => app.default?.is_locked !== 1 && app.isAllowed === isAllowed)
  const [byDefault, { rules }] = await Promise.all([
    byNameQuery({ defaults: isAllowed ? 'allowed' : 'blocked', ruled: false, unlisted }),
    readAppRules(
      db,
      id,
      byRule.map(({ package_name }) => package_name),
    ),
  ])
  const withRules = byRule.map((app) => ({ ...app, rules: rules.get(app.package_name) }))
  return [...withRules, ...byDefault].toSorted(byName).slice(0, limit)
}
