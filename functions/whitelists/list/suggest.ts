import { knownApps, knownLabel } from '../../app-rules/known-apps'
import { folded } from '../../lib/text'
import { queryTerms, searchTerms } from './search-terms'
import { appsByWord, type Suggestion, usedApps } from './suggest-queries'

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

const catalogueCandidates = async (db: D1Database, typed: string, { limit, most }: { limit: number; most: number }) => {
  const [longest] = queryTerms(typed)
  if (longest === undefined) return []
  // A whole package name is a word too. It matches few apps, while its first part matches every app of a maker.
  const whole = folded(typed.trim())
  const byName = whole === longest ? [] : await appsByWord(db, whole, limit)
  return namesFirst([...byName, ...(await appsByWord(db, longest, most)), ...knownApps], typed)
}

/**
 * Suggests apps for a package name that is being typed: recently used apps without a rule first, then other used apps,
 * then apps of the catalogue and widespread ones.
 */
export const suggestApps = async (db: D1Database, userId: string, typed: string): Promise<Suggestion[]> => {
  if (queryTerms(typed).length === 0 && typed.trim() !== '') return []
  const limit = 8
  const used = await usedApps(db, userId, 50)
  const known = await catalogueCandidates(db, typed, { limit, most: 50 })
  return matching([...used.map(withKnownLabel), ...known], typed).slice(0, limit)
}

/** Suggests apps of the catalogue to an admin, who must not see which apps people use. */
export const suggestFromCatalogue = async (db: D1Database, typed: string): Promise<Suggestion[]> => {
  const limit = 20
  return matching(await catalogueCandidates(db, typed, { limit, most: 200 }), typed).slice(0, limit)
}
