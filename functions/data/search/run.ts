import { clozeQuestion } from '../../learning/cards/cloze'
import type { User } from '../../lib/env'
import { factsOf } from '../../lib/feature'
import { pageOfRows, searchLimit } from '../../lib/http/list-view'
import { type Kind, kindEntry, kindNames } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { matchExpression } from '../../lib/search/match'
import { countCharacters } from '../../lib/text/text'
import { isUsed } from '../../lib/uses'
import { type KindMatches, searchHits } from './queries'
import { groupHits, type HitGroup, type SearchHit, type SearchView } from './schema'

/** Why a query cannot be searched. */
export type SearchRefusal = 'empty' | 'too short' | 'too long'

/**
 * `after`: cursor of the last hit on the previous page, null on the first page. An empty `kind` means all of `kinds`.
 */
type Search = { q: string; kind: Kind | ''; kinds?: readonly Kind[]; after: string | null }

/** Kinds that belong to the parts the person uses. */
const usedKinds = (user: Parameters<typeof isUsed>[0]) =>
  kindNames.filter((kind) => isUsed(user, factsOf('GET', kindEntry(kind).path('-', '-')).use))

const firstHits = (
  db: D1Database,
  userId: string,
  { q, kind, kinds = kindNames, after }: Search,
  limits: { limit: number; ofKind?: number },
  org: Org,
): SearchRefusal | Promise<SearchHit[]> => {
  if (q === '') return 'empty'
  if (countCharacters(q) > searchLimit) return 'too long'
  const matches: KindMatches = {}
  for (const one of kind ? [kind] : kinds) {
    const all = matchExpression(q, { userId, kind: one })
    const title = matchExpression(q, { userId, kind: one }, 'title')
    if (all === undefined || title === undefined) return 'too short'
    // The title expression also contains all words, so that matches in the text are marked.
    matches[one] = { title: `(${title}) AND (${all})`, text: `(${all}) NOT (${title})` }
  }
  return searchHits(db, userId, { matches, after, ...limits }, org)
}

/** A page of hits in order. `next` is the cursor of the next page. */
export const runSearch = async (
  db: D1Database,
  userId: string,
  search: Search,
  limit: number,
  org: Org,
): Promise<SearchRefusal | { rows: SearchHit[]; next: string | undefined }> => {
  const hits = await firstHits(db, userId, search, { limit: limit + 1 }, org)
  return typeof hits === 'string' ? hits : pageOfRows(hits, limit)
}

const pageLimit = 50

/** Maximum groups of each kind when all kinds are searched. */
const kindLimit = 5

/** Groups of hits of one kind. `hasMore` is true if some are not shown. */
type FoundSection = { kind: Kind; groups: HitGroup[]; hasMore: boolean }

/** `next` is the cursor of the next page. */
export type FoundPage = { sections: FoundSection[]; next?: string }

/** Shows a card by its question, as lists do. */
const asListed = (row: SearchHit): SearchHit =>
  row.kind === 'card' ? { ...row, title: clozeQuestion(row.title) } : row

/**
 * A page of hits of one kind, or the first hits of each kind, sorted by best hit. If the query is invalid, returns the
 * reason.
 */
export const searchPageData = async (
  db: D1Database,
  user: User,
  { q, kind, cursor: after }: SearchView,
  org: Org,
): Promise<FoundPage | SearchRefusal> => {
  if (kind) {
    const page = await runSearch(db, user.id, { q, kind, after }, pageLimit, org)
    if (typeof page === 'string') return page
    const groups = groupHits(page.rows.map(asListed))
    return { sections: groups.length > 0 ? [{ kind, groups, hasMore: page.next !== undefined }] : [], next: page.next }
  }
  const limits = { limit: pageLimit, ofKind: kindLimit + 1 }
  const hits = await firstHits(db, user.id, { q, kind, kinds: usedKinds(user), after: null }, limits, org)
  if (typeof hits === 'string') return hits
  return {
    sections: [...Map.groupBy(hits.map(asListed), (hit) => hit.kind)].map(([of, rows]) => {
      const groups = groupHits(rows)
      const hasMore = groups.length > kindLimit || rows.length === pageLimit
      return { kind: of, groups: groups.slice(0, kindLimit), hasMore }
    }),
  }
}
