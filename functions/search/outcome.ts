import { matchOf } from './match'
import { found } from './queries'
import { type FoundRow, type SearchView, searchLimit } from './schema'

/** What a search comes to: why there is nothing to look for, or what was found and the number after which it goes on. */
export type Outcome = 'nothing asked' | 'too short' | 'too long' | { rows: FoundRow[]; next?: number }

/** Looks for what was typed. Beyond the end of a page one more is asked for, to know of it. */
export const outcomeOf = async (
  db: D1Database,
  userId: string,
  { q, kind, cursor }: SearchView,
  limit: number,
): Promise<Outcome> => {
  if (q === '') return 'nothing asked'
  if (q.length > searchLimit) return 'too long'
  const match = matchOf(q, { userId, kind })
  if (match === undefined) return 'too short'
  const rows = await found(db, userId, match, cursor, limit + 1)
  const page = rows.slice(0, limit)
  return {
    rows: page.filter(({ alive }) => alive === 1),
    next: rows.length > limit ? page.at(-1)?.number : undefined,
  }
}
