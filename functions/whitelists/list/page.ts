import { type AppStatus, statusesOf } from '../../app-rules/app-status'
import { type AppRules, readAppRules } from '../../app-rules/queries'
import type { AppByName } from './app-by-name'
import { readRuled } from './apps-with-rules'
import {
  type AppsReader,
  byName,
  type EffectReads,
  nextByEffect,
  type PlainFilter,
  plainByName,
  readEffects,
  setterOf,
} from './by-name'
import { type AppUse, byUse, type RecentUse } from './recent-use'
import { type FoundApps, findApps, searchApps } from './search'
import { type AppsView, type Cursor, pageSize, type Shown } from './view'

export type ListedApp = { package_name: string; status: AppStatus; use: AppUse }

export type AppsPage = {
  apps: ListedApp[]
  next: Cursor | null
  /** A search found more than one page shows; it has no next page. */
  isCut: boolean
}

const isShown = (show: Shown, status: AppStatus | undefined) => {
  if (!status) return false
  const { effective, app, admin, own } = status
  switch (show) {
    case 'allowed':
      return effective.is_whitelisted
    case 'blocked':
      return !effective.is_whitelisted
    case 'admin':
      return effective.source === 'admin'
    case 'unlisted':
      return app === null && admin === null && own === null
    default:
      return true
  }
}

/** `cursor` starts the page after this app. */
type Chosen = { package_name: string; cursor: Cursor; rules?: AppRules }

const cursorBy = ({ package_name, key, rules }: AppByName): Chosen => ({
  package_name,
  cursor: { part: 'app', key, package_name },
  rules,
})

/** Effective rules of apps, of which only those without `rules` are read. */
const statusesOfChosen = async (db: D1Database, { user, head, now }: AppsReader, chosen: Chosen[]) => {
  const missing = chosen.flatMap(({ package_name, rules }) => (rules ? [] : [package_name]))
  const { rules: read } = missing.length > 0 ? await readAppRules(db, user.id, missing) : { rules: [] }
  const known = chosen.flatMap(({ package_name, rules }) => (rules ? [[package_name, rules] as const] : []))
  return statusesOf(new Map([...read, ...known]), user, head.earned, now)
}

/** Apps that a filter examines for one page. The page may be short; the next one goes on. */
const filterLooksAt = 60

/** True for a view whose apps are found without their effective rules. */
const isPlain = (view: AppsView): view is AppsView & { show: PlainFilter } =>
  ['all', 'never', 'unlisted'].includes(view.show)

const looksAt = (view: AppsView) => (isPlain(view) ? pageSize : filterLooksAt)

/** Apps used this week, from the cursor on. */
const usedNext = ({ show, after }: AppsView, { thisWeek }: RecentUse) => {
  if ((after && after.part !== 'use') || show === 'never') return []
  const cursor = after && { package_name: after.package_name, week: after.seconds }
  const rest = cursor ? thisWeek.filter((app) => byUse(app, cursor) > 0) : thisWeek
  return show === 'unlisted' ? rest.filter(({ is_listed }) => is_listed === 0) : rest
}

/** The person's own apps besides those used this week, by name. Filters have none: they show few apps anyway. */
const ownAppsOf = ({ show }: AppsView, { own, thisWeek }: RecentUse) => {
  if (show !== 'all') return []
  const listed = new Set(thisWeek.map(({ package_name }) => package_name))
  return own.filter(({ package_name }) => !listed.has(package_name)).toSorted(byName)
}

const ownNext = ({ after }: AppsView, own: AppByName[]) => {
  if (after?.part === 'app') return []
  const rest = after?.part === 'own' ? own.filter((app) => byName(app, after) > 0) : own
  return rest.map(
    ({ package_name, key, rules }): Chosen => ({ package_name, cursor: { part: 'own', key, package_name }, rules }),
  )
}

/** Read beside the use of apps: what a search finds, apps by name, or what filters by effect need. */
type StartedList = { plain: AppByName[] } | { effects: EffectReads }
type Started = { search: FoundApps } | StartedList

/** @param ruled where `readRuled` was called already */
const readList = async (
  db: D1Database,
  user: AppsReader['user'],
  view: AppsView,
  weekFrom: string,
  ruled?: EffectReads['ruled'],
): Promise<StartedList> => {
  const limit = looksAt(view) + 1
  if (isPlain(view)) return { plain: await plainByName(db, user.id, view, weekFrom, limit) }
  const known = ruled ?? (await readRuled(db, user.id, setterOf(view)))
  return { effects: await readEffects(db, user, view, weekFrom, limit, known) }
}

