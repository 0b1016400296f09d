import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { readSettings } from './serve/settings'
import { databaseFile, holdFolder, migrateFile } from './serve/storage'
import { localEnvironment, root } from './settings'

/** A value as SQLite takes it. */
const bindable = (value: unknown): SQLInputValue =>
  typeof value === 'boolean'
    ? Number(value)
    : value instanceof ArrayBuffer
      ? new Uint8Array(value)
      : (value as SQLInputValue)

const statementOf = (db: DatabaseSync, query: string, bound: unknown[] = []) => {
  const now = () => ({ success: true, results: db.prepare(query).all(...bound.map(bindable)), meta: {} })
  const first = async (column?: string) => {
    const [row] = now().results
    return row === undefined ? null : column === undefined ? row : row[column]
  }
  return {
    bind: (...values: unknown[]) => statementOf(db, query, values),
    run: async () => now(),
    all: async () => now(),
    first,
    now,
  }
}

/** The calls of D1 that scripts make, on a file of SQLite. */
const d1Of = (db: DatabaseSync) =>
  ({
    prepare: (query: string) => statementOf(db, query),
    batch: async (statements: ReturnType<typeof statementOf>[]) => {
      db.exec('BEGIN')
      try {
        const results = statements.map((statement) => statement.now())
        db.exec('COMMIT')
        return results
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
    },
  }) as unknown as D1Database

/** The state folder of the scripts, as `npm start` uses it. */
export const localPlace = () => readSettings(localEnvironment())

const migrations = join(root, 'migrations')

/**
 * Opens the local database, with all migrations applied, for as long as `use` runs.
 * @throws Refusal while a server runs on it
 */
export const withDatabase = async <T>(use: (db: D1Database, applied: string[]) => Promise<T>) => {
  const place = localPlace()
  const release = holdFolder(place.state)
  try {
    return await useDatabase(place, use)
  } finally {
    release()
  }
}

/** As `withDatabase`, for a process that holds the state folder already. */
export const useDatabase = async <T>(
  place: ReturnType<typeof localPlace>,
  use: (db: D1Database, applied: string[]) => Promise<T>,
) => {
  const { missing } = migrateFile(place, migrations)
  const db = new DatabaseSync(databaseFile(place), { timeout: 5_000 })
  try {
    return await use(d1Of(db), missing)
  } finally {
    db.close()
  }
}
