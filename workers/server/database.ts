type Row = Record<string, unknown>

/** Number of trips after which a request lets others go on at each. Pages make fewer. */
const tripsAtOnce = 8

const toError = (error: unknown) => new Error(`D1_ERROR: ${error instanceof Error ? error.message : String(error)}`)

/**
 * Makes databases with the calls of D1 that the application makes, on the SQLite of the object in which it runs: a
 * self-hosted server has its data beside its code. Errors have D1's form. Each request has a database of its own: a
 * statement here waits for nothing, so that a backup would run to its end before another request, with all that it sends
 * in memory.
 */
export const databasesIn = (storage: DurableObjectStorage) => {
  const { sql } = storage
  const readChanges = () =>
    sql.exec<{ total: number; last: number }>('SELECT total_changes() AS total, last_insert_rowid() AS last').one()
  let changes: ReturnType<typeof readChanges> | undefined

  const run = (query: string, values: unknown[]) => {
    changes ??= readChanges()
    const before = changes.total
    const cursor = sql.exec(query, ...(values as SqlStorageValue[]))
    const results: Row[] = cursor.toArray()
    const { rowsRead, rowsWritten } = cursor
    if (rowsWritten > 0) changes = readChanges()
    // D1 returns bytes as numbers.
    for (const row of results)
      for (const name in row) if (row[name] instanceof ArrayBuffer) row[name] = Array.from(new Uint8Array(row[name]))
    const written = changes.total - before
    return {
      success: true as const,
      results,
      meta: {
        ...{ served_by: 'workerd', duration: 0, size_after: 0, changed_db: written > 0, last_row_id: changes.last },
        ...{ changes: written, rows_read: rowsRead, rows_written: rowsWritten },
      },
    }
  }

  /** Runs statements in one transaction. Resolves once what they wrote is on the disk. */
  const transact = async <T>(work: () => T) => {
    const before = changes?.total
    try {
      const results = storage.transactionSync(work)
      if (changes?.total !== before) await storage.sync()
      return results
    } catch (error) {
      changes = undefined
      throw toError(error)
    }
  }

  return () => {
    let trips = 0
    const send = async <T>(work: () => T) => {
      const results = await transact(work)
      trips += 1
      if (trips > tripsAtOnce) await scheduler.wait(0)
      return results
    }

    class Statement {
      constructor(
        readonly query: string,
        readonly values: unknown[] = [],
      ) {}

      bind(...values: unknown[]) {
        return new Statement(this.query, values)
      }

      all() {
        return send(() => run(this.query, this.values))
      }

      run() {
        return this.all()
      }

      async first(column?: string) {
        const row = (await this.all()).results[0] ?? null
        return column === undefined ? row : (row?.[column] ?? null)
      }
    }

    return {
      prepare: (query: string) => new Statement(query),
      /** Runs statements in order, all or none. */
      batch: (statements: Statement[]) => send(() => statements.map(({ query, values }) => run(query, values))),
    } as unknown as D1Database
  }
}

const refuse = () => Promise.reject(new Error('D1_ERROR: database or disk is full: SQLITE_FULL'))
const refused = { bind: () => refused, all: refuse, run: refuse, first: refuse }

/** A database whose disk is full. */
export const fullDisk = { prepare: () => refused, batch: refuse } as unknown as D1Database
