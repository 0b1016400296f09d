import { appendFile, copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { root, stateDir } from './settings'
import { target, wrangler } from './wrangler'

/** What the export refuses, a virtual table, and the triggers that keep it; its content stands in `search_documents`. */
const index = ['search_index', 'search_documents_insert_index', 'search_documents_delete_index']

const drop = `DROP TRIGGER IF EXISTS search_documents_insert_index;
DROP TRIGGER IF EXISTS search_documents_delete_index;
DROP TABLE IF EXISTS search_index;
`

/** The statements that make the index, as the migrations have them, and fill it from the documents. */
const make = async () => {
  const folder = resolve(root, 'migrations')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const text = (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
  const statements = text.replace(/^--.*\n/gm, '').split(/(?<=;)\s*\n\s*\n?(?=[A-Z])/)
  const made = index.map((name) =>
    statements.findLast((one) => new RegExp(`^CREATE (VIRTUAL TABLE|TRIGGER) ${name}\\b`).test(one.trim()))?.trim(),
  )
  if (made.includes(undefined)) throw new Error('The migrations do not say how the index of the search is made')
  return `${drop}${made.join('\n')}\nINSERT INTO search_index (search_index) VALUES ('rebuild');\n`
}

/** Gives work a folder for as long as it takes. */
const inFolder = async (work: (folder: string) => Promise<unknown>) => {
  const folder = await mkdtemp(join(tmpdir(), 'daymark-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Runs SQL from a file: a trigger holds semicolons. */
const execute = (sql: string, args: string[]) =>
  inFolder(async (folder) => {
    const file = join(folder, 'index.sql')
    await writeFile(file, sql)
    await wrangler(['d1', 'execute', 'DB', ...target(args), '--yes', '--file', file])
  })

/** Wrangler's own export. It takes no state folder, but finds the one beside its configuration. */
const plainExport = (output: string, args: string[]) =>
  inFolder(async (folder) => {
    const config = join(folder, 'wrangler.toml')
    await copyFile(resolve(root, 'wrangler.toml'), config)
    await mkdir(join(folder, '.wrangler'))
    await symlink(stateDir, join(folder, '.wrangler/state'))
    const [where = ''] = target(args)
    const environment = where === '--remote' ? ['--env', 'production'] : []
    await wrangler(['d1', 'export', 'DB', where, ...environment, '--config', config, '-y', '--output', output])
  })

/**
 * Writes the database to a file of SQL, from which an empty one is restored. D1 exports no virtual tables, so the index
 * of the search is dropped for as long as that takes and made again, also at the end of the file.
 */
const exportTo = async (output: string, args: string[]) => {
  const index = await make()
  try {
    await execute(drop, args)
    await plainExport(output, args)
  } finally {
    await execute(index, args)
  }
  await appendFile(output, `\n${index}`)
}

const args = process.argv.slice(2)
const output = resolve(args.find((argument) => argument.endsWith('.sql')) ?? 'daymark.sql')
await exportTo(output, args)
console.log(`Exported to ${output}`)
