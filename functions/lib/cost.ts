export type Cost = { statements: number; rowsRead: number; rowsWritten: number; milliseconds: number }

export const noCost = (): Cost => ({ statements: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 })

/** Adds what each statement costs to `cost`. Runs `first()` as `all()`, because D1 reports no cost for it. */
export const metered = (db: D1Database, cost: Cost): D1Database => {
  const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>()

  const add = (results: D1Result[]) => {
    for (const { meta } of results) {
      cost.statements += 1
      cost.rowsRead += meta.rows_read
      cost.rowsWritten += meta.rows_written
    }
  }

  const timed = async <T>(work: () => Promise<T>) => {
    const start = performance.now()
    try {
      return await work()
    } finally {
      cost.milliseconds += performance.now() - start
    }
  }

  const counted = async <R extends D1Result>(work: () => Promise<R>) => {
    const result = await timed(work)
    add([result])
    return result
  }

  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      all: () => counted(() => statement.all()),
      run: () => counted(() => statement.run()),
      first: async (column?: string) => {
        const { results } = await counted(() => statement.all<Record<string, unknown>>())
        const row = results[0] ?? null
        return column === undefined || row === null ? row : row[column]
      },
      raw: () => {
        throw new Error('raw() reports no cost: use all()')
      },
    } as unknown as D1PreparedStatement
    originals.set(wrapped, statement)
    return wrapped
  }

  return {
    prepare: (query: string) => wrap(db.prepare(query)),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await timed(() => db.batch(statements.map((s) => originals.get(s) ?? s)))
      add(results)
      return results
    },
    exec: (query: string) => db.exec(query),
  } as unknown as D1Database
}