/** Reads what a view needs whatever was used. */
export const startList = async (
  db: D1Database,
  user: AppsReader['user'],
  view: AppsView,
  weekFrom: string,
): Promise<Started> =>
  view.q === '' ? readList(db, user, view, weekFrom) : { search: await findApps(db, user.id, view) }

/** Reads of `startList` that need no more than the person's id. */
export const listBeside = (db: D1Database, userId: string, view: AppsView) => {
  if (view.q !== '') return [searchApps(db, userId, view.q)]
  return isPlain(view) ? [] : [readRuled(db, userId, setterOf(view))]
}

/** Next apps before filtering, at least `limit` where there are as many. All come with their rules but some of a filter. */
const chosenNext = (reader: AppsReader, view: AppsView, used: RecentUse, limit: number, started: StartedList) => {
  const isByUse = view.sort === 'use'
  const most = isByUse
    ? usedNext(view, used).map(
        ({ package_name, week, rules }): Chosen => ({
          package_name,
          cursor: { part: 'use', seconds: week, package_name },
          rules,
        }),
      )
    : []
  const own = isByUse ? ownAppsOf(view, used) : []
  const first = most.length < limit ? [...most, ...ownNext(view, own)] : most
  const room = limit - first.length
  if (room <= 0) return first
  const listed = new Set(own.map(({ package_name }) => package_name))
  const rest =
    'effects' in started
      ? nextByEffect(reader, view, isByUse ? used : null, room, started.effects)
      : started.plain.filter(({ package_name }) => !listed.has(package_name))
  return [...first, ...rest.slice(0, room).map(cursorBy)]
}

/** Matches of a search. Apps used this week come first, unless sorted by name. Filters use the effective rule. */
const searchPage = (reader: AppsReader, { show, sort }: AppsView, { thisWeek }: RecentUse, search: FoundApps) => {
  const used = new Map(thisWeek.map((app) => [app.package_name, app]))
  const rank = ({ package_name }: AppByName) => (sort === 'use' ? (used.get(package_name)?.week ?? -1) : 0)
  const names = search.found.toSorted((a, b) => rank(b) - rank(a) || byName(a, b)).map((app) => app.package_name)
  const looked = show === 'all' ? names.slice(0, pageSize) : names
  const rulesOfLooked = looked.flatMap((name): [string, AppRules][] => {
    const rules = search.rules.get(name) ?? used.get(name)?.rules
    return rules ? [[name, rules]] : []
  })
  const statuses = statusesOf(new Map(rulesOfLooked), reader.user, reader.head.earned, reader.now)
  const shown = looked.filter((name) => isShown(show, statuses.get(name)) && !search.everUsed?.has(name))
  const isMore = search.isCut || looked.length < names.length || shown.length > pageSize
  return { names: shown.slice(0, pageSize), statuses, next: null, isCut: isMore }
}

const listPart = async (db: D1Database, reader: AppsReader, view: AppsView, used: RecentUse, started: StartedList) => {
  const limit = looksAt(view)
  const chosen = chosenNext(reader, view, used, limit + 1, started)
  const statuses = await statusesOfChosen(db, reader, chosen.slice(0, limit + 1))
  const looked = chosen.slice(0, limit)
  const shown = looked.filter(({ package_name }) => isShown(view.show, statuses.get(package_name)))
  const last = shown.length > pageSize ? shown[pageSize - 1] : chosen.length > limit ? looked.at(-1) : undefined
  const listed = shown.slice(0, pageSize).map(({ package_name }) => package_name)
  return { names: listed, statuses, next: last?.cursor ?? null, isCut: false }
}

/** Skips one page that the filter has emptied. */
const listPage = async (db: D1Database, reader: AppsReader, view: AppsView, used: RecentUse, started: StartedList) => {
  const first = await listPart(db, reader, view, used, started)
  if (first.names.length > 0 || !first.next) return first
  const after = { ...view, after: first.next }
  const ruled = 'effects' in started ? started.effects.ruled : undefined
  return listPart(db, reader, after, used, await readList(db, reader.user, after, used.week.from, ruled))
}

/** @param started read by `startList` */
export const appsPage = async (
  db: D1Database,
  reader: AppsReader,
  view: AppsView,
  used: RecentUse,
  started: Started,
): Promise<AppsPage> => {
  const { names, statuses, next, isCut } =
    'search' in started
      ? searchPage(reader, view, used, started.search)
      : await listPage(db, reader, view, used, started)
  const uses = new Map<string, AppUse>(used.thisWeek.map((app) => [app.package_name, app]))
  const apps = names.flatMap((package_name): ListedApp[] => {
    const status = statuses.get(package_name)
    return status ? [{ package_name, status, use: uses.get(package_name) ?? { today: 0, week: 0 } }] : []
  })
  return { apps, next, isCut }
}
