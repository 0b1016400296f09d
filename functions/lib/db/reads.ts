/** Database cost of a request. `trips`: sequential round trips; `failed`: round trips that ended in an error. */
export type Cost = {
  statements: number
  trips: number
  failed: number
  rowsRead: number
  rowsWritten: number
  milliseconds: number
}

export const noCost = (): Cost => ({ statements: 0, trips: 0, failed: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 })

/** Statements of a failed batch, by its error. */
const refused = new WeakMap<object, string>()

/** Statements of a failed batch, for the log: `UPDATE change_heads, INSERT INTO tasks`. */
export const refusedStatements = (error: Error) => refused.get(error)

const nameOf = (query: string) => /\b(INSERT INTO|UPDATE|DELETE FROM|FROM)\s+\w+/i.exec(query)?.[0] ?? 'SELECT'

/** Runs one round trip and adds its cost to `cost`. */
const spent = async (cost: Cost, queries: () => string[], work: () => Promise<D1Result[]>) => {
  const start = performance.now()
  const trip = cost.trips + 1
  try {
    const results = await work()
    for (const { meta } of results) {
      cost.statements += 1
      cost.rowsRead += meta.rows_read
      cost.rowsWritten += meta.rows_written
    }
    return results
  } catch (error) {
    cost.failed += 1
    if (error instanceof Error) refused.set(error, [...new Set(queries().map(nameOf))].join(', '))
    throw error
  } finally {
    cost.trips = Math.max(cost.trips, trip)
    cost.milliseconds += performance.now() - start
  }
}

/** A queued read and its callers. */
type Waiting = {
  statement: D1PreparedStatement
  resolve: (result: D1Result) => void
  reject: (error: unknown) => void
}

type Request = {
  forget: () => void
  /** Functions that start the reads for a write's response. */
  answers: Set<() => void>
  /** Running work of `shared`, by name. */
  underWay: Map<string, Promise<unknown>>
}

const requests = new WeakMap<D1Database, Request>()

/** Maximum rows of one cached read. */
const keptRows = 1000
/** Maximum rows cached in all, because downloads read page after page. */
const allKeptRows = 5000
/** Maximum characters of the bound values of a cached read. */
const keptCharacters = 10_000

const isRead = (query: string) => /^\s*(SELECT|WITH)\b/i.test(query) && !/\b(INSERT|UPDATE|DELETE)\b/.test(query)

const copied = (result: D1Result): D1Result => ({
  ...result,
  results: result.results.map((row) => Object.assign({}, row as object)),
})

/** Caches a request's reads until its next write, so that a repeated read is not sent again. */
const readCache = () => {
  const kept = new Map<string, Promise<D1Result>>()
  let rows = 0

  const forget = () => {
    kept.clear()
    rows = 0
  }

  const ask = (query: string, bound: unknown[], read: () => Promise<D1Result>) => {
    const key = JSON.stringify([query, bound])
    const known = kept.get(key)
    if (known) return known
    const sent = read()
    if (key.length - query.length > keptCharacters) return sent
    kept.set(key, sent)
    const drop = () => kept.get(key) === sent && kept.delete(key)
    sent.then(({ results: { length } }) => {
      if (length > keptRows || rows + length > allKeptRows) drop()
      else rows += length
    }, drop)
    return sent
  }
  return { ask, forget }
}

/** Sends statements to the database in one round trip. */
type Sender = {
  send: (statements: D1PreparedStatement[]) => Promise<D1Result[]>
  sendAlone: (statement: D1PreparedStatement) => Promise<D1Result[]>
}

/** Batches the reads of one tick. A write shares its batch with the reads of its response. */
const queueOf = ({ send, sendAlone }: Sender, answers: Set<() => void>) => {
  let waiting: Waiting[] = []
  /** The pending batch of writes. Reads wait for it. */
  let writing: Promise<unknown> | undefined

  const takeWaiting = () => {
    const reads = waiting
    waiting = []
    return reads
  }

  const sendWaiting = async () => {
    await null
    while (writing) await writing
    const reads = takeWaiting()
    const results = reads.length > 1 && (await send(reads.map(({ statement }) => statement)).catch(() => null))
    for (const [index, { statement, resolve, reject }] of reads.entries()) {
      if (results) resolve(results[index] as D1Result)
      // One faulty statement fails the whole batch. Sent alone, each statement gets its own result.
      else await sendAlone(statement).then(([result]) => resolve(result as D1Result), reject)
    }
  }

  const wait = (...reads: Waiting[]) => {
    if (waiting.length === 0) void sendWaiting()
    waiting.push(...reads)
  }

  const sendWrites = async (statements: D1PreparedStatement[]) => {
    for (const start of answers) start()
    await null
    const reads = takeWaiting()
    try {
      const results = await send([...statements, ...reads.map(({ statement }) => statement)])
      for (const [index, { resolve }] of reads.entries()) resolve(results[statements.length + index] as D1Result)
      return results.slice(0, statements.length)
    } catch (error) {
      // Nothing was written, so the reads are sent again without the writes.
      if (reads.length > 0) wait(...reads)
      throw error
    }
  }

  const write = (statements: D1PreparedStatement[]) => {
    const written = sendWrites(statements)
    const ended = written
      .catch(() => undefined)
      .then(() => {
        if (writing === ended) writing = undefined
      })
    writing = ended
    return written
  }
  const read = (statement: D1PreparedStatement) =>
    new Promise<D1Result>((resolve, reject) => wait({ statement, resolve, reject }))
  return { read, write }
}

