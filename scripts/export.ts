import { appendFile, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { root, stateDir } from './settings'
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
const execute = (sql: string, args: string[]) =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, 'index.sql')
    await writeFile(file, sql)
    await wrangler(['d1', 'execute', 'DB', ...databaseArgs(args), '--yes', '--file', file])
  })

/** `wrangler d1 export` has no option for the state folder: it uses the one beside its configuration. */
const wranglerExport = (output: string, args: string[]) =>
  inTemporaryFolder(async (folder) => {
    const config = join(folder, 'wrangler.toml')
    await copyFile(resolve(root, 'wrangler.toml'), config)
    await mkdir(join(folder, '.wrangler'))
    await symlink(stateDir, join(folder, '.wrangler/state'))
    const [where = ''] = databaseArgs(args)
    const environment = where === '--remote' ? ['--env', 'production'] : []
    await wrangler(['d1', 'export', 'DB', where, ...environment, '--config', config, '-y', '--output', output])
  })

/**
 * Writes the database to an SQL file. Drops the search index during the export and recreates it afterwards. The file
 * ends with the statements that recreate it, so that it restores an empty database completely.
 */
const exportTo = async (output: string, args: string[]) => {
  const index = await createSearchIndex()
  try {
    await execute(dropSearchIndex, args)
    await wranglerExport(output, args)
  } finally {
    await execute(index, args)
  }
  await appendFile(output, `\n${index}`)
}

const args = process.argv.slice(2)
const output = resolve(args.find((argument) => argument.endsWith('.sql')) ?? 'daymark.sql')
await exportTo(output, args)
console.log(`Exported to ${output}`)
