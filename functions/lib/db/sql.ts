import { z } from 'zod'
import { pathTo } from '../http/path-to'
import { ProblemError, problems } from '../http/problem'
import { type CommittedHead, notifyPages } from './open-pages'
import { forgetReads } from './reads'

/** Zod schema that validates a row. */
export type RowSchema<Row> = { parse: (row: unknown) => Row }

/**
 * Validates rows one by one. Building a zod schema for the list would take longer than checking a row.
 * @throws ZodError
 */
export const parseAll = <Row>(schema: RowSchema<Row>, rows: unknown[]): Row[] => rows.map((row) => schema.parse(row))

/** Schema of a column with 1 for true and 0 for false. */
export const flagColumn = z.union([z.literal(0), z.literal(1)])

/** Schema of a JSON column, parsed by another schema. */
export const jsonColumn = <Value extends z.ZodType>(value: Value) =>
  z.string().transform((json): z.output<Value> => value.parse(JSON.parse(json)))

/** Schema of a column with a JSON array of strings. */
export const textsColumn = jsonColumn(z.array(z.string()))

type SqlValue = string | number | null

/** Part of a statement, with its bound values. */
export type SqlPart = { text: string; values: SqlValue[] }

/** Marks a constant from the code, such as a table name, as SQL. Never pass text from a request. */
export const constant = (text: string): SqlPart => ({ text, values: [] })

const isPart = (value: SqlValue | SqlPart): value is SqlPart => typeof value === 'object' && value !== null

/**
 * A bound value. For a bare `?`, SQLite considers the value when it plans, so it plans again for each run. A plus sign
 * has no effect on the value but prevents this (https://www.sqlite.org/lang_expr.html#operators).
 */
const parameter = '+?'

/** Part of a statement from a template. Values become bound parameters; nested parts are inserted as SQL. */
export const part = (text: TemplateStringsArray, ...values: (SqlValue | SqlPart)[]): SqlPart => {
  const bound: SqlValue[] = []
  let written = text[0] ?? ''
  for (const [index, value] of values.entries()) {
    if (isPart(value)) bound.push(...value.values)
    else bound.push(value)
    written += (isPart(value) ? value.text : parameter) + text[index + 1]
  }
  return { text: written, values: bound }
}

/** Prepares a D1 statement from a template; see `part`. */
export const sql =
  (db: D1Database) =>
  (...template: Parameters<typeof part>) => {
    const { text, values } = part(...template)
    return db.prepare(text).bind(...values)
  }

/** Versions that a write advances, because figures, app lists or the timer may change. */
export type Outdates = 'stats' | 'whitelist' | 'timer'

/**
 * SQL that fails, and so rolls back its batch. The error names the guard as a JSON path (`bad JSON path: 'guard:
 * stale'`), which no other statement uses, so that a faulty statement cannot be mistaken for a guard.
 */
const failing = (guard: string) => constant(`json_extract('{}', 'guard: ${guard}')`)

export const [stale, beingRestored, full] = [failing('stale'), failing('restoring'), failing('full')]

/** True if the error was raised by this guard. */
export const isFailed = (error: unknown, { text }: SqlPart) =>
  error instanceof Error && error.message.includes(text.slice(text.indexOf("'guard"), -1))

/** True if the error was raised by `orStale`, or by a restore in progress. */
export const isStale = (error: unknown) => isFailed(error, stale) || isFailed(error, beingRestored)

/** True if the write referred to a missing row: it was deleted since it was read, or never existed. */
export const isMissingReference = (error: unknown) =>
  error instanceof Error && error.message.includes('FOREIGN KEY constraint failed')

/** Result of a commit: the new version, and the results of its writes. */
type Committed = { seq: number; results: D1Result[] }

/** Error if the account's versions are gone. middleware.ts responds 401 if the account was deleted. */
const lost = () => new ProblemError(problems.busy)

/** `restore_id` of a state that is kept for Undo. Nothing may be written to it. */
export const undoStateId = 'kept'

/** Error for a write while the person's data is being restored. @param restoreId id of the job */
export const restoringError = (restoreId: string) =>
  new ProblemError({
    status: 409,
    code: 'restoring',
    title: 'Your data is being restored',
    detail: 'You can change things again as soon as it is done. Nothing was changed.',
    ...(restoreId !== undoStateId && {
      again: pathTo`/jobs/${restoreId}`,
      more: { job: pathTo`/api/v1/jobs/${restoreId}` },
    }),
  })

