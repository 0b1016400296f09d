import { type AppRules, readAppRules } from '../../app-rules/queries'
import type { WhitelistHead } from '../../app-rules/version'
import type { User } from '../../lib/env'
import type { AppByName, KeyedApp } from './app-by-name'
import { type AppsOwner, type AppWithRules, appsWithRules, namesWithRules, type readRuled } from './apps-with-rules'
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

/** Read for a filter by effect, before it is known which apps were used and which conditions are met. */
export type EffectReads = {
  ruled: Awaited<ReturnType<typeof readRuled>>
  /** Rules of these apps. */
  rules: Map<string, AppRules>
  /** Apps without a rule by name; with too many rules to filter by effect, all apps. */
  named: AppByName[]
}

const afterOf = ({ after }: AppsView) => (after?.part === 'app' ? after : start)

/** Reads what filters by effect need, at most `limit` apps by name. @param ruled read by `readRuled` */
export const readEffects = async (
  db: D1Database,
  { id, preferences }: Pick<User, 'id' | 'preferences'>,
  view: AppsView,
  weekFrom: string,
  limit: number,
  ruled: EffectReads['ruled'],
): Promise<EffectReads> => {
  const isAllowed = view.show === 'allowed'
  const withoutRules = {
    defaults: isAllowed ? 'allowed' : 'blocked',
    ruled: false,
    unlisted: isAllowed === (preferences.unlisted_apps === 'allow'),
  } as const
  const names = namesWithRules(ruled)
  const kinds = names === null ? kindsOf.all : withoutRules
  const unusedSince = view.sort === 'use' ? weekFrom : never
  const [{ rules }, named] = await Promise.all([
    names?.length ? readAppRules(db, id, names) : { rules: new Map() },
    names && view.show === 'admin'
      ? []
      : appsByName(db, id, {
          ...kinds,
          after: afterOf(view),
          unusedSince,
          limit,
          ...(view.sort === 'use' && view.after === null && { usedFirst: weekFrom }),
        }),
  ])
  return { ruled, rules, named: named.toSorted(byName) }
}

/**
 * Next apps by name that a rule or a default allows or blocks, or that an admin has set, up to `limit`. With too many
 * rules to filter by effect, all apps are returned.
 * @param used apps listed before by their use, to be skipped
 */
export const nextByEffect = (
  reader: AppsReader,
  view: AppsView,
  used: RecentUse | null,
  limit: number,
  { ruled, rules, named }: EffectReads,
): AppByName[] => {
  const apps = appsWithRules(ruled, reader)
  if (!apps) return named.slice(0, limit)
  const listed = new Set(used?.thisWeek.map(({ package_name }) => package_name))
  const after = afterOf(view)
  // A locked default wins over rules, so its app is among the defaults.
  const isWanted = (app: AppWithRules) =>
    view.show === 'admin' ? app.byAdmin : app.default?.is_locked !== 1 && app.isAllowed === (view.show === 'allowed')
  const byRule = apps
    .filter((app) => isWanted(app) && byName(app, after) > 0 && !listed.has(app.package_name))
    .map(({ key, package_name }) => ({ key, package_name, rules: rules.get(package_name) }))
  return [...byRule, ...named].toSorted(byName).slice(0, limit)
}
