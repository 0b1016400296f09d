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
 * A step that reads a whole table, and so grows with the years. Excludes a list that was bound, rows already found, a table that the
 * statement makes for itself, the index that holds admins alone, or what the search's index has for a MATCH (its plan
 * says M).
 */
const isScan = (query: string, step: string) => {
  const [, name] =
    /^SCAN (?!value\b|json_each\b|chunk VIRTUAL|CONSTANT\b|\(subquery|users USING (?:COVERING )?INDEX users_admins\b|search_index VIRTUAL TABLE INDEX \d+:\S*M)(\S+)/.exec(
      step,
    ) ?? []
  return name !== undefined && !new RegExp(`\\b${name}\\s*(\\([^)]*\\))?\\s+AS\\s*(MATERIALIZED\\s*)?\\(`).test(query)
}

/** The query plan of each statement that `use` prepares: its steps, and the steps that scan a table. */
export const plansOf = async (use: (db: D1Database) => unknown) => {
  const queries = new Set<string>()
  await use(noting(queries))
  return Promise.all(
    [...queries].map(async (query) => {
      const nothing = Array.from(query.matchAll(/\?/g), () => null)
      const plan = await rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...nothing)
      const steps = plan.map(({ detail }) => detail)
      return { query, steps, scans: steps.filter((step) => isScan(query, step)) }
    }),
  )
}