export const isRestoring = (error: unknown) => error instanceof ProblemError && error.problem.code === 'restoring'

/** Statements waiting for the next commit of a request. */
const claims = new WeakMap<D1Database, D1PreparedStatement[]>()

/** Adds statements to the next commit of the request. Returns a function that is true once they are committed. */
export const claimCommit = (db: D1Database, statements: D1PreparedStatement[]) => {
  claims.set(db, statements)
  return () => !claims.has(db)
}

export type CommitOptions = {
  /** Statements that run before the versions advance. */
  guards?: D1PreparedStatement[]
  /** Allows the commit during a restore, because it only concerns the account, which a restore leaves alone. */
  whileRestoring?: boolean
  /** For housekeeping writes, which do not count as the request's own. */
  isAside?: boolean
}

/**
 * Runs a person's writes as one atomic batch and advances the version. Null, with nothing written, if a guarded row is
 * gone or has changed. @throws ProblemError if the account is gone or its data is being restored; the database error if
 * a referenced row is gone (`isMissingReference`)
 */
export const commitVersion = async (
  db: D1Database,
  userId: string,
  outdates: Outdates[],
  writes: D1PreparedStatement[],
  { guards: own = [], whileRestoring = false, isAside = false }: CommitOptions = {},
): Promise<Committed | null> => {
  const guards = isAside ? own : [...(claims.get(db) ?? []), ...own]
  const advance = sql(db)`
    UPDATE change_heads
    SET seq = iif(${whileRestoring ? part`restore_id IS NOT ${undoStateId}` : constant('restore_id IS NULL')}, seq + 1,
          ${beingRestored}),
        stats_seq = iif(${Number(outdates.includes('stats'))}, seq + 1, stats_seq),
        whitelist_seq = iif(${Number(outdates.includes('whitelist'))}, seq + 1, whitelist_seq),
        timer_seq = iif(${Number(outdates.includes('timer'))}, seq + 1, timer_seq)
    WHERE user_id = ${userId}
    RETURNING seq, stats_seq, whitelist_seq, timer_seq`
  signInHeads.delete(db)
  try {
    const batch = await db.batch<CommittedHead & { user_id?: string }>([...guards, advance, ...writes])
    const [advanced, ...results] = batch.slice(guards.length)
    const head = advanced?.results[0]
    if (!head) throw lost()
    if (!isAside) claims.delete(db)
    notifyPages(db, userId, head)
    // Statements that advance other people’s versions return these versions.
    for (const { results: heads } of batch) {
      if (heads[0]?.user_id === undefined || heads[0].timer_seq === undefined) continue
      for (const other of heads) if (other.user_id) notifyPages(db, other.user_id, other)
    }
    return { seq: head.seq, results }
  } catch (error) {
    if (!isStale(error) && !isMissingReference(error)) throw error
    const { restore_id } = await presentHead(db, userId)
    if (isMissingReference(error)) throw error
    if (restore_id === undoStateId || (restore_id !== null && !whileRestoring)) throw restoringError(restore_id)
    return null
  }
}

/** Like `commitVersion`, for callers that need no results. False if nothing was written. */
export const commit = async (...write: Parameters<typeof commitVersion>) => (await commitVersion(...write)) !== null

/** True if a row violated a unique index, given by its column (`projects.name_key`) or by a pattern of tables. */
export const isTaken = (error: unknown, unique: string | RegExp) =>
  error instanceof Error && error.message.search(unique) >= 0

/** Like `commit`, but returns `taken` if a row violates the unique index; see `isTaken`. */
export const commitUnique = async (
  unique: string | RegExp | undefined,
  ...write: Parameters<typeof commit>
): Promise<'done' | 'stale' | 'taken'> => {
  try {
    return (await commit(...write)) ? 'done' : 'stale'
  } catch (error) {
    if (unique && isTaken(error, unique)) return 'taken'
    throw error
  }
}

/** Guard after a write: rolls the batch back unless the write changed exactly `rows` rows. */
export const orStale = (db: D1Database, rows = 1) =>
  sql(db)`SELECT CASE WHEN changes() = ${rows} THEN 1 ELSE ${stale} END`

