import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Failure } from '../failure'
import { versions } from './schema'

/** How long a write waits for that of another process, in milliseconds. */
const busyMs = 10_000

export type Database = {
  /** The first row, typed as its caller selects it. */
  get: <Row>(sql: string, ...values: SQLInputValue[]) => Row | undefined
  all: <Row>(sql: string, ...values: SQLInputValue[]) => Row[]
  each: <Row>(sql: string, ...values: SQLInputValue[]) => Iterable<Row>
  run: (sql: string, ...values: SQLInputValue[]) => number
  /** Runs the work wholly or, where it throws, not at all. A nested call belongs to the outer one. */
  transaction: <Result>(work: () => Result) => Result
  close: () => void
}

const isBusy = (error: unknown) => error instanceof Error && /database is (locked|busy)/.test(error.message)

const refused = (error: unknown) =>
  isBusy(error) ? new Failure('error', 'Another daymark is writing. Try again in a moment.') : error

const migrate = (db: DatabaseSync) => {
  const version = () => Number(Object.values(db.prepare('PRAGMA user_version').get() ?? {})[0])
  if (version() === versions.length) return
  db.exec('BEGIN IMMEDIATE')
  try {
    const from = version()
    if (from > versions.length) {
      throw new Failure('error', 'The local data was written by a newer Daymark.', 'Update daymark, then try again.')
    }
    for (const statements of versions.slice(from)) db.exec(statements)
    db.exec(`PRAGMA user_version = ${versions.length}; COMMIT`)
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const opened = (path: string) => {
  try {
    const db = new DatabaseSync(path)
    db.exec(`PRAGMA busy_timeout = ${busyMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`)
    migrate(db)
    return db
  } catch (error) {
    if (error instanceof Failure || isBusy(error)) throw refused(error)
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure('error', `Can’t open ${path}: ${reason}.`, 'Move the file away to start with an empty one.')
  }
}

/** Opens the database. A process may end at any moment, and others may write at once. */
export const openDatabase = (path: string): Database => {
  const db = opened(path)
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string) => {
    const known = statements.get(sql) ?? db.prepare(sql)
    statements.set(sql, known)
    return known
  }
  let depth = 0
  const transaction = <Result>(work: () => Result) => {
    if (depth > 0) return work()
    try {
      db.exec('BEGIN IMMEDIATE')
    } catch (error) {
      throw refused(error)
    }
    depth += 1
    try {
      const result = work()
      db.exec('COMMIT')
      return result
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK')
      throw refused(error)
    } finally {
      depth -= 1
    }
  }
  return {
    // Rows are as their statement selects them, which the type of the call says.
    get: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as Row[],
    each: <Row>(sql: string, ...values: SQLInputValue[]) => db.prepare(sql).iterate(...values) as Iterable<Row>,
    run: (sql, ...values) => Number(prepared(sql).run(...values).changes),
    transaction,
    close: () => db.close(),
  }
}
