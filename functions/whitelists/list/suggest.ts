import { knownApps, knownLabel } from '../../app-rules/known-apps'
import { isDecided } from '../../app-rules/queries'
import { allRows, constant, sql } from '../../lib/sql'
import { folded } from '../../lib/text'
import { hasTerms, queryTerms, searchTerms } from './search-terms'

export type Suggestion = { package_name: string; label: string | null }

/** Apps whose words begin with all that was typed, each once. */
const matching = (apps: Suggestion[], typed: string) => {
  const terms = queryTerms(typed)
  const found = new Map<string, Suggestion>()
  for (const app of apps) {
    const words = searchTerms(app.label ?? '', app.package_name)
    const matches = terms.every((term) => words.some((word) => word.startsWith(term)))
    if (matches && !found.has(app.package_name)) found.set(app.package_name, app)
  }
  return [...found.values()]
}

/** Puts apps whose name matches before those whose package name does. */
const namesFirst = (apps: Suggestion[], typed: string) => {
  const terms = queryTerms(typed)
  const isNamed = ({ label }: Suggestion) => {
    const words = searchTerms(label ?? '', '')
    return terms.every((term) => words.some((word) => word.startsWith(term)))
  }
  return [...apps.filter(isNamed), ...apps.filter((app) => !isNamed(app))]
}

const withKnownLabel = ({ package_name, label }: Suggestion): Suggestion => ({
  package_name,
  label: label ?? knownLabel(package_name) ?? null,
})

/** Apps of the catalogue that have all words, those whose package name begins with the text first, and widespread ones. */
const catalogueCandidates = async (db: D1Database, typed: string, limit: number) => {
  const terms = queryTerms(typed)
  if (terms.length === 0) return []
  const found = await allRows<Suggestion>(sql(db)`
    SELECT package_name, label FROM apps
    WHERE ${hasTerms(terms)}
    ORDER BY ${hasTerms([folded(typed.trim())])} DESC, label_key, package_name
    LIMIT ${limit}`)
  return namesFirst([...found, ...knownApps], typed)
}

/** Recently used apps, undecided ones first. */
const usedApps = (db: D1Database, userId: string, limit: number) =>
  allRows<Suggestion>(sql(db)`
    SELECT used_apps.package_name, coalesce(apps.label, own.label) AS label
    FROM used_apps
      LEFT JOIN apps ON apps.package_name = used_apps.package_name
      LEFT JOIN user_apps AS own
        ON own.user_id = ${userId} AND own.package_name = used_apps.package_name AND own.set_by = 'user'
    WHERE used_apps.user_id = ${userId}
    ORDER BY ${isDecided(userId, constant('used_apps.package_name'))}, last_date DESC, used_apps.package_name
    LIMIT ${limit}`)

/**
 * Suggests apps for a package name that is being typed: recently used apps without a rule first, then other used apps,
 * then apps of the catalogue and widespread ones.
 */
export const suggestApps = async (db: D1Database, userId: string, typed: string): Promise<Suggestion[]> => {
  if (queryTerms(typed).length === 0 && typed.trim() !== '') return []
  const limit = 8
  const [used, known] = await Promise.all([usedApps(db, userId, 100), catalogueCandidates(db, typed, 50)])
  return matching([...used.map(withKnownLabel), ...known], typed).slice(0, limit)
}

/** Suggests apps of the catalogue to an admin, who must not see which apps people use. */
export const suggestFromCatalogue = async (db: D1Database, typed: string): Promise<Suggestion[]> => {
  const limit = 20
  return matching(await catalogueCandidates(db, typed, 200), typed).slice(0, limit)
}