/** A person's versions. `epoch` changes when a backup is restored. */
export type PersonVersions = {
  seq: number
  stats_seq: number
  timer_seq: number
  usage_seq: number
  epoch: number
  /** Id of the job that is restoring the person's data, or null. */
  restore_id: string | null
}

/** Heads read by the check of the sign-in. Removed when the request plans a write or writes. */
const signInHeads = new WeakMap<D1Database, { userId: string; head: PersonVersions }>()

/** Lets the request's first write be planned from the versions read at sign-in. */
export const setSignInHead = (db: D1Database, userId: string, head: PersonVersions) =>
  signInHeads.set(db, { userId, head })

/**
 * Versions for planning a write; read them before its other reads. Reuses the versions read at sign-in if the request
 * has neither planned nor written before. @throws ProblemError if the account is gone
 */
export const readVersions = async (db: D1Database, userId: string): Promise<PersonVersions> => {
  const known = signInHeads.get(db)
  signInHeads.delete(db)
  if (known?.userId === userId) return known.head
  forgetReads(db)
  return presentHead(db, userId)
}

/** @throws ProblemError if the account is gone */
export const presentHead = async (db: D1Database, userId: string): Promise<PersonVersions> => {
  const head = await sql(db)`
    SELECT seq, stats_seq, timer_seq, usage_seq, epoch, restore_id
    FROM change_heads WHERE user_id = ${userId}`.first<PersonVersions>()
  if (!head) throw lost()
  return head
}

/** SQL of the new version, after it has advanced. */
export const newSeq = (userId: string) => part`(SELECT seq FROM change_heads WHERE user_id = ${userId})`

/** Guard at the start of a batch: rolls back if the person wrote anything after version `seq`, when it was planned. */
export const guardSeq = (db: D1Database, userId: string, seq: number) =>
  sql(db)`
    SELECT CASE WHEN seq = ${seq + 1} THEN 1 ELSE ${stale} END FROM change_heads WHERE user_id = ${userId}`

/** Guard before the versions advance: rolls the batch back if the timer changed since version `timerSeq`. */
export const guardTimerSeq = (db: D1Database, userId: string, timerSeq: number) =>
  sql(db)`
    SELECT CASE WHEN timer_seq = ${timerSeq} THEN 1 ELSE ${stale} END FROM change_heads WHERE user_id = ${userId}`

/**
 * Maximum characters of JSON in one statement, and in one step of a job: some 500 sessions, which occupy the database
 * for 0.1 s. D1 allows bound values up to 2 MB.
 */
export let chunkCharacters = 250_000

/** Sets `chunkCharacters`. Tests lower it, so that a few sessions take many steps. */
export const limitChunks = (characters = 250_000) => {
  chunkCharacters = characters
}

/** Number of rows in a step that need not be sent as JSON, assuming 500 characters a row. */
export const chunkRows = () => Math.max(1, Math.floor(chunkCharacters / 500))

/** Splits items into JSON arrays of about `chunkCharacters` each. */
export const jsonBatches = <T>(
  items: T[],
  textOf: (item: T, index: number) => string = (item) => JSON.stringify(item),
) => {
  const chunks: { items: T[]; texts: string[] }[] = []
  let room = 0
  for (const [index, item] of items.entries()) {
    const text = textOf(item, index)
    if (text.length > room) {
      chunks.push({ items: [], texts: [] })
      room = chunkCharacters
    }
    chunks.at(-1)?.items.push(item)
    chunks.at(-1)?.texts.push(text)
    room -= text.length
  }
  return chunks.map((chunk) => ({ items: chunk.items, json: `[${chunk.texts.join(',')}]` }))
}

/** The JSON of each chunk. */
export const jsonChunks = (items: unknown[]) => jsonBatches(items).map(({ json }) => json)

export const allRows = async <Row>(statement: D1PreparedStatement): Promise<Row[]> =>
  (await statement.all<Row>()).results

/** Parses the first row of a statement; null without rows. */
export const rowAs = async <Row>(schema: RowSchema<Row>, statement: D1PreparedStatement): Promise<Row | null> => {
  const row = await statement.first()
  return row === null ? null : schema.parse(row)
}

/** Parses the rows of a statement. */
export const rowsAs = async <Row>(schema: RowSchema<Row>, statement: D1PreparedStatement): Promise<Row[]> =>
  parseAll(schema, (await statement.all()).results)
