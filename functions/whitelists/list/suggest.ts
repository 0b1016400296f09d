import { folded } from '../../lib/text'
import { queryTerms, searchTerms } from './search-terms'
import { appsByWord, type Suggestion, usedApps } from './suggest-queries'

/** How many apps are offered at once. */
const offered = 8

/** Among how many of the apps used last, and of those found in the catalogue, is looked. */
const lookedAt = 50

/** Whether each word that was typed begins a word of the app. */
const isFoundBy = (sought: string[]) => {
  return ({ label, package_name }: Suggestion) => {
    const words = searchTerms(label ?? '', package_name)
    return sought.every((word) => words.some((one) => one.startsWith(word)))
  }
}

/**
 * The apps that somebody may mean who begins to type a name: what they used lately and nobody decided about, then what
 * else they used, then what the catalogue has.
 */
export const suggestApps = async (db: D1Database, userId: string, typed: string): Promise<Suggestion[]> => {
  const sought = queryTerms(typed)
  const [longest] = sought
  if (longest === undefined && typed.trim() !== '') return []
  const used = await usedApps(db, userId, lookedAt)
  // The name as a whole is a word, too: it finds few where its first part finds all that a maker has.
  const whole = folded(typed.trim())
  const known =
    longest === undefined
      ? []
      : [
          ...(whole === longest ? [] : await appsByWord(db, whole, offered)),
          ...(await appsByWord(db, longest, lookedAt)),
        ]
  const found = new Map<string, Suggestion>()
  for (const app of [...used, ...known].filter(isFoundBy(sought))) {
    if (!found.has(app.package_name)) found.set(app.package_name, app)
  }
  return [...found.values()].slice(0, offered)
}
