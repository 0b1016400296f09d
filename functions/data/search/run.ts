import { clozeQuestion } from '../../learning/cards/cloze'
import { type Kind, kindNames } from '../../lib/kinds'
import { searchLimit } from '../../lib/list-view'
import type { Org } from '../../lib/org'
import { matchExpression } from '../../lib/search/match'
import { countCharacters } from '../../lib/text'
import { searchHits } from './queries'
import type { SearchHit, SearchView } from './schema'

const first: Kind[] = ['goal', 'project', 'plan', 'card', 'task', 'milestone']

/** Kinds in the order of results: things with a name of their own come first. */
export const foundKinds: Kind[] = [...first, ...kindNames.filter((kind) => !first.includes(kind))]

/** Why a query cannot be searched. */
export type SearchRefusal = 'empty' | 'too short' | 'too long'

/** The hits of a page with the cursor of the next one. */
type SearchOutcome = { rows: SearchHit[]; next?: number }

/**
 * Searches several kinds with one statement, each with its own limit. Reads limit + 1 hits of each; the extra one means
 * there is a next page.
 */
const runSearches = async (
  db: D1Database,
  userId: string,
  q: string,
  searches: { kind: Kind; cursor: number; limit: number }[],
  org: Org,
): Promise<SearchRefusal | SearchOutcome[]> => {
  if (q === '') return 'empty'
  if (countCharacters(q) > searchLimit) return 'too long'
  const asked = searches.flatMap(({ kind, cursor, limit }) => {
    const match = matchExpression(q, { userId, kind })
    return match === undefined ? [] : [{ kind, match, after: cursor, limit: limit + 1 }]
  })
  if (asked.length === 0) return 'too short'
  const hits = await searchHits(db, userId, asked, org)
  return searches.map(({ limit }, index) => {
    const rows = hits.filter(({ search }) => search === index)
    const page = rows.slice(0, limit)
    return {
      rows: page.filter(({ alive }) => alive === 1),
      next: rows.length > limit ? page.at(-1)?.number : undefined,
    }
  })
}

/** Cursor of search results: the last document shown of a kind, 0 for the start of the kind. */
export type SearchPosition = { kind: Kind; cursor: number }

/** A page of one kind's hits, or of all kinds' in the order of `foundKinds`. */
export const runSearch = async (
  db: D1Database,
  userId: string,
  { q, kind, from }: { q: string; kind: Kind | undefined; from: SearchPosition | undefined },
  limit: number,
  org: Org,
): Promise<SearchRefusal | { rows: SearchHit[]; next: SearchPosition | null }> => {
  const kinds = kind === undefined ? foundKinds.slice(from ? foundKinds.indexOf(from.kind) : 0) : [kind]
  const searches = kinds.map((kind, index) => ({ kind, cursor: index === 0 ? (from?.cursor ?? 0) : 0, limit }))
  const outcomes = await runSearches(db, userId, q, searches, org)
  if (typeof outcomes === 'string') return outcomes
  const page: SearchHit[] = []
  for (const [index, { rows, next }] of outcomes.entries()) {
    const kind = kinds[index] ?? 'session'
    const taken = rows.slice(0, limit - page.length)
    page.push(...taken)
    const cursor = taken.length < rows.length ? (taken.at(-1)?.number ?? 0) : next
    if (cursor !== undefined) return { rows: page, next: { kind, cursor } }
  }
  return { rows: page, next: null }
}

const pageLimit = 50

/** Hits of each named kind on the first page. */
const namedLimit = 5

/** Hits of a kind; `hasMore` when there are more than are shown. */
export type FoundSection = { kind: Kind; rows: SearchHit[]; hasMore: boolean }

/** `next` is the cursor of the next page. */
export type FoundPage = { sections: FoundSection[]; next?: number }

/** A card says what it asks, as in its list. */
const asListed = (row: SearchHit): SearchHit =>
  row.kind === 'card' ? { ...row, title: clozeQuestion(row.title) } : row

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
    return rows.length > 0 || hasMore ? [{ kind, rows: rows.map(asListed), hasMore }] : []
  })
  return { sections, next: outcomes.at(-1)?.next }
}
