import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { pathToFileURL, URL } from 'node:url'
import { Failure } from '../failure'
import { schemaMigrations } from './schema'

/** Maximum wait for another process's write, in ms. */
const busyMs = 10_000

export type Database = {
  /** Returns the first row. The caller's type has to match the selected columns. */
  get: <Row>(sql: string, ...values: SQLInputValue[]) => Row | undefined
  all: <Row>(sql: string, ...values: SQLInputValue[]) => Row[]
  each: <Row>(sql: string, ...values: SQLInputValue[]) => Iterable<Row>
  run: (sql: string, ...values: SQLInputValue[]) => number
  /** Runs the work in a transaction, which rolls back if the work throws. A nested call joins the outer transaction. */
  transaction: <Result>(work: () => Result) => Result
  close: () => void
}

const isBusy = (error: unknown) => error instanceof Error && /database is (locked|busy)/.test(error.message)

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Turns an SQLite error of a write into a Failure; returns other errors unchanged. */
const refused = (error: unknown) => {
  const message = messageOf(error)
  if (isBusy(error)) return new Failure('error', 'Another daymark is writing. Try again in a moment.')
  if (/disk is full|disk I\/O error|readonly database/i.test(message)) {
    const text = 'Can’t write the local data: the disk is full or can only be read. Nothing was saved.'
    return new Failure('error', text, 'Free some space or make it writable, then try again.')
  }
  return error
}

const migrate = (db: DatabaseSync) => {
  const version = () => Number(Object.values(db.prepare('PRAGMA user_version').get() ?? {})[0])
  if (version() === schemaMigrations.length) return
  db.exec('BEGIN IMMEDIATE')
  try {
    const from = version()
    if (from > schemaMigrations.length) {
      throw new Failure('error', 'The local data was written by a newer Daymark.', 'Update daymark, then try again.')
    }
    for (const statements of schemaMigrations.slice(from)) db.exec(statements)
    db.exec(`PRAGMA user_version = ${schemaMigrations.length}; COMMIT`)
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const openedToWrite = (path: string) => {
  const db = new DatabaseSync(path)
  db.exec(`PRAGMA busy_timeout = ${busyMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`)
  migrate(db)
  return db
}

/** Opens an existing database on a read-only disk; null if that fails, too. */
const openedToRead = (path: string) => {
  // Without its write-ahead log, SQLite can read such a file only in the mode for files that nobody changes.
  const immutable = new URL(`${pathToFileURL(path).href}?immutable=1`)
  for (const location of [path, immutable]) {
    try {
      const db = new DatabaseSync(location, { readOnly: true })
      const [version] = Object.values(db.prepare('PRAGMA user_version').get() ?? {})
      if (version === schemaMigrations.length) return db
    } catch {}
  }
  return null
}

const opened = (path: string) => {
  try {
    return openedToWrite(path)
  } catch (error) {
    if (error instanceof Failure || isBusy(error)) throw refused(error)
    const db = openedToRead(path)
    if (db) return db
    const hint = 'Keep the file: it may hold changes that wait to be synced. DAYMARK_HOME selects another folder.'
    throw new Failure('error', `Can’t open ${path}: ${messageOf(error)}.`, hint)
  }
}

/** Opens the database. It survives a process that ends at any moment, and other processes that write at once. */
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
    // SQLite returns untyped rows; the caller's type has to match the selected columns.
    get: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepared(sql).all(...values) as Row[],
    each: <Row>(sql: string, ...values: SQLInputValue[]) => db.prepare(sql).iterate(...values) as Iterable<Row>,
    run: (sql, ...values) => {
      try {
        return Number(prepared(sql).run(...values).changes)
      } catch (error) {
        throw refused(error)
      }
    },
    transaction,
    close: () => db.close(),
  }
}
