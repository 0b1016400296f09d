import { folded } from '../lib/text'
import { appsBesideCatalogue, appsWithWord, type KeyedApp } from './list-queries'
import { wordsOf, wordsSought } from './words'

/** Among how many apps of the catalogue, and of those beside it, is looked. */
const lookedAt = 150
const lookedAtBeside = 500

/**
 * The apps of which each word that was typed begins a word, of the catalogue and beside it.
 * @returns `isCut` where there may be more than were looked at
 */
export const searched = async (db: D1Database, userId: string, typed: string) => {
  const sought = wordsSought(typed)
  // A package name as a whole is a word, too: it finds few where its parts find all that a maker has.
  const whole = folded(typed.trim())
  const [longest = whole] = sought
  const [byWhole, byWord, beside] = await Promise.all([
    whole === longest || /\s/.test(whole) ? [] : appsWithWord(db, whole, lookedAt),
    appsWithWord(db, longest, lookedAt),
    appsBesideCatalogue(db, userId, lookedAtBeside),
  ])
  const isFound = (words: string[]) =>
    words.some((one) => one.startsWith(whole)) ||
    (sought.length > 0 && sought.every((word) => words.some((one) => one.startsWith(word))))
  const found: KeyedApp[] = [
    ...[...byWhole, ...byWord].filter(({ words }) => isFound(JSON.parse(words))),
    ...beside.filter(({ label, package_name }) => isFound(wordsOf(label ?? '', package_name))),
  ]
  return {
    found: [...new Map(found.map(({ package_name, key }) => [package_name, { package_name, key }])).values()],
    isCut: byWhole.length >= lookedAt || byWord.length >= lookedAt,
  }
}
