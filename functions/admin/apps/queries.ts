import type { AppRow } from '../../app-rules/schema'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/sql'
import type { AppCursor } from './cursor'
import type { CatalogueApp, FoundApp, StoredApp } from './schema'

export type Catalogue = { seq: number; app_count: number; allowed_count: number }

export const catalogue = async (db: D1Database): Promise<Catalogue> =>
  (await sql(db)`
    SELECT seq, app_count, allowed_count FROM app_catalogue WHERE id = 1`.first<Catalogue>()) ?? {
    seq: 0,
    app_count: 0,
    allowed_count: 0,
  }

const columns = constant(`
  apps.package_name, label, label_key, category, words, is_whitelisted, is_locked, seq, apps.created_at,
  apps.updated_at, updated_by`)

/** The apps of a table of package names, in its order. */
export const appsOf = (db: D1Database, names: SqlPart) =>
  allRows<StoredApp>(sql(db)`
    WITH named (package_name) AS (${names})
    SELECT ${columns} FROM named CROSS JOIN apps ON apps.package_name = named.package_name`)

/** Like `appsOf`, with the names of the admins: a row more for each app. */
export const appsWithAdmins = (db: D1Database, names: SqlPart) =>
  allRows<CatalogueApp>(sql(db)`
    WITH named (package_name) AS (${names})
    SELECT ${columns}, username AS admin_name
    FROM named CROSS JOIN apps ON apps.package_name = named.package_name
    LEFT JOIN users ON users.id = updated_by`)

/** @param packageNames JSON */
export const namesIn = (packageNames: string) => part`SELECT value FROM json_each(${packageNames})`

/** @param keys JSON of `labelKey`s */
export const namesLabelled = (keys: string) => part`
  SELECT package_name FROM json_each(${keys}) CROSS JOIN apps INDEXED BY apps_by_label ON label_key = value`

export const appsNamed = (db: D1Database, packageNames: string[]) => appsOf(db, namesIn(JSON.stringify(packageNames)))

const hasAdmin = (app: FoundApp): app is CatalogueApp => app.admin_name !== undefined

/** Adds the names of admins where an app came without. */
export const withAdmins = async (db: D1Database, apps: FoundApp[]): Promise<CatalogueApp[]> => {
  if (apps.every(hasAdmin)) return apps
  const ids = [...new Set(apps.map(({ updated_by }) => updated_by))]
  const { results } = await sql(db)`
    SELECT users.id, username FROM json_each(${JSON.stringify(ids)}) JOIN users ON users.id = value`.all<{
    id: string
    username: string
  }>()
  const named = new Map<string | null, string>(results.map(({ id, username }) => [id, username]))
  return apps.map((app) => ({ ...app, admin_name: named.get(app.updated_by) ?? null }))
}

export const appNamed = async (db: D1Database, packageName: string): Promise<StoredApp | null> =>
  (await appsNamed(db, [packageName]))[0] ?? null

export const appsAfter = (db: D1Database, after: string, limit: number) =>
  allRows<AppRow>(sql(db)`
    SELECT package_name, label, category, is_whitelisted, is_locked, seq, created_at, updated_at, updated_by
    FROM apps WHERE package_name > ${after} ORDER BY package_name LIMIT ${limit}`)

/** Categories in alphabetical order; each costs one step through the index. */
export const categories = async (db: D1Database, limit: number) => {
  const rows = await allRows<{ category: string }>(sql(db)`
    WITH RECURSIVE known (category, number) AS (
      SELECT min(category), 1 FROM apps WHERE category > ''
      UNION ALL
      SELECT (SELECT min(category) FROM apps WHERE category > known.category), number + 1
      FROM known WHERE category IS NOT NULL AND number < ${limit}
    )
    SELECT category FROM known WHERE category IS NOT NULL`)
  return rows.map(({ category }) => category)
}

/** Searches match few apps: their names are counted before their rows are read. @param word as `queryTerms` returns it */
export const namesByWord = async (db: D1Database, word: string, limit: number) => {
  const rows = await allRows<{ package_name: string }>(sql(db)`
    SELECT DISTINCT package_name FROM app_words
    WHERE word >= ${word} AND word < ${word} || char(0x10ffff) LIMIT ${limit}`)
  return rows.map(({ package_name }) => package_name)
}

export const namesByLabel = (after: AppCursor | null, limit: number) => part`
    SELECT package_name FROM apps WHERE (label_key, package_name) > (${after?.label_key ?? ''}, ${after?.package_name ?? ''})
    ORDER BY label_key, package_name LIMIT ${limit}`

export const namesByDefault = (isWhitelisted: 0 | 1, after: AppCursor | null, limit: number) => part`
    SELECT package_name FROM apps
    WHERE is_whitelisted = ${isWhitelisted}
      AND (label_key, package_name) > (${after?.label_key ?? ''}, ${after?.package_name ?? ''})
    ORDER BY label_key, package_name LIMIT ${limit}`

export const namesLocked = (after: AppCursor | null, limit: number) => part`
    SELECT package_name FROM apps
    WHERE is_locked = 1 AND (label_key, package_name) > (${after?.label_key ?? ''}, ${after?.package_name ?? ''})
    ORDER BY label_key, package_name LIMIT ${limit}`

/** @param category null for apps without one */
export const namesInCategory = (category: string | null, after: AppCursor | null, limit: number) => part`
    SELECT package_name FROM apps
    WHERE category IS ${category}
      AND (label_key, package_name) > (${after?.label_key ?? ''}, ${after?.package_name ?? ''})
    ORDER BY label_key, package_name LIMIT ${limit}`

/** Apps without a category come last. */
export const namesByCategory = (after: AppCursor | null, limit: number) => {
  const [category, key, name] = after ? [after.category, after.label_key, after.package_name] : ['', '', '']
  if (category === null) return namesInCategory(null, after, limit)
  return part`
    SELECT package_name FROM (
      SELECT package_name FROM apps
      WHERE (category, label_key, package_name) > (${category}, ${key}, ${name})
      ORDER BY category, label_key, package_name LIMIT ${limit})
    UNION ALL
    SELECT package_name FROM (${namesInCategory(null, null, limit)})
    LIMIT ${limit}`
}

export const namesByPackage = (after: AppCursor | null, limit: number) => part`
    SELECT package_name FROM apps WHERE package_name > ${after?.package_name ?? ''}
    ORDER BY package_name LIMIT ${limit}`

export const namesByChange = (after: AppCursor | null, limit: number) => part`
    SELECT package_name FROM apps
    WHERE (seq, package_name) < (${after?.seq ?? Number.MAX_SAFE_INTEGER}, ${after?.package_name ?? ''})
    ORDER BY seq DESC, package_name DESC LIMIT ${limit}`

/** One change of a default in the audit log, as JSON. */
export type AuditedApp = { package_name: string; before: string | null; after: string | null }

export const auditedChange = (db: D1Database, changeId: string) =>
  allRows<AuditedApp>(sql(db)`
    SELECT subject AS package_name, before, after FROM admin_audit
    WHERE change_id = ${changeId} AND action = 'app' ORDER BY number`)

/** Apps of a change that the audit log recorded, as they are now. */
export const appsOfChange = (db: D1Database, changeId: string) =>
  appsOf(db, part`SELECT subject FROM admin_audit WHERE change_id = ${changeId} AND action = 'app'`)
