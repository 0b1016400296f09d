import { folded } from '../../lib/text'
import { queryTerms, searchTerms } from '../../whitelists/list/search-terms'
import { appsByWord, type Suggestion } from '../../whitelists/list/suggest-queries'

const offered = 20

/** Among how many apps with one of the words is looked. */
const lookedAt = 200

/** Apps of the catalogue that somebody may mean who begins to type a name. What people use is not looked at. */
export const suggestDefaults = async (db: D1Database, typed: string): Promise<Suggestion[]> => {
  const sought = queryTerms(typed)
  const [longest] = sought
  if (longest === undefined) return []
  const whole = folded(typed.trim())
  const found = [
    ...(whole === longest ? [] : await appsByWord(db, whole, offered)),
    ...(await appsByWord(db, longest, lookedAt)),
  ].filter(({ package_name, label }) => {
    const words = searchTerms(label ?? '', package_name)
    return sought.every((word) => words.some((one) => one.startsWith(word)))
  })
  return [...new Map(found.map((app) => [app.package_name, app])).values()].slice(0, offered)
}
