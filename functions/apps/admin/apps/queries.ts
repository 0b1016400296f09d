import { joinConditions } from '../../../lib/db/conditions'
import { allRows, constant, part, type SqlPart, sql } from '../../../lib/db/sql'
import { pageOfRows } from '../../../lib/http/list-view'
import { rowsAfterCursor } from '../../../lib/resource/row-reads'
import { foldText } from '../../../lib/text/text'
import { hasTermsSql, queryTerms } from '../../app-rules/find-app'
import { knownAppsByLabel, labelKey } from '../../app-rules/known-apps'
import type { Catalogue, DefaultsPage, DefaultsView, StoredApp } from './schema'

const catalogue = async (db: D1Database): Promise<Catalogue> =>
  (await sql(db)`
    SELECT count(*) AS app_count, count(*) FILTER (WHERE is_whitelisted = 1) AS allowed_count FROM apps`.first<Catalogue>()) ?? {
    app_count: 0,
    allowed_count: 0,
  }

const columns = constant(`
  apps.package_name, label, label_key, category, words, is_whitelisted, is_locked, seq, apps.created_at,
  apps.updated_at, updated_by, username AS admin_name`)

const appsWithAdmins = constant('apps LEFT JOIN users ON users.id = updated_by')

/** Reads apps. @param names SELECT of their package names */
const appsOf = (db: D1Database, names: SqlPart) =>
  allRows<StoredApp>(sql(db)`SELECT ${columns} FROM ${appsWithAdmins} WHERE package_name IN (${names})`)

export const appsByPackage = (db: D1Database, packageNames: string[]) =>
  appsOf(db, part`SELECT value FROM json_each(${JSON.stringify(packageNames)})`)

/** Apps with one of these package names or labels. A name of a widespread app also finds that app. */
export const appsByName = (db: D1Database, names: string[]) => {
  const known = names.flatMap((name) => knownAppsByLabel(name).map(({ package_name }) => package_name))
  return appsOf(
    db,
    part`
      SELECT value FROM json_each(${JSON.stringify([...new Set([...names, ...known])])})
      UNION
      SELECT named.package_name FROM apps AS named
      WHERE named.label_key IN (SELECT value FROM json_each(${JSON.stringify([...new Set(names.map(labelKey))])}))`,
  )
}

export const appByPackage = async (db: D1Database, packageName: string) =>
  (await appsOf(db, part`${packageName}`))[0] ?? null

/** Categories in alphabetical order. */
export const categories = async (db: D1Database) => {
  const rows = await allRows<{ category: string }>(sql(db)`
    SELECT DISTINCT category FROM apps WHERE category > '' ORDER BY category LIMIT 100`)
  return rows.map(({ category }) => category)
}

/** One app's change of defaults in the audit log; states as JSON. */
type AuditedApp = { package_name: string; before: string | null; after: string | null }

export const auditedChange = (db: D1Database, changeId: string) =>
  allRows<AuditedApp>(sql(db)`
    SELECT subject AS package_name, before, after FROM admin_audit
    WHERE change_id = ${changeId} AND action = 'app' ORDER BY number`)

/** The apps of a change in the audit log that still exist. */
export const appsOfChange = (db: D1Database, changeId: string) =>
  appsOf(db, part`SELECT subject FROM admin_audit WHERE change_id = ${changeId} AND action = 'app'`)

const pageSize = 50

/** Filter of apps. An undefined or empty field matches every app. */
type Filter = { q: string; category: string; is_whitelisted?: boolean; is_locked?: boolean }

export type DefaultsSearch = { filter: Filter; sort: DefaultsView['sort']; after: string | null }

/** Columns to sort by. Apps without a category come last. */
const orders: Record<DefaultsView['sort'], { columns: string[]; isDescending?: boolean }> = {
  '': { columns: ['label_key', 'package_name'] },
  package_name: { columns: ['package_name'] },
  category: { columns: ['category IS NULL', "coalesce(category, '')", 'label_key', 'package_name'] },
  changed: { columns: ['seq', 'package_name'], isDescending: true },
}

const conditionsOf = ({ q: typed, category, is_whitelisted, is_locked }: Filter) => {
  const terms = queryTerms(typed)
  const hasText = () => part`(instr(label_key, ${foldText(typed)}) > 0 OR instr(package_name, ${typed}) > 0)`
  return joinConditions([
    is_whitelisted !== undefined && part`AND is_whitelisted = ${Number(is_whitelisted)}`,
    is_locked !== undefined && part`AND is_locked = ${Number(is_locked)}`,
    category && part`AND category = ${category}`,
    typed && part`AND ${terms.length > 0 ? hasTermsSql(terms) : hasText()}`,
  ])
}

export const findApps = (db: D1Database, { filter, sort, after }: DefaultsSearch, limit: number) =>
  rowsAfterCursor<StoredApp>(
    db,
    { columns, from: appsWithAdmins, where: part`true ${conditionsOf(filter)}`, order: orders[sort] },
    after,
    limit,
  )

const filterOf = ({ q: typed, show, category }: DefaultsView): Filter => ({
  q: typed,
  category,
  is_whitelisted: show === 'allowed' || show === 'blocked' ? show === 'allowed' : undefined,
  is_locked: show === 'locked' || undefined,
})

export const defaultsPage = async (db: D1Database, view: DefaultsView): Promise<DefaultsPage> => {
  const [counts, names, found] = await Promise.all([
    catalogue(db),
    categories(db),
    findApps(db, { filter: filterOf(view), sort: view.sort, after: view.after }, pageSize + 1),
  ])
  const { rows: apps, next } = pageOfRows(found, pageSize)
  return { view, apps, next, catalogue: counts, categories: names }
}
