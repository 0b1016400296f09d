import { allRows, jsonChunks, part, sql } from '../lib/sql'
import { knownAppsCalled, knownLabel, labelKey, type NamedApp } from './known-apps'

export type ResolvedName = {
  /** It is the package name of an app that a list, a rule or a report of the person knows. */
  isKnown: boolean
  /** Apps called exactly so. */
  called: NamedApp[]
}

/** Without `userId` only lists count; without `withUse` their reports do not, which admins must not see. */
export type NameReader = { userId?: string; withUse?: boolean }

type Found = NamedApp & { how: 'name' | 'label' | 'own_label'; key: string }

/** Apps that typed texts name: by their package name, or exactly by their label. @param chunk JSON of texts with their keys */
const find = (db: D1Database, { userId = '', withUse = false }: NameReader, chunk: string) => {
  const typed = (member: string) => part`(SELECT value ->> ${member} FROM json_each(${chunk}))`
  return allRows<Found>(sql(db)`
    SELECT 'name' AS how, package_name AS key, package_name, label FROM apps WHERE package_name IN ${typed('name')}
    UNION ALL
    SELECT 'name', package_name, package_name, coalesce(label, package_name) FROM user_apps
    WHERE user_id = ${userId} AND package_name IN ${typed('name')}
    UNION ALL
    SELECT 'name', package_name, package_name, package_name FROM used_apps
    WHERE user_id = ${withUse ? userId : ''} AND package_name IN ${typed('name')}
    UNION ALL
    SELECT 'label', label_key, package_name, label FROM apps WHERE label_key IN ${typed('label')}
    UNION ALL
    SELECT 'own_label', lower(label), package_name, label FROM user_apps AS rule
    WHERE user_id = ${userId} AND label IS NOT NULL AND lower(label) IN ${typed('own_label')}
      AND NOT EXISTS (SELECT 1 FROM apps WHERE apps.package_name = rule.package_name)`)
}

/** Resolves typed names and package names of apps. Every name is in the map. */
export const resolveNames = async (
  db: D1Database,
  reader: NameReader,
  typed: string[],
): Promise<Map<string, ResolvedName>> => {
  const items = [...new Set(typed)].map((name) => ({ name, label: labelKey(name), own_label: name.toLowerCase() }))
  const found = await Promise.all(jsonChunks(items).map((chunk) => find(db, reader, chunk)))
  const byKey = Map.groupBy(found.flat(), ({ how, key }) => `${how}:${key}`)
  return new Map(
    items.map(({ name, label, own_label }) => {
      const labelled = [...(byKey.get(`label:${label}`) ?? []), ...(byKey.get(`own_label:${own_label}`) ?? [])]
      const called = [...labelled, ...knownAppsCalled(name)]
      const byPackage = new Map(called.map((app) => [app.package_name, app]))
      return [
        name,
        {
          isKnown: knownLabel(name) !== undefined || byKey.has(`name:${name}`),
          called: [...byPackage.values()].map(({ package_name, label }) => ({ package_name, label })),
        },
      ]
    }),
  )
}
