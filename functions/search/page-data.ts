import type { Kind } from '../lib/kinds'
import type { Org } from '../lib/org'
import { foundKinds, runSearches, type SearchRefusal } from './run'
import type { SearchHit, SearchView } from './schema'

const pageLimit = 50

/** Hits of each named kind on the first page. */
const namedLimit = 5

/** Hits of a kind; `hasMore` when there are more than are shown. */
export type FoundSection = { kind: Kind; rows: SearchHit[]; hasMore: boolean }

/** `next` is the cursor of the next page. */
export type FoundPage = { sections: FoundSection[]; next?: number }

/** The sections of a page of results, or why the query cannot be searched. */
export const searchPageData = async (
  db: D1Database,
  userId: string,
  view: SearchView,
  org: Org,
): Promise<FoundPage | SearchRefusal> => {
  const isFirst = view.kind === '' && view.cursor === 0
  const last = view.kind === '' ? 'session' : view.kind
  const kinds = isFirst ? foundKinds : [last]
  const limitOf = (kind: Kind) => (kind === last ? pageLimit : namedLimit)
  const searches = kinds.map((kind) => ({ kind, cursor: view.cursor, limit: limitOf(kind) }))
  const outcomes = await runSearches(db, userId, view.q, searches, org)
  if (typeof outcomes === 'string') return outcomes
  const sections = kinds.flatMap((kind, index): FoundSection[] => {
    const { rows = [], next } = outcomes[index] ?? {}
    const hasMore = next !== undefined
    return rows.length > 0 || hasMore ? [{ kind, rows, hasMore }] : []
  })
  return { sections, next: outcomes.at(-1)?.next }
}
