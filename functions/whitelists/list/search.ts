import { type AppRules, readAppRules } from '../../app-rules/queries'
import { folded } from '../../lib/text'
import type { KeyedApp } from './app-by-name'
import { byName } from './by-name'
import { appsOutsideCatalogue, appsWithWord, everUsed } from './queries'
import { queryTerms, searchTerms } from './search-terms'
import { type AppsView, pageSize } from './view'

/** Most apps examined per word, in the catalogue and outside it. */
const examined = 150
const examinedOutside = 500
/** Most words looked up, longest first: where one is common another may be rare. */
const mostTerms = 3

/**
 * Finds apps that have a term for each word of the query.
 * @returns `isCut` where more apps may match than were examined
 */
export const searchApps = async (db: D1Database, userId: string, typed: string) => {
  const terms = queryTerms(typed)
  // A whole package name is a term too. It matches few apps, while its parts match every app of a maker.
  const whole = folded(typed.trim())
  const [longest = whole, ...others] = terms.slice(0, mostTerms)
  const isOneName = whole !== longest && !/\s/.test(whole)
  const limits: [word: string, limit: number][] = [
    [longest, examined],
    ...(isOneName ? [] : others).map((word): [string, number] => [word, Math.floor(examined / others.length)]),
  ]
  const [byWhole, byWords, outside] = await Promise.all([
    isOneName ? appsWithWord(db, whole, examined) : [],
    Promise.all(limits.map(([word, limit]) => appsWithWord(db, word, limit))),
    appsOutsideCatalogue(db, userId, examinedOutside),
  ])
  const matches = (words: string[]) =>
    words.some((one) => one.startsWith(whole)) ||
    (terms.length > 0 && terms.every((word) => words.some((one) => one.startsWith(word))))
  const found: KeyedApp[] = [
    ...[...byWhole, ...byWords.flat()].filter(({ words }) => matches(JSON.parse(words))),
    ...outside.filter(({ label, package_name }) => matches(searchTerms(label ?? '', package_name))),
  ]
  return {
    found: [...new Map(found.map(({ package_name, key }) => [package_name, { package_name, key }])).values()],
    // A match is among the apps of every word, so one complete list has all matches.
    isCut: byWords.every(({ length }, n) => length >= (limits[n]?.[1] ?? 0)),
  }
}

/** Apps that a search finds, with the rules of those that its page may show beside the ones used this week. */
export type FoundApps = Awaited<ReturnType<typeof searchApps>> & {
  rules: Map<string, AppRules>
  /** Read for the filter of apps never used only. */
  everUsed: Set<string> | null
}

/** Filters use the effective rule, so every match must be evaluated. */
export const findApps = async (db: D1Database, userId: string, { q, show }: AppsView): Promise<FoundApps> => {
  const search = await searchApps(db, userId, q)
  const names = search.found.toSorted(byName).map(({ package_name }) => package_name)
  const looked = show === 'all' ? names.slice(0, pageSize) : names
  const [{ rules }, used] = await Promise.all([
    readAppRules(db, userId, looked),
    show === 'never' ? everUsed(db, userId, looked) : null,
  ])
  return { ...search, rules, everUsed: used }
}
