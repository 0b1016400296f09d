import { joined } from '../../lib/conditions'
import { part, type SqlPart } from '../../lib/sql'
import { folded } from '../../lib/text'
import { appsOutsideCatalogue } from './queries'
import { hasTerms, queryTerms, searchTerms } from './search-terms'

/** Apps outside the catalogue that a search examines. */
const examinedOutside = 500

/** Condition with AND for the apps that have a term for each word of the query, or whose package name begins with it. */
export const searchCondition = async (db: D1Database, userId: string, typed: string): Promise<SqlPart> => {
  const terms = queryTerms(typed)
  const whole = folded(typed.trim())
  const matches = (words: string[]) =>
    words.some((one) => one.startsWith(whole)) ||
    (terms.length > 0 && terms.every((word) => words.some((one) => one.startsWith(word))))
  const outside = await appsOutsideCatalogue(db, userId, examinedOutside)
  const names = outside.flatMap(({ label, package_name }) =>
    matches(searchTerms(label ?? '', package_name)) ? [package_name] : [],
  )
  return part`AND names.package_name IN (
    SELECT package_name FROM apps
    WHERE ${hasTerms([whole])} ${joined([terms.length > 0 && part`OR ${hasTerms(terms)}`])}
    UNION ALL
    SELECT value FROM json_each(${JSON.stringify(names)}))`
}
