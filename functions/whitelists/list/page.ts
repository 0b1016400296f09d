import { type AppStatus, appStatuses } from '../../app-rules/app-status'
import { type AppsReader, byName, nextByName } from './by-name'
import { everUsed, type KeyedApp } from './queries'
import { type AppUse, byUse, type RecentUse } from './recent-use'
import { searchApps } from './search'
import { type AppsView, type Cursor, pageSize, type Shown } from './view'

/** An app in the list, with what holds for it and how long it was used. */
export type ListedApp = { package_name: string; standing: AppStatus; use: AppUse }

export type AppsPage = {
  apps: ListedApp[]
  /** Where the next page begins; null on the last. */
  next: Cursor | null
  /** A search found more than are listed; there is no next page of it. */
  isCut: boolean
}

const isShown = (show: Shown, { effective, app, admin, own }: AppStatus) => {
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

/** An app of the page, and the place after which the next page begins where it is the last. */
type Chosen = { package_name: string; cursor: Cursor }

const cursorBy = ({ package_name, key }: Pick<KeyedApp, 'package_name' | 'key'>): Chosen => ({
  package_name,
  cursor: { part: 'app', key, package_name },
})

/** At how many apps a page of a filter looks: it may show fewer, and the next one goes on from there. */
const filterLooksAt = 60

const looksAt = (show: Shown) => (['allowed', 'blocked', 'admin'].includes(show) ? filterLooksAt : pageSize)

/** This week's apps from where the page begins. */
const usedNext = ({ show, after }: AppsView, { thisWeek }: RecentUse) => {
  if (after?.part === 'app' || show === 'never') return []
  const place = after && { package_name: after.package_name, week: after.seconds }
  const rest = place ? thisWeek.filter((app) => byUse(app, place) > 0) : thisWeek
  return show === 'unlisted' ? rest.filter(({ is_listed }) => is_listed === 0) : rest
}

/** The apps that come next, at least `limit` where there are so many; a filter may leave some of them out. */
const chosenNext = async (db: D1Database, reader: AppsReader, view: AppsView, used: RecentUse, limit: number) => {
  if (view.sort === 'app') return (await nextByName(db, reader, view, null, limit)).map(cursorBy)
  const most = usedNext(view, used).map(
    ({ package_name, week }): Chosen => ({ package_name, cursor: { part: 'use', seconds: week, package_name } }),
  )
  const room = limit - most.length
  return room > 0 ? [...most, ...(await nextByName(db, reader, view, used, room)).map(cursorBy)] : most
}

const unusedOnly = async (db: D1Database, userId: string, chosen: Chosen[]) => {
  const names = chosen.map(({ package_name }) => package_name)
  const used = await everUsed(db, userId, names)
  return chosen.filter(({ package_name }) => !used.has(package_name))
}

/** What is searched for: what was used this week first, unless it goes by name. */
const chosenBySearch = async (
  db: D1Database,
  reader: AppsReader,
  { q, show, sort }: AppsView,
  { thisWeek }: RecentUse,
) => {
  const { found, isCut } = await searchApps(db, reader.user.id, q)
  const weeks = new Map(thisWeek.map(({ package_name, week }) => [package_name, week]))
  const rank = ({ package_name }: { package_name: string }) => (sort === 'use' ? (weeks.get(package_name) ?? -1) : 0)
  const sorted = found.toSorted((a, b) => rank(b) - rank(a) || byName(a, b)).map(cursorBy)
  return { chosen: show === 'never' ? await unusedOnly(db, reader.user.id, sorted) : sorted, isCut }
}

/** Of what was found, what is shown: what holds has to be known of all to say that of some. */
const searchPage = async (db: D1Database, reader: AppsReader, view: AppsView, used: RecentUse) => {
  const { chosen, isCut } = await chosenBySearch(db, reader, view, used)
  const names = chosen.map(({ package_name }) => package_name)
  const looked = view.show === 'all' ? names.slice(0, pageSize) : names
  const standings = await appStatuses(db, reader.user, looked, reader.head, reader.now)
  const shown = looked.filter((name) => {
    const standing = standings.get(name)
    return standing !== undefined && isShown(view.show, standing)
  })
  const isMore = isCut || looked.length < names.length || shown.length > pageSize
  return { names: shown.slice(0, pageSize), standings, next: null, isCut: isMore }
}

/** What a page of the list looks at, from where the view begins. */
const listPart = async (db: D1Database, reader: AppsReader, view: AppsView, used: RecentUse) => {
  const limit = looksAt(view.show)
  const chosen = await chosenNext(db, reader, view, used, limit + 1)
  const looked = chosen.slice(0, limit)
  const names = looked.map(({ package_name }) => package_name)
  const standings = await appStatuses(db, reader.user, names, reader.head, reader.now)
  const shown = looked.filter(({ package_name }) => {
    const standing = standings.get(package_name)
    return standing !== undefined && isShown(view.show, standing)
  })
  const last = shown.length > pageSize ? shown[pageSize - 1] : chosen.length > limit ? looked.at(-1) : undefined
  const listed = shown.slice(0, pageSize).map(({ package_name }) => package_name)
  return { names: listed, standings, next: last?.cursor ?? null, isCut: false }
}

/** A page of the list; where a filter leaves nothing of it, the next one in its place. */
const listPage = async (db: D1Database, reader: AppsReader, view: AppsView, used: RecentUse) => {
  const first = await listPart(db, reader, view, used)
  return first.names.length > 0 || !first.next ? first : listPart(db, reader, { ...view, after: first.next }, used)
}

/** A page of a person's apps: of the catalogue, of those that rules name, and of those that were used. */
export const appsPage = async (
  db: D1Database,
  reader: AppsReader,
  view: AppsView,
  used: RecentUse,
): Promise<AppsPage> => {
  const { names, standings, next, isCut } = await (view.q === '' ? listPage : searchPage)(db, reader, view, used)
  const uses = new Map<string, AppUse>(used.thisWeek.map((app) => [app.package_name, app]))
  const apps = names.flatMap((package_name): ListedApp[] => {
    const standing = standings.get(package_name)
    return standing ? [{ package_name, standing, use: uses.get(package_name) ?? { today: 0, week: 0 } }] : []
  })
  return { apps, next, isCut }
}
