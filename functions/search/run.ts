import { countCharacters } from '../lib/text'
import { matchExpression } from './match'
import { searchHits } from './queries'
import { type SearchHit, type SearchView, searchLimit } from './schema'

/** Why a query cannot be searched. */
export type SearchRefusal = 'empty' | 'too short' | 'too long'

/** The hits of a page with the cursor of the next one. */
export type SearchOutcome = { rows: SearchHit[]; next?: number }

type KindSearch = Pick<SearchView, 'kind' | 'cursor'> & { limit: number }

/**
 * Searches several kinds with one statement, each with its own limit. Reads limit + 1 hits of each; the extra one means
 * there is a next page.
 */
export const runSearches = async (
  db: D1Database,
  userId: string,
  q: string,
  searches: KindSearch[],
): Promise<SearchRefusal | SearchOutcome[]> => {
  if (q === '') return 'empty'
  if (countCharacters(q) > searchLimit) return 'too long'
  const asked = searches.flatMap(({ kind, cursor, limit }) => {
    const match = matchExpression(q, { userId, kind })
    return match === undefined ? [] : [{ match, after: cursor, limit: limit + 1 }]
  })
  if (asked.length === 0) return 'too short'
  const hits = await searchHits(db, userId, asked)
  return searches.map(({ kind, limit }) => {
    const rows = kind === '' ? hits : hits.filter((hit) => hit.kind === kind)
    const page = rows.slice(0, limit)
    return {
      rows: page.filter(({ alive }) => alive === 1),
      next: rows.length > limit ? page.at(-1)?.number : undefined,
    }
  })
}

/** Searches one kind, or all kinds together. */
export const runSearch = async (
  db: D1Database,
  userId: string,
  { q, kind, cursor }: SearchView,
  limit: number,
): Promise<SearchRefusal | SearchOutcome> => {
  const outcomes = await runSearches(db, userId, q, [{ kind, cursor, limit }])
  return typeof outcomes === 'string' ? outcomes : (outcomes[0] ?? { rows: [] })
}
