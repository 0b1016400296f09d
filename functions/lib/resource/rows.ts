import { columnList, jsonValues, setFromJson } from '../columns'
import { given } from '../conditions'
import { constant, jsonChunks, part, type SqlPart, sql } from '../sql'
import type { Columns } from './stored'

const none = constant('')

/** Names of the members of rows, constants of the code. */
export const columnsIn = (rows: object[]) => [...new Set(rows.flatMap((row) => Object.keys(row)))]

const listOf = (parts: SqlPart[]) => parts.reduce((all, one) => part`${all}, ${one}`)

/**
 * Adds rows, each of whose members is a column. Nothing guards them.
 * @param besides further columns; their SQL may read the JSON of a row as `value`
 * @param after further SQL: ON CONFLICT, RETURNING
 */
export const insertRows = (
  db: D1Database,
  table: string,
  userId: string,
  rows: object[],
  besides: Columns = {},
  after: SqlPart = none,
) =>
  jsonChunks(rows).map((json) => {
    const names = columnsIn(rows).filter((name) => !(name in besides))
    const values = [jsonValues(names), ...Object.values(besides).map((value) => part`${value}`)]
    return sql(db)`
      INSERT INTO ${constant(table)} (user_id, ${columnList([...names, ...Object.keys(besides)])})
      SELECT ${userId}, ${listOf(values)}
      FROM json_each(${json})
      WHERE true ${after}`
  })

/** Saves the members of rows over the rows with their ids, whatever their version. @param besides as `insertRows` */
export const updateRows = (
  db: D1Database,
  table: string,
  userId: string,
  rows: { id: string }[],
  besides: Columns = {},
  where: SqlPart = none,
) =>
  jsonChunks(rows).map((json) => {
    const names = columnsIn(rows).filter((name) => name !== 'id' && !(name in besides))
    const set = [
      setFromJson(names),
      ...Object.entries(besides).map(([name, value]) => part`${constant(name)} = ${value}`),
    ]
    return sql(db)`
      ${given(json)}
      UPDATE ${constant(table)} SET ${listOf(set)}
      FROM given
      WHERE ${constant(table)}.user_id = ${userId} AND ${constant(table)}.id = value ->> 'id' ${where}`
  })
