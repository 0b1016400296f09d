import { countCharacters } from '../lib/text'
import { matchExpression } from './match'
import { searchHits } from './queries'
import { type SearchHit, type SearchView, searchLimit } from './schema'

/** The hits of a page with the cursor of the next one, or why the query cannot be searched. */
export type SearchOutcome = 'empty' | 'too short' | 'too long' | { rows: SearchHit[]; next?: number }

/** Runs a search. Reads limit + 1 hits; the extra one means there is a next page. */
export const runSearch = async (
  db: D1Database,
  userId: string,
  { q, kind, cursor }: SearchView,
  limit: number,
): Promise<SearchOutcome> => {
  if (q === '') return 'empty'
  if (countCharacters(q) > searchLimit) return 'too long'
  const match = matchExpression(q, { userId, kind })
  if (match === undefined) return 'too short'
  const rows = await searchHits(db, userId, match, cursor, limit + 1)
  const page = rows.slice(0, limit)
  return {
    rows: page.filter(({ alive }) => alive === 1),
    next: rows.length > limit ? page.at(-1)?.number : undefined,
  }
}
