import { isRead, joiner, type Read, turns } from './joined-reads'
import { copied, memory } from './kept-reads'
import { namedIn, type Person, signingIn } from './signing-in'

/** `trips` are the round trips to the database that waited for one another. */
export type Cost = { statements: number; trips: number; rowsRead: number; rowsWritten: number; milliseconds: number }

export const noCost = (): Cost => ({ statements: 0, trips: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 })

/** Tools of a metered database, behind D1's interface. */
type Meter = {
  remember: (reads: () => Promise<unknown>[]) => void
  forget: () => void
  readBeside: (person: Person, reads: (userId: string) => Promise<unknown>[]) => void
  signedIn: (userId: string) => void
  hooks: Set<() => void>
}

const meters = new WeakMap<D1Database, Meter>()

/** Starts reads that will be asked for, and keeps their results until something is written. */
export const remember = (db: D1Database, reads: () => Promise<unknown>[]) => meters.get(db)?.remember(reads)

/** Forgets what was read: a write is planned from what is read from now on. */
export const forgetReads = (db: D1Database) => meters.get(db)?.forget()

/**
 * Starts reads of the person whom `person` selects, together with the statement that signs them in: ask for that one
 * first. `signedIn` then lets the request find their results.
 */
export const readBeside = (db: D1Database, person: Person, reads: (userId: string) => Promise<unknown>[]) =>
  meters.get(db)?.readBeside(person, reads)

/** Remembers what was read beside the sign-in of this person. */
export const signedIn = (db: D1Database, userId: string) => meters.get(db)?.signedIn(userId)

/**
 * Calls `start` whenever a batch is about to be sent: the reads that it asks for at once become its last statements.
 * Returns a function that ends this.
 */
export const onBatch = (db: D1Database, start: () => void) => {
  const hooks = meters.get(db)?.hooks
  hooks?.add(start)
  return () => hooks?.delete(start)
}

/**
 * Adds what each statement costs to `cost`, and sends reads that are asked for at the same time in one batch. Runs
 * `first()` as `all()`, because D1 reports no cost for it.
 * @param isRemembered sends a read once, however often it is asked for until something is written
 */
export const metered = (db: D1Database, cost: Cost, isRemembered = false): D1Database => {
  const { read, keep, find, forget } = memory()
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()
  const hooks = new Set<() => void>()
  /** Reads that the next batch takes along, while one waits to be sent. */
  let along: Read[] | null = null
  /** Results that the reads of the batch will have, which are remembered when it is written. */
  let kept: [key: string, result: Promise<D1Result>][] = []
  /** The person of reads that are being asked for before their id is known, and these reads. */
  let signing: Person | null = null
  let besides: { query: string; bound: unknown[]; result: Promise<D1Result> }[] = []
  let isEarly = false

  const counted = async (work: () => Promise<D1Result[]>) => {
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
    } finally {
      cost.trips = Math.max(cost.trips, trip)
      cost.milliseconds += performance.now() - start
    }
  }

  const send = (statements: D1PreparedStatement[]) =>
    counted(async () => {
      const [only] = statements
      return only && statements.length === 1 ? [await only.all()] : db.batch(statements)
    })

  const joined = joiner(send)

  const join = (statement: D1PreparedStatement) => {
    const reads = along
    if (reads === null) return joined(statement)
    return new Promise<D1Result>((resolve, reject) => reads.push({ statement, resolve, reject }))
  }

  const write = <T>(work: () => Promise<T>) => {
    forget()
    return work().finally(forget)
  }

  /** Sends writes, and behind them the reads that are asked for at the same time: these see what was written. */
  const sendWrites = async (statements: D1PreparedStatement[]) => {
    const reads: Read[] = []
    along = reads
    kept = []
    for (const start of hooks) start()
    await turns()
    if (along === reads) along = null
    try {
      const all = [...statements, ...reads.map(({ statement }) => statement)]
      const results = await counted(() => db.batch(all))
      for (const [index, { resolve }] of reads.entries()) resolve(results[statements.length + index] as D1Result)
      return results.slice(0, statements.length)
    } catch (error) {
      // They are about what is there now.
      for (const { statement, resolve, reject } of reads) joined(statement).then(resolve, reject)
      throw error
    }
  }

  const wrap = (statement: D1PreparedStatement, query: string, bound: unknown[] = []): D1PreparedStatement => {
    const askBeside = (person: Person) => {
      const { text, values } = namedIn(person, query, bound)
      const result = joined(db.prepare(text).bind(...values))
      besides.push({ query, bound, result })
      return result
    }
    const ask = (): Promise<D1Result> => {
      if (signing) return askBeside(signing)
      const key = JSON.stringify([query, bound])
      if (isRemembered) return read(key, () => join(statement))
      const known = find(key)
      if (known) return known.then(copied)
      const sent = join(statement)
      if (isEarly) keep(key, sent)
      if (isEarly && along) kept.push([key, sent])
      return sent
    }
    const all = async () => (isRead(query) ? ask() : (await write(() => send([statement])))[0])
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values), query, values),
      all,
      run: async () => (await write(() => counted(async () => [await statement.run()])))[0],
      first: async (column?: string) => {
        const row = ((await all())?.results[0] ?? null) as Record<string, unknown> | null
        return column === undefined || row === null ? row : row[column]
      },
      raw: () => {
        throw new Error('raw() reports no cost: use all()')
      },
    } as unknown as D1PreparedStatement
    originals.set(wrapped, statement)
    return wrapped
  }

  const metered = {
    prepare: (query: string) => wrap(db.prepare(query), query),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await write(() =>
        sendWrites(statements.map((statement) => originals.get(statement) ?? statement)),
      )
      for (const [key, result] of kept) keep(key, result)
      return results
    },
    exec: (query: string) => db.exec(query),
  } as unknown as D1Database

  const remember = (reads: () => Promise<unknown>[]) => {
    isEarly = true
    // Who asks for them handles their failure.
    for (const read of reads()) read.catch(() => undefined)
    isEarly = false
  }
  const readBeside = (person: Person, reads: (userId: string) => Promise<unknown>[]) => {
    signing = person
    for (const read of reads(signingIn)) read.catch(() => undefined)
    signing = null
  }
  const signedIn = (userId: string) => {
    for (const { query, bound, result } of besides) {
      keep(JSON.stringify([query, bound.map((value) => (value === signingIn ? userId : value))]), result)
    }
    besides = []
  }
  meters.set(metered, { remember, forget, readBeside, signedIn, hooks })
  return metered
}
