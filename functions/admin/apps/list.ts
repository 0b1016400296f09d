import { hasTerms, queryTerms } from '../../app-rules/find-app'
import { joined } from '../../lib/conditions'
import { cursorValues } from '../../lib/cursor'
import { firstRows } from '../../lib/resource/reads'
import { allRows, constant, part, sql } from '../../lib/sql'
import { folded } from '../../lib/text'
import * as q from './queries'
import type { DefaultsView, StoredApp } from './schema'

const pageSize = 50

const mostCategories = 100

/** An undefined or empty field matches every app. */
export type Filter = { q: string; category: string; is_whitelisted?: boolean; is_locked?: boolean }

export type DefaultsSearch = { filter: Filter; sort: DefaultsView['sort']; after: string | null }

/** Apps without a category come last. */
const orders: Record<DefaultsView['sort'], { columns: string[]; isDescending?: boolean }> = {
  label: { columns: ['label_key', 'package_name'] },
  package_name: { columns: ['package_name'] },
  category: { columns: ['category IS NULL', "coalesce(category, '')", 'label_key', 'package_name'] },
  changed: { columns: ['seq', 'package_name'], isDescending: true },
}

const conditionsOf = ({ q: typed, category, is_whitelisted, is_locked }: Filter) => {
  const terms = queryTerms(typed)
  const hasText = () => part`(instr(label_key, ${folded(typed)}) > 0 OR instr(package_name, ${typed}) > 0)`
  return joined([
    is_whitelisted !== undefined && part`AND is_whitelisted = ${Number(is_whitelisted)}`,
    is_locked !== undefined && part`AND is_locked = ${Number(is_locked)}`,
    category && part`AND category = ${category}`,
    typed && part`AND ${terms.length > 0 ? hasTerms(terms) : hasText()}`,
  ])
}

/** `after` is the cursor behind the app. */
export const findApps = (db: D1Database, { filter, sort, after }: DefaultsSearch, limit: number) => {
  const order = orders[sort]
  const page = firstRows(
    {
      columns: part`${q.columns}, json_array(${constant(order.columns.join(', '))}) AS after`,
      from: q.appsWithAdmins,
      where: part`true ${conditionsOf(filter)}`,
      order,
      last: cursorValues(after, order.columns.length),
    },
    limit,
  )
  return allRows<StoredApp & { after: string }>(sql(db)`${page}`)
}

export type DefaultsPage = {
  view: DefaultsView
  apps: StoredApp[]
  next?: string
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
  const apps = found.slice(0, pageSize)
  return { view, apps, next: found.length > pageSize ? apps.at(-1)?.after : undefined, catalogue, categories }
}
