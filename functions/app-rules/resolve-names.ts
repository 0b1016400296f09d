import { jsonChunks, sql } from '../lib/sql'
import { knownAppsCalled, knownLabel, labelKey, type NamedApp } from './known-apps'

export type ResolvedName = {
  /** It is the package name of an app that a list, a rule or a report of the person knows. */
  isKnown: boolean
  /** Apps called exactly so. */
  called: NamedApp[]
}

/** Without `userId` only lists count; without `withUse` their reports do not, which admins must not see. */
export type NameReader = { userId?: string; withUse?: boolean }

type Found = NamedApp & { typed: string; is_exact: 0 | 1 }

const find = (db: D1Database, { userId = '', withUse = false }: NameReader, names: string) =>
  sql(db)`
    SELECT value ->> 'typed' AS typed, package_name, label, 1 AS is_exact
    FROM json_each(${names}) CROSS JOIN apps ON apps.package_name = value ->> 'typed'
    UNION ALL
    SELECT value ->> 'typed', package_name, coalesce(label, package_name), 1
    FROM json_each(${names}) CROSS JOIN user_apps
      ON user_apps.user_id = ${userId} AND user_apps.package_name = value ->> 'typed'
    UNION ALL
    SELECT value ->> 'typed', package_name, package_name, 1
    FROM json_each(${names}) CROSS JOIN used_apps
      ON used_apps.user_id = ${withUse ? userId : ''} AND used_apps.package_name = value ->> 'typed'
    UNION ALL
    SELECT value ->> 'typed', package_name, label, 0
    FROM json_each(${names}) CROSS JOIN apps INDEXED BY apps_by_label ON apps.label_key = value ->> 'key'
    UNION ALL
    SELECT value ->> 'typed', package_name, label, 0
    FROM json_each(${names}) CROSS JOIN user_apps INDEXED BY user_apps_extra
      ON user_apps.user_id = ${userId} AND lower(coalesce(label, package_name)) = value ->> 'lower'
    WHERE in_catalogue = 0 AND label IS NOT NULL`.all<Found>()

/** Resolves typed names and package names of apps. Every name is in the map. */
export const resolveNames = async (
  db: D1Database,
  reader: NameReader,
  typed: string[],
): Promise<Map<string, ResolvedName>> => {
  const distinct = [...new Set(typed)]
  const items = distinct.map((one) => ({ typed: one, key: labelKey(one), lower: one.toLowerCase() }))
  const found = await Promise.all(jsonChunks(items).map((chunk) => find(db, reader, chunk)))
  const rows = Map.groupBy(
    found.flatMap(({ results }) => results),
    (row) => row.typed,
  )
  return new Map(
    distinct.map((name) => {
      const ofName = rows.get(name) ?? []
      const called = [...ofName.filter(({ is_exact }) => is_exact === 0), ...knownAppsCalled(name)]
      const byPackage = new Map(called.map((app) => [app.package_name, app]))
      return [
        name,
        {
          isKnown: knownLabel(name) !== undefined || ofName.some(({ is_exact }) => is_exact === 1),
          called: [...byPackage.values()].map(({ package_name, label }) => ({ package_name, label })),
        },
      ]
    }),
  )
}
