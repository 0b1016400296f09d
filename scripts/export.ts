import { closeSync, openSync, writeSync } from 'node:fs'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { localPlace } from './database'
import { dump } from './serve/dump'
import { databaseFile, refuseNoDatabase, withFile } from './serve/storage'
import { root } from './settings'
import { databaseArgs, wrangler } from './wrangler'

/** D1 cannot export virtual tables. These are the search index and its triggers; its content is in `search_documents`. */
const searchIndexObjects = [
  'search_index',
  'search_documents_insert_index',
  'search_documents_delete_index',
  'search_documents_update_index',
]

const dropSearchIndex = `DROP TRIGGER IF EXISTS search_documents_insert_index;
DROP TRIGGER IF EXISTS search_documents_delete_index;
DROP TRIGGER IF EXISTS search_documents_update_index;
DROP TABLE IF EXISTS search_index;
`

/** Takes the statements that create the index from the migrations, and adds one that fills it. */
const createSearchIndex = async () => {
  const folder = resolve(root, 'migrations')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const text = (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
  const statements = text.replace(/^--.*\n/gm, '').split(/(?<=;)\s*\n\s*\n?(?=[A-Z])/)
  const created = searchIndexObjects.map((name) =>
    statements
      .findLast((statement) => new RegExp(`^CREATE (VIRTUAL TABLE|TRIGGER) ${name}\\b`).test(statement.trim()))
      ?.trim(),
  )
  if (created.includes(undefined)) throw new Error('The migrations do not create the search index')
  return `${dropSearchIndex}${created.join('\n')}\nINSERT INTO search_index (search_index) VALUES ('rebuild');\n`
}

const inTemporaryFolder = async (work: (folder: string) => Promise<unknown>) => {
  const folder = await mkdtemp(join(tmpdir(), 'daymark-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Runs SQL from a file, because a command cannot contain the semicolons of a trigger. */
const execute = (sql: string) =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, 'index.sql')
    await writeFile(file, sql)
    await wrangler(['d1', 'execute', 'DB', ...databaseArgs, '--yes', '--file', file])
  })

/**
 * Writes the database at Cloudflare to an SQL file. Drops the search index during the export and recreates it afterwards.
 * The file ends with the statements that recreate it, so that it restores an empty database completely.
 */
const exportRemote = async (output: string) => {
  const index = await createSearchIndex()
  try {
    await execute(dropSearchIndex)
    await wrangler(['d1', 'export', 'DB', ...databaseArgs, '-y', '--output', output])
  } finally {
    await execute(index)
  }
  await appendFile(output, `\n${index}`)
}

/** Writes the local database to an SQL file, also while a server runs. */
const exportLocal = (output: string) => {
  refuseNoDatabase(localPlace())
  withFile(databaseFile(localPlace()), (db) => {
    const file = openSync(output, 'w')
    for (const statement of dump(db)) writeSync(file, statement)
    closeSync(file)
  })
}

const args = process.argv.slice(2)
const output = resolve(args.find((argument) => argument.endsWith('.sql')) ?? 'daymark.sql')
await (args.includes('--remote') ? exportRemote : exportLocal)(output)
console.log(`Exported to ${output}`)
