import type { Context } from 'hono'
import { z } from 'zod'
import { allRows, sql } from '../lib/db/sql'
import type { App } from '../lib/env'
import type { PathRead } from '../lib/feature'
import {
  combineParams,
  eachSubject,
  filterOfQuery,
  filterParams,
  filterText,
  partsOf,
  queryWithFilter,
} from '../lib/filter'
import { isDate } from '../lib/time/days'
import { relativeRanges } from './range'
import { readSubject } from './resolve-subject'
import { figureSubject } from './subject'
import { subjectNames } from './sums'

/** Pages with saved views, by the first part of their path. */
export const viewPages = { sessions: 'Sessions', stats: 'Statistics', week: 'Week', report: 'Report' }
export type ViewPage = keyof typeof viewPages

/** Current version of stored queries. Queries of later versions are not read. */
export const viewVersion = 1

/** Maximum length of a query, in characters. */
const viewLimit = 4_000

/** Page parameters that a view stores, besides its filter and period. */
const options = [
  'by',
  'compare',
  'group',
  'hours',
  'hide',
  'rounding',
  'per',
  'stack',
  'sessions',
  'notes',
  'amounts',
  'view',
]

const isName = (text: string | undefined) => text === 'all' || relativeRanges.some((one) => one === text)

const nothingMessage = 'Set a filter or a period on the page first'

/** Converts the query of a URL to that of a view: filter, period (by name or dates), and display options. */
export const ViewText = z
  .string(nothingMessage)
  .max(viewLimit, `At most ${viewLimit} characters`)
  .transform((text, { addIssue }) => {
    const given = combineParams(new URLSearchParams(text))
    const { data: subject, error } = figureSubject.safeParse(given.subject)
    const { range, from = '', to = '' } = given
    const period = isName(range) ? { range } : isDate(from) && isDate(to) ? { from, to } : {}
    const kept = options.flatMap((name) => (/^[\w:.,-]{1,60}$/.test(given[name] ?? '') ? [[name, given[name]]] : []))
    const params = [...Object.entries(period), ...kept, ...filterParams(subject ?? 'all')] as [string, string][]
    if (!error && params.length > 0) return String(new URLSearchParams(params))
    addIssue(error ? 'This filter can’t be read' : nothingMessage)
    return z.NEVER
  })

type SavedView = {
  id: string
  name: string
  page: ViewPage
  query: string
  version: number
  is_default: 0 | 1
  seq: number
}

/** Maximum number of views offered on pages. */
const offered = 200

/** Saved views of all pages, by name. */
export const savedViews = (db: D1Database, userId: string) =>
  allRows<SavedView>(sql(db)`
    SELECT id, name, page, query, version, is_default, seq FROM views
    WHERE user_id = ${userId} AND deleted_at IS NULL
    ORDER BY name COLLATE NOCASE, id LIMIT ${offered}`)

const rowOf = (subject: string) => subject.replace(/^goal-tree:([^@]*).*/, 'goal:$1')

const kindIn = (subject: string) => rowOf(subject).split(':')[0] ?? ''

const namesRow = (subject: string) => /^(project|goal|plan|chunk|task|organization):(?!none$|any$)/.test(subject)

/** Query of a saved view without deleted rows, and a note that names these. An unreadable view has an empty query. */
export const readViewQuery = async (db: D1Database, userId: string, view: Pick<SavedView, 'query' | 'version'>) => {
  const text = view.version === viewVersion ? ViewText.safeParse(view.query).data : undefined
  if (text === undefined) return { query: '', leftOut: 'This view can no longer be read, so everything is shown' }
  const subject = filterOfQuery(text)
  const rows = eachSubject(subject).map(rowOf).filter(namesRow)
  const names = new Map((await subjectNames(db, userId, rows)).map((name) => [name.subject, name]))
  const isThere = (one: string) => !namesRow(rowOf(one)) || names.get(rowOf(one))?.deleted === 0
  /** Drops deleted subjects from a group. A group without any others is kept: it must not become everything. */
  const left = (group: string[]) => {
    const there = group.filter(isThere)
    return there.length > 0 ? there : group.map((one) => (names.has(rowOf(one)) ? one : `gone:${kindIn(one)}`))
  }
  const { all, none } = partsOf(subject)
  const query = queryWithFilter(filterText({ all: all.map(left), none: none.filter(isThere) }), text)
  const gone = rows.filter((row) => !isThere(row)).map((row) => names.get(row)?.label ?? `a ${kindIn(row)}`)
  return { query, leftOut: gone.length > 0 ? `Part of this view’s filter was deleted (${gone.join(', ')})` : null }
}

/** The saved views of a page. `shown` is the default view, if it is being shown. */
export type PageViews = { views: SavedView[]; shown?: { name: string; leftOut: string | null } }

/** Parameters that do not change the content of a page. */
const besides = ['org', 'open', 'select']

/** The query of a page: from its URL, else from its default view. */
export const readPageQuery = async (
  c: Context<App>,
  page: ViewPage,
): Promise<PageViews & { params: URLSearchParams }> => {
  const { DB } = c.env
  const given = new URL(c.req.url).searchParams
  const views = (await savedViews(DB, c.var.user.id)).filter((view) => view.page === page)
  const isBare = [...given.keys()].every((name) => besides.includes(name))
  const [view] = isBare ? views.filter((one) => one.is_default).toSorted((a, b) => b.seq - a.seq) : []
  if (!view) return { params: given, views }
  const { query, leftOut } = await readViewQuery(DB, c.var.user.id, view)
  return {
    params: new URLSearchParams([...new URLSearchParams(query), ...given]),
    views,
    shown: { name: view.name, leftOut },
  }
}

/** Reads the filter in a page's URL and the saved views, in the same batch as the check of the sign-in. */
export const readPageViews: PathRead = (c, userId, id) =>
  Promise.all([readSubject(c, userId, id), c.req.method === 'GET' ? savedViews(c.env.DB, userId) : null])
