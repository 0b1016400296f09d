import { type Kind, kindEntry } from '../lib/kinds'
import { constant, part } from '../lib/sql'

/** The order of `foundFrom`: the last written first. */
export const foundOrder = 'search_index.rowid DESC'

/**
 * FROM and WHERE of the rows of a kind that match, below the one with the id `after`, empty for the first page; see
 * `walkIds`. @param match expression for the search index
 */
export const foundFrom = (userId: string, kind: Kind, match: string, after: string) => {
  const table = constant(kindEntry(kind).table)
  const below = part`AND search_index.rowid < (
        SELECT number FROM search_documents WHERE user_id = ${userId} AND kind = ${kind} AND id = ${after})`
  return part`
      FROM search_index
        CROSS JOIN search_documents AS documents
          ON documents.number = search_index.rowid AND documents.user_id = ${userId}
        CROSS JOIN ${table} ON ${table}.user_id = ${userId} AND ${table}.id = documents.id
      WHERE search_index MATCH ${match} ${after ? below : part``} AND ${table}.deleted_at IS NULL`
}
