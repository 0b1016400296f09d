/**
 * `npm run db:rollback -- 2`: takes the newest migrations back with their files in migrations/down/, in the local database
 * or with `--remote` in the one at Cloudflare. Data in their tables is lost.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { localPlace } from './database'
import { appliedIn, databaseFile, holdFolder, withFile } from './serve/storage'
import { root } from './settings'
import { databaseArgs, wrangler } from './wrangler'

type Database = { applied: () => Promise<string[]>; execute: (name: string, sql: string) => Promise<unknown> }

const local: Database = {
  applied: async () => withFile(databaseFile(localPlace()), appliedIn) ?? [],
  execute: async (_, sql) => withFile(databaseFile(localPlace()), (db) => db.exec(`BEGIN;${sql};COMMIT`)),
}

const remote: Database = {
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
if (!isRemote) holdFolder(localPlace().state)
const database = isRemote ? remote : local
const newestFirst = (await database.applied()).toReversed()
for (const name of newestFirst.slice(0, count === 'all' ? undefined : Number(count))) {
  const reversal = await readFile(resolve(root, 'migrations/down', name), 'utf8')
  await database.execute(name, `${reversal}\nDELETE FROM d1_migrations WHERE name = '${name}';\n`)
  console.log(`Took back ${name}`)
}
