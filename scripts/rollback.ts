/**
 * `npm run db:rollback -- 2`: takes the newest migrations back with their files in migrations/down/, in the local database
 * or with `--remote` in the one at Cloudflare. Data in their tables is lost, so it copies first and asks, or takes `--yes`.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { localPlace } from './database'
import {
  appliedIn,
  databaseFile,
  holdFolder,
  keepCopyBefore,
  Refusal,
  refuseNoDatabase,
  withFile,
} from './serve/storage'
import { root } from './settings'
import { databaseArgs, wrangler } from './wrangler'

type Database = {
  name: string
  applied: () => Promise<string[]>
  /** Returns a copy of the database, or a point in time to which it can go back. */
  copy: (first: string) => Promise<string>
  execute: (name: string, sql: string) => Promise<unknown>
}

const local: Database = {
  name: localPlace().state,
  copy: async (first) => keepCopyBefore(localPlace(), first).file,
  applied: async () => withFile(databaseFile(localPlace()), appliedIn) ?? [],
  execute: async (_, sql) => withFile(databaseFile(localPlace()), (db) => db.exec(`BEGIN;${sql};COMMIT`)),
}

const remote: Database = {
  name: 'the database at Cloudflare',
  copy: () => wrangler(['d1', 'time-travel', 'info', 'DB', '--env', 'production']),
  applied: async () => {
    const command = 'SELECT name FROM d1_migrations ORDER BY id'
    const [answer] = JSON.parse(
      await wrangler(['d1', 'execute', 'DB', ...databaseArgs, '--json', '--command', command]),
    )
    return answer.results.map((row: { name: string }) => row.name)
  },
  execute: async (name, sql) => {
    const folder = await mkdtemp(join(tmpdir(), 'daymark-'))
    try {
      const file = join(folder, name)
      await writeFile(file, sql)
      await wrangler(['d1', 'execute', 'DB', ...databaseArgs, '--yes', '--file', file])
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

const args = process.argv.slice(2)
const [count = '1'] = args.filter((argument) => /^\d+$|^all$/.test(argument))
const isRemote = args.includes('--remote')
const database = isRemote ? remote : local

/** @throws Refusal unless the person agrees */
const confirm = async (question: string) => {
  console.log(question)
  if (args.includes('--yes')) return
  if (!process.stdin.isTTY) throw new Refusal('Nothing was changed. Add --yes to go on.')
  const terminal = createInterface(process.stdin, process.stdout)
  const answer = await terminal.question('Type yes to go on: ')
  terminal.close()
  if (answer !== 'yes') throw new Refusal('Nothing was changed.')
}

/** Hands what root wrote to the owner of the local folder. */
let release = () => {}

const takeBack = async () => {
  if (!isRemote) {
    refuseNoDatabase(localPlace())
    release = holdFolder(localPlace().state)
  }
  const newestFirst = (await database.applied()).toReversed()
  const names = newestFirst.slice(0, count === 'all' ? undefined : Number(count))
  const last = names.at(-1)
  if (!last) throw new Refusal(`${database.name} has no migration to take back.`)
  await confirm(`This takes ${names.join(', ')} back in ${database.name}. Data in their tables is lost.`)
  console.log(`Before it: ${await database.copy(last)}`)
  for (const name of names) {
    const reversal = await readFile(resolve(root, 'migrations/down', name), 'utf8')
    await database.execute(name, `${reversal}\nDELETE FROM d1_migrations WHERE name = '${name}';\n`)
    console.log(`Took back ${name}`)
  }
}

try {
  await takeBack()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  release()
}
