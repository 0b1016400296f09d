import type { Kind } from '../lib/kinds'
import { runSearch, type SearchOutcome } from './run'
import type { SearchHit, SearchView } from './schema'

const pageLimit = 50

/** Things with a name of their own come first, a few of each kind. */
const namedKinds = ['goal', 'project', 'plan', 'milestone', 'organization', 'person'] as const satisfies Kind[]
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
): Promise<FoundPage | Exclude<SearchOutcome, object>> => {
  const isFirst = view.kind === '' && view.cursor === 0
  const last = view.kind === '' ? 'session' : view.kind
  const kinds = [...(isFirst ? namedKinds : []), last]
  const outcomes = await Promise.all(
    kinds.map((kind) => runSearch(db, userId, { ...view, kind }, kind === last ? pageLimit : namedLimit)),
  )
  const sections: FoundSection[] = []
  let next: number | undefined
  for (const [index, kind] of kinds.entries()) {
    const outcome = outcomes[index]
    if (outcome === undefined) continue
    if (typeof outcome === 'string') return outcome
    if (outcome.rows.length > 0) sections.push({ kind, rows: outcome.rows, hasMore: outcome.next !== undefined })
    if (kind === last) next = outcome.next
  }
  return { sections, next }
}
