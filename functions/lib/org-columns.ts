import type { KindEntry } from './kind-entry'
import { kindEntries } from './kinds'
import { constant } from './sql'

/** SQL of a column of `KindEntry.org` for rows that are named by a table's `user_id`, `kind` and `id`; null without it. */
export const orgColumn = (table: string, column: keyof KindEntry['org']) => {
  const cases = kindEntries.flatMap(([kind, { table: of, org }]) => {
    const sql = org[column]
    return sql === undefined
      ? []
      : [
          `WHEN '${kind}' THEN (SELECT ${sql} FROM ${of} WHERE ${of}.user_id = ${table}.user_id AND ${of}.id = ${table}.id)`,
        ]
  })
  return constant(`CASE ${table}.kind ${cases.join(' ')} END`)
}
