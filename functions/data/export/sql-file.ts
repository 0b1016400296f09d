import { type ExportParts, exportVersion, flatRow } from './document'
import { type ColumnTypes, documentColumns, documentLists, type ExportList, type ExportRow } from './queries'

const name = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`

/** Control characters that may end a statement or a line for `sqlite3`. */
const isUnsafe = /[^\P{Cc}\t\n]/u

export const sqlLiteral = (value: string | number | null) => {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  if (isUnsafe.test(value)) return `CAST(x'${new TextEncoder().encode(value).toHex()}' AS TEXT)`
  return `'${value.replaceAll("'", "''")}'`
}

const createTable = ({ table, columns, key }: Pick<ExportList, 'table' | 'columns' | 'key'>, types: ColumnTypes) => {
  const typeOf = (column: string) =>
    column.endsWith('_at') ? 'TEXT' : (types.get(`${table === 'user' ? 'users' : table}.${column}`) ?? 'TEXT')
  const lines = [
    ...columns.map((column) => `  ${name(column)} ${typeOf(column)}${key.includes(column) ? ' NOT NULL' : ''}`),
    `  PRIMARY KEY (${key.map(name).join(', ')})`,
  ]
  return `CREATE TABLE ${name(table)} (\n${lines.join(',\n')}\n);\n`
}

/** Rows in one INSERT, so that no statement gets too long. */
const rowsAtOnce = 100

const inserts = (table: string, columns: readonly string[], rows: ExportRow[]) =>
  Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) => {
    const values = rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce).map((row) => {
      const flat = flatRow(row)
      return `(${columns.map((column) => sqlLiteral(flat[column] ?? null)).join(', ')})`
    })
    return `INSERT INTO ${name(table)} (${columns.map(name).join(', ')}) VALUES\n${values.join(',\n')};\n`
  }).join('')

const head = (exportedAt: string) => `-- Everything of a Daymark account. Read it into an empty database:
--   sqlite3 daymark.db < this-file.sql
-- Instants are ISO 8601 in UTC. Lists, such as tags, are JSON.
BEGIN;
CREATE TABLE "export" (
  "format" TEXT,
  "version" INTEGER,
  "exported_at" TEXT
);
INSERT INTO "export" VALUES ('daymark', ${exportVersion}, '${exportedAt}');
`

/**
 * Everything as SQL for an empty database. It is one transaction, so that a truncated file leaves the database empty.
 */
export async function* sqlFile({ now, user, pages, types }: ExportParts & { types: ColumnTypes }) {
  const userTable = { table: 'user', columns: Object.keys(user), key: ['id'] as const }
  yield head(new Date(now).toISOString())
  yield [userTable, ...documentLists].map((list) => createTable(list, types)).join('')
  yield inserts(userTable.table, userTable.columns, [user])
  for await (const { table, rows } of pages) yield inserts(table, documentColumns(table), rows)
  yield 'COMMIT;\n'
}
