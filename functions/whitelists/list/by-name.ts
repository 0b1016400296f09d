import type { WhitelistHead } from '../../app-rules/version'
import { type AppsOwner, type AppWithRules, appsWithRules } from './apps-with-rules'
import { type AppByName, appsByName, type KeyedApp, type NameQuery } from './queries'
import type { RecentUse } from './recent-use'
import type { AppsView } from './view'

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

/**
 * Next apps by name, up to `limit`. With too many rules to filter by effect, all apps are returned.
 * @param used apps listed before by their use, to be skipped
 * @param own apps listed before as the person's own, to be skipped
 */
export const nextByName = async (
  db: D1Database,
  reader: AppsReader,
  view: AppsView,
  { used, own = [] }: { used: RecentUse | null; own?: KeyedApp[] },
  limit: number,
): Promise<AppByName[]> => {
  const { id, preferences } = reader.user
  const after = view.after?.part === 'app' ? view.after : { key: '', package_name: '' }
  const skipped = new Set(own.filter((app) => byName(app, after) > 0).map(({ package_name }) => package_name))
  const byNameQuery = async (
    kinds: Pick<NameQuery, 'defaults' | 'ruled' | 'unlisted'>,
    unusedSince = used?.week.from ?? never,
    most = limit,
  ) => (await appsByName(db, id, { ...kinds, after, unusedSince, limit: most })).toSorted(byName)
  const listed = new Set(used?.thisWeek.map(({ package_name }) => package_name))
  const nextOf = (ruled: AppWithRules[], isWanted: (app: AppWithRules) => boolean) =>
    ruled
      .filter((app) => isWanted(app) && byName(app, after) > 0 && !listed.has(app.package_name))
      .toSorted(byName)
      .slice(0, limit)
  const any = () => byNameQuery({ defaults: 'all', ruled: true, unlisted: true })

  switch (view.show) {
    case 'all': {
      const found = await byNameQuery({ defaults: 'all', ruled: true, unlisted: true }, undefined, limit + skipped.size)
      return found.filter(({ package_name }) => !skipped.has(package_name)).slice(0, limit)
    }
    case 'never':
      return byNameQuery({ defaults: 'all', ruled: true, unlisted: false }, '')
    case 'unlisted':
      return byNameQuery({ defaults: 'none', ruled: false, unlisted: true })
    case 'admin': {
      const ruled = await appsWithRules(db, reader, 'admin')
      return ruled ? nextOf(ruled, ({ byAdmin }) => byAdmin) : any()
    }
    default: {
      const isAllowed = view.show === 'allowed'
      const unlisted = isAllowed === (preferences.unlisted_apps === 'allow')
      const ruled = await appsWithRules(db, reader, 'anybody')
      if (!ruled) return any()
      // A locked default wins over rules, so its app is among the defaults.
      const byRule = nextOf(ruled, (app) => app.default?.is_locked !== 1 && app.isAllowed === isAllowed)
      const byDefault = await byNameQuery({ defaults: view.show, ruled: false, unlisted })
      return [...byRule, ...byDefault].toSorted(byName).slice(0, limit)
    }
  }
}
