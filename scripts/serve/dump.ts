import { DatabaseSync } from 'node:sqlite'

const named = (name: unknown) => `"${String(name).replaceAll('"', '""')}"`

type Part = { name: string; type: string; sql: string }

/** A value as SQL. `quote` ends a text at its first character 0. */
const literal = (column: string) =>
  `iif(instr(CAST(${column} AS BLOB), X'00') AND typeof(${column}) = 'text', 'CAST(X''' || hex(${column}) || ''' AS TEXT)', quote(${column}))`

const rowsOf = function* (db: DatabaseSync, table: string) {
  const columns = db.prepare(`SELECT name FROM pragma_table_info(?)`).all(table)
  const names = columns.map(({ name }) => named(name))
  const values = names.map(literal).join(` || ',' || `)
  for (const { row } of db.prepare(`SELECT ${values} AS row FROM ${named(table)}`).iterate())
    yield `INSERT INTO ${named(table)} (${names.join(',')}) VALUES (${row});\n`
}

/**
 * The statements that make a database again, of one state also while a server writes it: tables with their rows, indexes,
 * triggers, views. The search index is virtual, which D1 cannot import with its rows: the last statement fills it.
 */
export const dump = function* (db: DatabaseSync) {
  db.exec('BEGIN')
  const parts = db
    .prepare(
      "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY rowid",
    )
    .all() as Part[]
  const isVirtual = ({ sql }: Part) => sql.startsWith('CREATE VIRTUAL TABLE')
  const virtual = parts.filter(isVirtual)
  const isShadow = ({ name }: Part) => virtual.some((one) => name.startsWith(`${one.name}_`))
  const isTable = (one: Part) => one.type === 'table' && !isVirtual(one) && !isShadow(one)
  yield 'PRAGMA defer_foreign_keys = TRUE;\n'
  // A row may name one of a table that was made later.
  for (const { sql } of parts.filter(isTable)) yield `${sql};\n`
  for (const { name } of parts.filter(isTable)) yield* rowsOf(db, name)
  for (const { name, sql } of virtual) yield `${sql};\nINSERT INTO ${name} (${name}) VALUES ('rebuild');\n`
  for (const type of ['index', 'view', 'trigger'])
    for (const { sql } of parts.filter((one) => one.type === type)) yield `${sql};\n`
  db.exec('COMMIT')
}

/** Creates a database file from a dump, also from one of D1. @throws Error if a row refers to a missing one */
export const load = (statements: string, file: string) => {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  try {
    db.exec(`BEGIN;${statements};COMMIT`)
    const [lost] = db.prepare('PRAGMA foreign_key_check').all()
    if (lost) throw new Error(`A row of ${lost.table} refers to a missing row of ${lost.parent}`)
  } finally {
    db.close()
  }
}