/**
 * Wraps the database for one request, and adds the cost of each statement to `cost`. `first()` runs as `all()`, because
 * D1 reports no cost for it.
 */
export const meterDatabase = (db: D1Database, cost: Cost): D1Database => {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()
  const queries = new WeakMap<D1PreparedStatement, string>()
  const answers = new Set<() => void>()
  const { ask, forget } = readCache()

  const queriesOf = (statements: D1PreparedStatement[]) => () => statements.map((one) => queries.get(one) ?? '')
  const { read, write } = queueOf(
    {
      send: (statements) => spent(cost, queriesOf(statements), () => db.batch(statements)),
      sendAlone: (statement) => spent(cost, queriesOf([statement]), async () => [await statement.all()]),
    },
    answers,
  )

  const batch = (statements: D1PreparedStatement[]) => {
    forget()
    return write(statements.map((statement) => originals.get(statement) ?? statement))
  }

  const writeAlone = (query: string, work: () => Promise<D1Result>) => {
    forget()
    const alone = async () => [await work()]
    return spent(cost, () => [query], alone).finally(forget)
  }

  const wrap = (statement: D1PreparedStatement, query: string, bound: unknown[] = []): D1PreparedStatement => {
    const all = async () =>
      isRead(query)
        ? copied(await ask(query, bound, () => read(statement)))
        : (await writeAlone(query, () => statement.all()))[0]
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values), query, values),
      all,
      run: async () => (await writeAlone(query, () => statement.run()))[0],
      first: async (column?: string) => {
        const row = ((await all())?.results[0] ?? null) as Record<string, unknown> | null
        return column === undefined || row === null ? row : row[column]
      },
      raw: () => {
        throw new Error('raw() reports no cost: use all()')
      },
    } as unknown as D1PreparedStatement
    originals.set(wrapped, statement)
    queries.set(statement, query)
    return wrapped
  }

  const wrapped = {
    prepare: (query: string) => wrap(db.prepare(query), query),
    batch,
  } as unknown as D1Database
  requests.set(wrapped, { forget, answers, underWay: new Map() })
  return wrapped
}

/** Clears the request's read cache, so that a write is planned from fresh reads. */
export const forgetReads = (db: D1Database) => requests.get(db)?.forget()

/** Prefetches reads into the current batch. The caller that needs a result handles its error. */
export const prefetchReads = (...reads: (Promise<unknown> | null | undefined)[]) => {
  for (const read of reads) read?.catch(() => undefined)
}

/**
 * Declares the read of a write's response: it runs as the last statements of each following batch of writes. Call the
 * returned function after the write.
 */
export const prefetchResponse = <T>(db: D1Database, read: () => Promise<T>): (() => Promise<T>) => {
  let prepared: Promise<T> | undefined
  const start = () => {
    prepared = read()
    // Avoids an unhandled rejection: a failed write has another response.
    prepared.catch(() => undefined)
  }
  const { answers } = requests.get(db) ?? {}
  answers?.add(start)
  return () => {
    answers?.delete(start)
    return prepared ?? read()
  }
}

/** Shares running work of this name among all callers in a request. */
export const shareWork = <T>(db: D1Database, name: string, work: () => Promise<T>): Promise<T> => {
  const { underWay } = requests.get(db) ?? {}
  const running = underWay?.get(name) ?? work().finally(() => underWay?.delete(name))
  underWay?.set(name, running)
  return running as Promise<T>
}

/** Name of the personal token that a request used, by the request's database. */
const tokenNames = new WeakMap<D1Database, string>()

export const setTokenName = (db: D1Database, name: string) => tokenNames.set(db, name)

/** Name of the request's personal token; null for a browser or another program. */
export const tokenNameOf = (db: D1Database) => tokenNames.get(db) ?? null
