import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { root } from './settings'
import { databaseArgs, wrangler } from './wrangler'

/** Names of the applied migrations, newest first. */
const appliedMigrations = async (args: string[]): Promise<string[]> => {
  const command = 'SELECT name FROM d1_migrations ORDER BY id DESC'
  const [answer] = JSON.parse(
    await wrangler(['d1', 'execute', 'DB', ...databaseArgs(args), '--json', '--command', command]),
  )
  return answer.results.map((row: { name: string }) => row.name)
}

/** Reverses the newest `count` migrations with their files in migrations/down/. Data in their tables is lost. */
const rollback = async (count: number, args: string[]) => {
  const folder = await mkdtemp(join(tmpdir(), 'daymark-'))
  try {
    for (const name of (await appliedMigrations(args)).slice(0, count)) {
      const reversal = await readFile(resolve(root, 'migrations/down', name), 'utf8')
      const file = join(folder, name)
      await writeFile(file, `${reversal}\nDELETE FROM d1_migrations WHERE name = '${name}';\n`)
      await wrangler(['d1', 'execute', 'DB', ...databaseArgs(args), '--yes', '--file', file])
      console.log(`Took back ${name}`)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const [count = '1'] = process.argv.slice(2).filter((argument) => /^\d+$|^all$/.test(argument))
await rollback(count === 'all' ? Number.POSITIVE_INFINITY : Number(count), process.argv.slice(2))
