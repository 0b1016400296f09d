import { cardFile, readPlanCards } from '../../learning/cards/plan-file/plan-cards'
import { plan } from '../../learning/plans/queries'
import { allRows, constant, part, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import type { KindEntry } from '../../lib/feature'
import { pagesFrom, rowsPerPage } from '../../lib/files/download'
import { kindEntries, kindEntry } from '../../lib/kinds'
import { clientOf } from '../../lib/org'
import { isTable, keyColumns, type TableName, tableNames, tables } from './read/tables'

/** A row as stored in the database. Its statement names its columns. */
export type ExportRow = Record<string, string | number | null>

const accountColumns = (db: D1Database, userId: string) => sql(db)`
    SELECT id, email, email_proven_at, username, github_user_id, github_username, avatar_url, role, preferences, created_at,
      updated_at, last_active_at, unlisted_locked_at, latest_day
    FROM users
    WHERE id = ${userId}`

export const accountRow = (db: D1Database, userId: string) => accountColumns(db, userId).first<ExportRow>()

/** A list of the document, sorted by `key`, which is unique for a person. */
export type ExportList = {
  table: string
  columns: readonly string[]
  key: readonly string[]
  /** Number of rows to read at once. */
  limit?: number
}

/** A list with the columns that a restore reads. */
const listOf = (table: TableName): ExportList => ({
  table,
  columns: Object.keys(tables[table].columns),
  key: keyColumns(table),
})

const ofKind = ({ table, rowsAtOnce }: KindEntry): ExportList[] =>
  isTable(table) ? [{ ...listOf(table), limit: rowsAtOnce }] : []

/** Kinds except sessions, projects first. */
export const smallKinds: KindEntry[] = [
  kindEntry('project'),
  ...kindEntries.flatMap(([kind, entry]) => (kind === 'project' || kind === 'session' ? [] : [entry])),
]

const ofKinds = new Set(smallKinds.map(({ table }) => table))

const sessions = listOf('sessions')

export const exportedLists: ExportList[] = [
  ...smallKinds.flatMap(ofKind),
  ...tableNames.filter((table) => table !== 'sessions' && !ofKinds.has(table)).map(listOf),
  {
    table: 'changes',
    columns: ['id', 'kind', 'summary', 'seq', 'created_at', 'by_token', 'undo_path'],
    key: ['id'],
  },
]

const isAfter = ([first = '', second]: ExportList['key'], row: ExportRow) =>
  second === undefined
    ? part`${constant(first)} > ${row[first] ?? null}`
    : part`(${constant(first)}, ${constant(second)}) > (${row[first] ?? null}, ${row[second] ?? null})`

/** SQL of a plan's chunks as JSON, with the completion date of completed chunks. */
const chunksWithDays = `(
      SELECT json_group_array(json(iif(completed_on IS NULL, chunk.value, json_set(chunk.value, '$.completed_on', completed_on))))
      FROM json_each(plans.chunks) AS chunk
        LEFT JOIN plan_chunks AS done ON done.user_id = plans.user_id AND done.plan_id = plans.id
          AND done.id = chunk.value ->> 'id') AS chunks`

/** SQL for members that are no columns, or that contain more than their column. */
const computed: Partial<Record<string, string>> = {
  'projects.client': `${clientOf()} AS client`,
  'plans.chunks': chunksWithDays,
}

const rowsAfter = (
  db: D1Database,
  userId: string,
  { table, columns, key }: ExportList,
  row: ExportRow | null,
  limit: number,
) => sql(db)`
    SELECT ${constant(columns.map((column) => computed[`${table}.${column}`] ?? column).join(', '))}
    FROM ${constant(table)}
    WHERE user_id = ${userId} ${row ? part`AND ${isAfter(key, row)}` : constant('')}
    ORDER BY ${constant(key.join(', '))}
    LIMIT ${limit}`

/** The page of rows after `row`, including deleted ones; the first page if `row` is null. */
export const pageAfter = (db: D1Database, userId: string, list: ExportList, row: ExportRow | null) =>
  allRows<ExportRow>(rowsAfter(db, userId, list, row, list.limit ?? rowsPerPage))

export type Owner = Pick<User, 'id' | 'preferences'>

const cardFiles: ExportList = { table: 'card_files', columns: ['plan_id', 'content'], key: ['plan_id'] }

/** All lists of the document, in order. */
export const documentLists: ExportList[] = [sessions, ...exportedLists, cardFiles]

/** Columns of a list in the document. */
export const documentColumns = (table: string) => documentLists.find((list) => list.table === table)?.columns ?? []

/** SQLite types of columns, by table and column, such as `goals.title`. */
export type ColumnTypes = Map<string, string>

export const columnTypes = async (db: D1Database): Promise<ColumnTypes> => {
  const tables = JSON.stringify(['users', ...documentLists.map(({ table }) => table)])
  const rows = await allRows<{ name: string; types: string }>(sql(db)`
    SELECT tables.value AS name, json_group_object(columns.name, columns.type) AS types
    FROM json_each(${tables}) AS tables, pragma_table_info(tables.value) AS columns
    GROUP BY tables.value`)
  return new Map(
    rows.flatMap(({ name, types }) =>
      Object.entries<string>(JSON.parse(types)).map(([column, type]) => [`${name}.${column}`, type] as const),
    ),
  )
}

/** Files with the cards of each plan, one plan at a time. */
export async function* cardFilesOf(db: D1Database, user: Owner): AsyncGenerator<ExportRow[]> {
  const plans = await allRows<{ id: string }>(sql(db)`
    SELECT DISTINCT plan_id AS id FROM cards
    WHERE user_id = ${user.id} AND plan_id IS NOT NULL AND deleted_at IS NULL`)
  for (const { id } of plans) {
    const [row, cards] = await Promise.all([plan(db, user.id, id), readPlanCards(db, user.id, id)])
    if (row) yield [{ plan_id: id, content: cardFile(row, cards, user) }]
  }
}

/** A page of rows of one list in the document. */
export type ListPage = {
  table: string
  rows: ExportRow[]
  isFirst: boolean
  isLast: boolean
  /** Position from which to continue: the index of the list, and its last row. */
  place: Place
}

/** Index of a list in the document, and the last row read from it; null before its first row. */
type Place = { list: number; after: ExportRow | null }

/**
 * Streams pages of all lists from a position on, reading a page while the previous one is sent. Sessions come first.
 * Then the first pages of all other lists are read together, so that they include rows that a session refers to, even
 * if these were just added.
 */
export async function* listPages(
  db: D1Database,
  user: Owner,
  { list: start, after }: Place = { list: 0, after: null },
): AsyncGenerator<ListPage> {
  const firstPages = new Map<ExportList, ExportRow[]>()
  for (const [index, list] of [sessions, ...exportedLists].entries()) {
    if (index < start) continue
    const read = (row: ExportRow | null) => pageAfter(db, user.id, list, row)
    let last = index === start ? after : null
    if (list !== sessions && firstPages.size === 0) {
      const others = exportedLists.slice(index - 1)
      const pages = await Promise.all(others.map((one) => pageAfter(db, user.id, one, one === list ? last : null)))
      for (const [at, one] of others.entries()) firstPages.set(one, pages[at] ?? [])
    }
    const first = firstPages.get(list) ?? (await read(last))
    for await (const rows of pagesFrom(first, read, list.limit)) {
      const isFirst = last === null
      last = rows.at(-1) ?? last
      const isLast = rows.length < (list.limit ?? rowsPerPage)
      yield { table: list.table, rows, isFirst, isLast, place: { list: index, after: last } }
    }
  }
  yield* cardFilePages(db, user)
}

async function* cardFilePages(db: D1Database, user: Owner): AsyncGenerator<ListPage> {
  const { table } = cardFiles
  const place = { list: documentLists.length - 1, after: null }
  let isFirst = true
  for await (const rows of cardFilesOf(db, user)) {
    yield { table, rows, isFirst, isLast: false, place }
    isFirst = false
  }
  yield { table, rows: [], isFirst, isLast: true, place }
}

/** Maximum rows of a snapshot, which is in memory as a whole. */
const snapshotRows = 60_000

/** The account and all of its rows at one moment, and its versions then. */
export type Snapshot = {
  head: { seq: number; usage_seq: number; epoch: number }
  account: ExportRow
  pages: AsyncIterable<ListPage>
}

/** Reads everything in one batch, which no write can interrupt. Null for an account that is too large. */
export const readSnapshot = async (db: D1Database, user: Owner): Promise<Snapshot | null> => {
  const lists = [sessions, ...exportedLists]
  const counts = lists.map(({ table }) => `(SELECT count(*) FROM ${table} WHERE user_id = users.id)`)
  const total = sql(db)`SELECT ${constant(counts.join(' + '))} AS total FROM users WHERE id = ${user.id}`
  if (((await total.first<number>('total')) ?? 0) > snapshotRows) return null
  const [heads, accounts, ...results] = await db.batch<ExportRow>([
    sql(db)`SELECT seq, usage_seq, epoch FROM change_heads WHERE user_id = ${user.id}`,
    accountColumns(db, user.id),
    ...lists.map((list) => rowsAfter(db, user.id, list, null, -1)),
  ])
  const [head, account] = [heads?.results[0] as Snapshot['head'] | undefined, accounts?.results[0]]
  if (!head || !account) throw new Error('The account is gone')
  const pages = async function* (): AsyncGenerator<ListPage> {
    for (const [index, { table }] of lists.entries()) {
      const place = { list: index, after: null }
      yield { table, rows: results[index]?.results ?? [], isFirst: true, isLast: true, place }
    }
    yield* cardFilePages(db, user)
  }
  return { head, account, pages: pages() }
}

/** A completed or planned session in a calendar. Instants in epoch ms. */
export type CalendarSession = {
  id: string
  title: string
  focus_ends_at: number | null
  project: string | null
  notes: string
  tags: string[]
  started_at: number
  ended_at: number
  updated_at: number
}

const sessionsAfter = async (db: D1Database, userId: string, id: string): Promise<CalendarSession[]> => {
  const rows = await allRows<CalendarSession & { tags: string }>(sql(db)`
    SELECT sessions.id, sessions.title, focus_ends_at, projects.name AS project, notes, tags, started_at, ended_at, sessions.updated_at
    FROM sessions
      LEFT JOIN projects ON projects.user_id = sessions.user_id AND projects.id = sessions.project_id
    WHERE sessions.user_id = ${userId} AND sessions.deleted_at IS NULL AND sessions.id > ${id}
      AND sessions.status = 'completed'
    ORDER BY sessions.id
    LIMIT ${rowsPerPage}`)
  return rows.map(({ tags, ...row }) => ({ ...row, tags: JSON.parse(tags) }))
}

export const calendarSessions = async (db: D1Database, userId: string) =>
  pagesFrom(await sessionsAfter(db, userId, ''), ({ id }) => sessionsAfter(db, userId, id))

/** A card with the title of its plan; null if it has no plan. */
export type DeckCard = { id: string; question: string; answer: string; tags: string[]; plan: string | null }

const cardsAfter = async (db: D1Database, userId: string, id: string): Promise<DeckCard[]> => {
  const rows = await allRows<DeckCard & { tags: string }>(sql(db)`
    SELECT cards.id, question, answer, cards.tags, plans.title AS plan
    FROM cards LEFT JOIN plans
      ON plans.user_id = cards.user_id AND plans.id = cards.plan_id AND plans.deleted_at IS NULL
    WHERE cards.user_id = ${userId} AND cards.id > ${id} AND cards.deleted_at IS NULL
    ORDER BY cards.id
    LIMIT ${rowsPerPage}`)
  return rows.map(({ tags, ...row }) => ({ ...row, tags: JSON.parse(tags) }))
}

export const deckCards = async (db: D1Database, userId: string) =>
  pagesFrom(await cardsAfter(db, userId, ''), ({ id }) => cardsAfter(db, userId, id))
