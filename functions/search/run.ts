import { searchLimit } from '../lib/list-view'
import type { Org } from '../lib/org'
import { matchExpression } from '../lib/search/match'
import { countCharacters } from '../lib/text'
import { searchHits } from './queries'
import type { SearchHit, SearchView } from './schema'

/** Why a query cannot be searched. */
export type SearchRefusal = 'empty' | 'too short' | 'too long'

/** The hits of a page with the cursor of the next one. */
export type SearchOutcome = { rows: SearchHit[]; next?: number }

/** `walk` is how many hits are looked through for those of a context. */
type KindSearch = Pick<SearchView, 'kind' | 'cursor'> & { limit: number; walk?: number }

/**
 * Searches several kinds with one statement, each with its own limit. Reads limit + 1 hits of each; the extra one means
 * there is a next page.
 */
export const runSearches = async (
  db: D1Database,
  userId: string,
  q: string,
  searches: KindSearch[],
  org: Org,
): Promise<SearchRefusal | SearchOutcome[]> => {
  if (q === '') return 'empty'
  if (countCharacters(q) > searchLimit) return 'too long'
  const asked = searches.flatMap(({ kind, cursor, limit, walk }) => {
    const match = matchExpression(q, { userId, kind })
    return match === undefined ? [] : [{ match, after: cursor, limit: limit + 1, walk }]
  })
  if (asked.length === 0) return 'too short'
  const hits = await searchHits(db, userId, asked, org)
  return searches.map(({ limit }, index) => {
    const found = hits.filter(({ search }) => search === index)
    const rows = found.filter(({ inside }) => inside === 1)
    const page = rows.slice(0, limit)
    const end = found.find(({ is_end }) => is_end === 1)
    return {
      rows: page.filter(({ alive }) => alive === 1),
      next: rows.length > limit ? page.at(-1)?.number : end?.number,
    }
  })
}

/** Searches one kind, or all kinds together. */
export const runSearch = async (
  db: D1Database,
  userId: string,
  { q, kind, cursor }: SearchView,
  limit: number,
  org: Org,
): Promise<SearchRefusal | SearchOutcome> => {
  const outcomes = await runSearches(db, userId, q, [{ kind, cursor, limit }], org)
  return typeof outcomes === 'string' ? outcomes : (outcomes[0] ?? { rows: [] })
}
