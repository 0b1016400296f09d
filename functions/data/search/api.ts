import { Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { fieldsProblem, query } from '../../lib/api/request'
import { listQueryOf, orgInput, pageCursor, pageSchema } from '../../lib/api/values'
import { versioned } from '../../lib/api/version'
import { textsColumn } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { searchLimit, valuesCursor } from '../../lib/http/list-view'
import { pathTo } from '../../lib/http/path-to'
import { kindNames, kindPath } from '../../lib/kinds'
import { splitMarks } from '../../lib/search/marks'
import { cleanText } from '../../lib/text/text'
import { runSearch } from './run'
import type { SearchHit } from './schema'

const PiecesJson = z
  .array(z.object({ text: z.string(), marked: z.boolean() }))
  .meta({ id: 'Pieces', description: 'A text in pieces; matching pieces are marked.' })

/** Kinds in the API. Action items are tasks, but have their own name. */
const apiKind = z.enum([...kindNames, 'action_item'])

const HitJson = z
  .object({
    kind: apiKind,
    id: z.string(),
    href: z.string().meta({ description: 'Link to its page.' }),
    title: PiecesJson,
    excerpt: PiecesJson.meta({ description: 'A few words around the first match in its notes.' }),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Found' })

const hitJson = (row: SearchHit) => ({
  kind: row.kind,
  id: row.id,
  href: `/api/v1${kindPath(row)}`,
  ...(row.owner && { kind: 'action_item', href: pathTo`/api/v1/action-items/${row.id}` }),
  title: splitMarks(row.title),
  excerpt: splitMarks(row.notes),
  tags: textsColumn.parse(row.tag_list ?? '[]'),
})

const refusals = {
  empty: 'Enter something to search for',
  'too short': 'Enter a letter or a digit',
  'too long': `A search has at most ${searchLimit} characters`,
} as const

export const SearchQuery = z.object({
  ...listQueryOf((position) => valuesCursor.parse(position) !== null),
  q: z.string(refusals.empty).transform(cleanText).meta({
    minLength: 1,
    maxLength: searchLimit,
    description: 'Words and "phrases"; a minus excludes a word.',
  }),
  kind: apiKind.optional(),
  org: orgInput,
})

export const searchApi = new Hono<App>().get(
  '/',
  describeOperation({
    summary: 'Search titles, notes and tags of everything',
    description:
      'What has all words in its title comes first, then what has them in its notes or tags; in each, the recent first: by when a session started, a meeting was or a task was done, else is planned or due, and by when a thing was created that has no date. Of a word with very many hits, the last written are considered: of each kind 100 with all words in the title and 100 others, with `kind` 250 and 250.',
    tag: 'Search',
    versioned: true,
    answers: { schema: pageSchema(HitJson) },
  }),
  query(SearchQuery),
  versioned,
  async (c) => {
    const { q, kind, cursor, limit } = c.req.valid('query')
    const search = { q, kind: kind === 'action_item' ? 'task' : (kind ?? ''), after: cursor ?? null } as const
    const outcome = await runSearch(c.env.DB, c.var.user.id, search, limit, c.var.org)
    if (typeof outcome === 'string') throw fieldsProblem({ q: [refusals[outcome]] })
    const { rows, next } = outcome
    const found = kind === 'action_item' ? rows.filter(({ owner }) => owner !== null) : rows
    const items = found.map((row) => hitJson(kind === 'task' ? { ...row, owner: null } : row))
    return c.json({ items, next_cursor: next === undefined ? null : pageCursor(next) })
  },
)
