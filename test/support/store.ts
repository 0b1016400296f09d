/** Calls that a store in a Durable Object with SQLite can answer as D1 does (docs/scaling.md). */
const calls = {
  database: ['prepare', 'batch'],
  statement: ['bind', 'all', 'first', 'run'],
} as const

/** An object with only these members; accessing any other throws. */
const only = <T extends object>(names: readonly string[], members: object): T =>
  new Proxy(members, {
    get: (target, name) => {
      if (names.includes(String(name))) return Reflect.get(target, name)
      // A promise that resolves to it asks for `then`.
      if (typeof name === 'symbol' || name === 'then') return undefined
      throw new Error(`A store has no ${name}: use ${names.join(', ')}`)
    },
  }) as T

/** Statements that the application prepared. */
export const prepared = new Set<string>()

/** A database with these calls and no others. @param done hears of each result */
export const storeOf = (db: D1Database, done: (meta: D1Meta) => void = () => {}): D1Database => {
  const originals = new WeakMap<object, D1PreparedStatement>()
  const count = <T>(result: D1Result<T>) => {
    done(result.meta)
    return result
  }
  const statement = (original: D1PreparedStatement): D1PreparedStatement => {
    const all = async () => count(await original.all<Record<string, unknown>>())
    const made = only<D1PreparedStatement>(calls.statement, {
      bind: (...values: unknown[]) => statement(original.bind(...values)),
      all,
      run: async () => count(await original.run()),
      first: async (column?: string) => {
        const row = (await all()).results[0] ?? null
        return column === undefined ? row : (row?.[column] ?? null)
      },
    })
    originals.set(made, original)
    return made
  }
  return only<D1Database>(calls.database, {
    prepare: (query: string) => {
      prepared.add(query)
      return statement(db.prepare(query))
    },
    batch: async (statements: D1PreparedStatement[]) =>
      (await db.batch(statements.map((one) => originals.get(one) ?? one))).map(count),
  })
}
