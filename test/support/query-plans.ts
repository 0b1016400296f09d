import { env } from 'cloudflare:workers'
import { rows } from './client'

/** The database, noting each prepared statement. */
const noting = (queries: Set<string>) =>
  new Proxy(env.DB, {
    get: (db, name) => {
      if (name !== 'prepare') return Reflect.get(db, name)
      return (query: string) => {
        queries.add(query)
        return db.prepare(query)
      }
    },
  })

/**
 * True for a step that scans a whole table, and so the rows of all people. Allows the index of admins, and a MATCH in the search
 * index (M in its plan).
 */
const isScan = (tables: Set<string>, query: string, step: string) => {
  if (/^SCAN (users USING (COVERING )?INDEX users_admins\b|search_index VIRTUAL TABLE INDEX \S*M)/.test(step))
    return false
  const name = /^SCAN (\w+)/.exec(step)?.[1]
  if (name === undefined) return false
  const [, table = name] = new RegExp(`\\b(\\w+) AS ${name}\\b`).exec(query) ?? []
  return tables.has(table)
}

/** The query plan of each statement that `use` prepares: its steps, and the steps that scan a table. */
export const plansOf = async (use: (db: D1Database) => unknown) => {
  const queries = new Set<string>()
  const stored = await rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
  const tables = new Set(stored.map(({ name }) => name))
  await use(noting(queries))
  return Promise.all(
    [...queries].map(async (query) => {
      const nothing = Array.from(query.matchAll(/\?/g), () => null)
      const plan = await rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...nothing)
      const steps = plan.map(({ detail }) => detail)
      return { query, steps, scans: steps.filter((step) => isScan(tables, query, step)) }
    }),
  )
}
