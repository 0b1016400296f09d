import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withDatabase } from './database'
import { root } from './settings'
import { databaseArgs, wrangler } from './wrangler'

const folder = join(root, 'migrations')

/** wrangler's table: its own commands know what is applied here. */
const createTable = `
  CREATE TABLE IF NOT EXISTS d1_migrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT UNIQUE,
    applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
  )`

const fromBefore =
  'This database is from an earlier version: export your data with that version, delete the folder .wrangler (or STATE_DIR), start again and import the export under Settings.'

/**
 * Applies all migrations that are not applied yet to the local database, each whole or not at all. wrangler's command
 * does it too, but starts a Worker for each file. Returns the names of the applied files.
 */
export const migrate = async (db: D1Database) => {
  await db.prepare(createTable).run()
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  const all = await readdir(folder)
  if ([...applied].some((name) => !all.includes(name))) throw new Error(fromBefore)
  const files = all.filter((name) => name.endsWith('.sql') && !applied.has(name)).sort()
  if (files.length === 0) return files
  const { unstable_splitSqlQuery: splitSql } = await import('wrangler')
  for (const name of files) {
    const statements = splitSql(await readFile(join(folder, name), 'utf8')).map((query) => db.prepare(query))
    await db.batch([...statements, db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)])
  }
  return files
}

const migrateRemote = (args: string[]) => wrangler(['d1', 'migrations', 'apply', 'DB', ...databaseArgs(args)])

if (import.meta.main) {
  const args = process.argv.slice(2)
  if (args.includes('--remote')) console.log(await migrateRemote(args))
  else
    console.log((await withDatabase(migrate)).map((name) => `Applied ${name}`).join('\n') || 'No migrations to apply')
}
