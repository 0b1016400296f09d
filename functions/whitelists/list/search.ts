import { folded } from '../../lib/text'
import { appsBesideCatalogue, appsWithWord, type KeyedApp } from './queries'
import { queryTerms, searchTerms } from './search-terms'

/** Among how many apps of the catalogue is looked that have a word, or beside it. */
const lookedAt = 150
const lookedAtBeside = 500
/** For how many of the words that were typed, the longest first: where one is common, another may be rare. */
const soughtFor = 3

/**
 * The apps of which each word that was typed begins a word, of the catalogue and beside it.
 * @returns `isCut` where there may be more than were looked at
 */
export const searchApps = async (db: D1Database, userId: string, typed: string) => {
  const sought = queryTerms(typed)
  // A package name as a whole is a word, too: it finds few where its parts find all that a maker has.
  const whole = folded(typed.trim())
  const [longest = whole, ...others] = sought.slice(0, soughtFor)
  const isOneName = whole !== longest && !/\s/.test(whole)
  const limits: [word: string, limit: number][] = [
    [longest, lookedAt],
    ...(isOneName ? [] : others).map((word): [string, number] => [word, Math.floor(lookedAt / others.length)]),
  ]
  const [byWhole, byWords, beside] = await Promise.all([
    isOneName ? appsWithWord(db, whole, lookedAt) : [],
    Promise.all(limits.map(([word, limit]) => appsWithWord(db, word, limit))),
    appsBesideCatalogue(db, userId, lookedAtBeside),
  ])
  const isFound = (words: string[]) =>
    words.some((one) => one.startsWith(whole)) ||
    (sought.length > 0 && sought.every((word) => words.some((one) => one.startsWith(word))))
  const found: KeyedApp[] = [
    ...[...byWhole, ...byWords.flat()].filter(({ words }) => isFound(JSON.parse(words))),
    ...beside.filter(({ label, package_name }) => isFound(searchTerms(label ?? '', package_name))),
  ]
  return {
    found: [...new Map(found.map(({ package_name, key }) => [package_name, { package_name, key }])).values()],
    // All that was sought begins with a word of each: one list that is whole has it all.
    isCut: byWords.every(({ length }, n) => length >= (limits[n]?.[1] ?? 0)),
  }
}
