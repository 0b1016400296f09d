import { constant } from './sql'

// The columns are constants of the code. `json_each` reads the JSON of rows, each of which is its `value`.

/** Columns by their names. @param prefix of each, such as a table with a dot */
export const columnList = (columns: readonly string[], prefix = '') =>
  constant(columns.map((column) => `${prefix}${column}`).join(', '))

/** Columns in the JSON of a row; a list is JSON. @param prefix of `value`, such as a name of `json_each` with a dot */
export const jsonValues = (columns: readonly string[], prefix = '') =>
  constant(columns.map((column) => `${prefix}value ->> '${column}'`).join(', '))

/** `SET` of columns to those in the JSON of a row. */
export const setFromJson = (columns: readonly string[]) =>
  constant(columns.map((column) => `${column} = value ->> '${column}'`).join(', '))

/** `SET` of columns, behind ON CONFLICT, to those of the row that was to be added. */
export const setExcluded = (columns: readonly string[]) =>
  constant(columns.map((column) => `${column} = excluded.${column}`).join(', '))
