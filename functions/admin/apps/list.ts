import type { SqlPart } from '../../lib/sql'
import { folded } from '../../lib/text'
import { queryTerms } from '../../whitelists/list/search-terms'
import { type AppCursor, orders } from './cursor'
import * as q from './queries'
import type { CatalogueApp, DefaultsView, FoundApp, StoredApp } from './schema'

const pageSize = 50

/** Apps read at once where only some match: doubled from the first size up to the largest. */
const [firstPart, largestPart] = [100, 800]

/** A search matching more apps walks the list instead of gathering all matches. */
const mostGathered = 250

const mostCategories = 100

/** An undefined or empty field matches every app. */
export type Filter = { q: string; category: string; is_whitelisted?: boolean; is_locked?: boolean }

export type DefaultsSearch = { filter: Filter; sort: DefaultsView['sort']; after: AppCursor | null }

const matches = ({ q: typed, category, is_whitelisted, is_locked }: Filter) => {
  const [terms, text] = [queryTerms(typed), folded(typed)]
  const matchesText = ({ words, label_key, package_name }: StoredApp) =>
    terms.length > 0
      ? terms.every((word) => words.includes(`"${word}`))
      : label_key.includes(text) || package_name.includes(typed)
  return (app: StoredApp) =>
    (is_whitelisted === undefined || (app.is_whitelisted === 1) === is_whitelisted) &&
    (is_locked === undefined || (app.is_locked === 1) === is_locked) &&
    (category === '' || app.category === category) &&
    (typed === '' || matchesText(app))
}

/** Gives a table of the next names. */
type Names = (after: AppCursor | null, limit: number) => SqlPart

/** Chooses the index to walk. `isExact`: every app on the way matches, as the index covers the filter. */
const walkOf = ({ filter, sort }: DefaultsSearch): { names: Names; isExact: boolean } => {
  const { q: typed, category, is_whitelisted, is_locked } = filter
  const limits = [category || undefined, is_whitelisted, is_locked].filter((limit) => limit !== undefined).length
  const walk = (names: Names, covered: number) => ({ names, isExact: typed === '' && limits === covered })
  if (sort === 'package_name') return walk(q.namesByPackage, 0)
  if (sort === 'changed') return walk(q.namesByChange, 0)
  if (category) return walk((after, limit) => q.namesInCategory(category, after, limit), 1)
  if (sort === 'category') return walk(q.namesByCategory, 0)
  if (is_locked) return walk(q.namesLocked, 1)
  if (is_whitelisted === undefined) return walk(q.namesByLabel, 0)
  return walk((after, limit) => q.namesByDefault(is_whitelisted ? 1 : 0, after, limit), 1)
}

/** Walks the list until at least `count` apps match, or it ends. */
const walked = async (db: D1Database, search: DefaultsSearch, count: number) => {
  const { names, isExact } = walkOf(search)
  let size = isExact ? count : firstPart
  const readApps = isExact ? q.appsWithAdmins : q.appsOf
  const found: FoundApp[] = []
  let cursor: AppCursor | null = search.after
  do {
    const apps: FoundApp[] = await readApps(db, names(cursor, size))
    found.push(...apps.filter(matches(search.filter)))
    cursor = apps.length === size ? (apps.at(-1) ?? null) : null
    size = Math.min(size * 2, largestPart)
  } while (cursor && found.length < count)
  return found
}

/** All matches of a search, sorted; null where there are too many to gather. */
const gathered = async (db: D1Database, { filter, sort, after }: DefaultsSearch) => {
  const [longest] = queryTerms(filter.q)
  if (longest === undefined) return null
  const names = await q.namesByWord(db, longest, mostGathered + 1)
  if (names.length > mostGathered) return null
  const apps = (await q.appsNamed(db, names)).filter(matches(filter)).sort(orders[sort])
  return after ? apps.filter((app) => orders[sort](app, after) > 0) : apps
}

export const findApps = async (db: D1Database, search: DefaultsSearch, count: number): Promise<FoundApp[]> => {
  const found = (await gathered(db, search)) ?? (await walked(db, search, count))
  return found.slice(0, count)
}

export type DefaultsPage = {
  view: DefaultsView
  apps: CatalogueApp[]
  next?: AppCursor
  catalogue: q.Catalogue
  categories: string[]
}

const filterOf = ({ q: typed, show, category }: DefaultsView): Filter => ({
  q: typed,
  category,
  is_whitelisted: show === 'allowed' || show === 'blocked' ? show === 'allowed' : undefined,
  is_locked: show === 'locked' || undefined,
})

export const defaultsPage = async (db: D1Database, view: DefaultsView): Promise<DefaultsPage> => {
  const [catalogue, categories, found] = await Promise.all([
    q.catalogue(db),
    q.categories(db, mostCategories),
    findApps(db, { filter: filterOf(view), sort: view.sort, after: view.after }, pageSize + 1),
  ])
  const apps = await q.withAdmins(db, found.slice(0, pageSize))
  return { view, apps, next: found.length > pageSize ? apps.at(-1) : undefined, catalogue, categories }
}
