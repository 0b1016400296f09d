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

/** Added to the number of a document with all words in its title: those come before others, the last written first. */
export const titled = 1e12

type Search = { kind: Kind; isTitle: boolean; cursor: number; limit: number }

/**
 * Searches several kinds, each with its own limit, with one statement for titles and one for what only other texts have.
 * Reads limit + 1 hits of each; the extra one means there is a next page.
 */
const runSearches = async (
  db: D1Database,
  userId: string,
  q: string,
  searches: Search[],
  org: Org,
): Promise<SearchRefusal | SearchOutcome[]> => {
  if (q === '') return 'empty'
  if (countCharacters(q) > searchLimit) return 'too long'
  const asked = searches.flatMap(({ kind, isTitle, cursor, limit }, index) => {
    const match = matchExpression(q, { userId, kind })
    if (match === undefined) return []
    const inTitle = matchExpression(q, { userId, kind }, 'title')
    const after = isTitle === cursor > titled ? cursor % titled : 0
    return [
      { index, kind, isTitle, match: `(${match}) ${isTitle ? 'AND' : 'NOT'} (${inTitle})`, after, limit: limit + 1 },
    ]
  })
  if (asked.length === 0) return 'too short'
  const read = async (isTitle: boolean) => {
    const those = asked.filter((one) => one.isTitle === isTitle)
    const hits = those.length > 0 ? await searchHits(db, userId, those, org) : []
    const base = isTitle ? titled : 0
    return hits.map((hit) => ({ ...hit, number: hit.number + base, search: those[hit.search]?.index }))
  }
  const hits = (await Promise.all([true, false].map(read))).flat()
  return searches.map(({ limit }, index) => {
    const rows = hits.filter(({ search }) => search === index)
    const page = rows.slice(0, limit)
    return {
      rows: page.filter(({ alive }) => alive === 1),
      next: rows.length > limit ? page.at(-1)?.number : undefined,
    }
  })
}

/** Cursor of search results: the last document shown of a kind, or a number before its first. */
export type SearchPosition = { kind: Kind; cursor: number }

/** A page of one kind's hits, or of all kinds' in the order of `foundKinds`: those with the words in their titles first. */
export const runSearch = async (
  db: D1Database,
  userId: string,
  { q, kind, from }: { q: string; kind: Kind | undefined; from: SearchPosition | undefined },
  limit: number,
  org: Org,
): Promise<SearchRefusal | { rows: SearchHit[]; next: SearchPosition | null }> => {
  const all = [true, false].flatMap((isTitle) => (kind ? [kind] : foundKinds).map((one) => ({ kind: one, isTitle })))
  const begin = all.findIndex((one) => !from || (one.kind === from.kind && one.isTitle === from.cursor > titled))
  const searches = all
    .slice(begin)
    .map((one, index) => ({ ...one, cursor: index === 0 ? (from?.cursor ?? 0) : 0, limit }))
  const outcomes = await runSearches(db, userId, q, searches, org)
  if (typeof outcomes === 'string') return outcomes
  const page: SearchHit[] = []
  for (const [index, { rows, next }] of outcomes.entries()) {
    const { kind = 'session', isTitle } = searches[index] ?? {}
    const taken = rows.slice(0, limit - page.length)
    page.push(...taken)
    const cursor = taken.length < rows.length ? (taken.at(-1)?.number ?? (isTitle ? 2 * titled - 1 : 0)) : next
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
  const fits = view.cursor > 0 && view.cursor <= titled ? [false] : [true, false]
  const searches = fits.flatMap((isTitle) =>
    kinds.map((kind) => ({ kind, isTitle, cursor: view.cursor, limit: limitOf(kind) })),
  )
  const outcomes = await runSearches(db, userId, view.q, searches, org)
  if (typeof outcomes === 'string') return outcomes
  const room = new Map(kinds.map((kind) => [kind, limitOf(kind)]))
  let next: number | undefined
  const sections = searches.flatMap(({ kind }, index): FoundSection[] => {
    const { rows = [], next: after } = outcomes[index] ?? {}
    const left = room.get(kind) ?? 0
    const shown = rows.slice(0, left)
    room.set(kind, left - shown.length)
    const hasMore = after !== undefined || shown.length < rows.length
    // The page goes on after the first part that it does not show as a whole.
    if (kind === last && hasMore) next ??= shown.at(-1)?.number ?? (left > 0 ? after : titled)
    return shown.length > 0 || hasMore ? [{ kind, rows: shown.map(asListed), hasMore }] : []
  })
  return { sections, next }
}
