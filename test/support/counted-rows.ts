import { env } from 'cloudflare:workers'

/** Calls that a store in a Durable Object with SQLite can answer as D1 does (docs/scaling.md). */
const calls = {
  database: ['prepare', 'batch', 'exec'],
  statement: ['bind', 'all', 'first', 'run'],
} as const

/** Gives nothing but these members: anything else that is read fails. */
const only = <T extends object>(names: readonly string[], members: object): T =>
  new Proxy(members, {
    get: (target, name) => {
      if (names.includes(String(name))) return Reflect.get(target, name)
      if (typeof name === 'symbol' || name === 'then') return undefined
      throw new Error(`The database has no call ${name} behind every store: use ${names.join(', ')}`)
    },
  }) as T

/** The database with six calls and no others, which counts the rows that all of its statements read and write. */
export const countedRows = () => {
  const rows = { read: 0, written: 0 }
  const originals = new WeakMap<object, D1PreparedStatement>()
  const count = <T>(result: D1Result<T>) => {
    rows.read += result.meta.rows_read
    rows.written += result.meta.rows_written
    return result
  }
  const statement = (original: D1PreparedStatement): D1PreparedStatement => {
    const all = async () => count(await original.all<Record<string, unknown>>())
    const made = only<D1PreparedStatement>(calls.statement, {
      bind: (...values: unknown[]) => statement(original.bind(...values)),
      all,
      run: all,
      first: async (column?: string) => {
        const row = (await all()).results[0] ?? null
        return column === undefined ? row : (row?.[column] ?? null)
      },
    })
    originals.set(made, original)
    return made
  }
  const DB = only<D1Database>(calls.database, {
    prepare: (query: string) => statement(env.DB.prepare(query)),
    batch: async (statements: D1PreparedStatement[]) =>
      (await env.DB.batch(statements.map((one) => originals.get(one) ?? one))).map(count),
    exec: (query: string) => env.DB.exec(query),
  })
  return { DB, rows }
}
