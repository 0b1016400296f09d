import { env } from 'cloudflare:workers'
import { afterAll, beforeEach, expect } from 'vitest'

/** Tests of what all people share: accounts, mail, limits, the tables themselves. */
const apart = [
  /\/functions\/(account|admin|auth|mail)\//,
  /\/functions\/settings\/(sign-in|tokens)\//,
  /\/test\/(headers|hostile|limits|markup|migrations)[^/]*$/,
  /\/test\/api\/truth\.test\.ts$/,
]

/**
 * Test files share a worker and its storage; the first file creates the tables. Files that match `apart` each get
 * empty storage, and so does the file after one.
 */
const isMade = async () => (await env.DB.prepare("SELECT 1 FROM sqlite_master WHERE name = 'users'").first()) !== null

const run = (queries: string[]) => env.DB.batch(queries.map((query) => env.DB.prepare(query)))

const empty = async () => {
  const { results } = await env.DB.prepare(`
    SELECT name, sql FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'search_index_%'
    ORDER BY name = 'users', rootpage DESC`).all<{ name: string }>()
  await run(['PRAGMA defer_foreign_keys = on', ...results.map(({ name }) => `DROP TABLE ${name}`)])
  const { keys } = await env.KV.list()
  await Promise.all(keys.map(({ name }) => env.KV.delete(name)))
  const { objects } = await env.BACKUPS.list()
  await env.BACKUPS.delete(objects.map(({ key }) => key))
}

const path = expect.getState().testPath ?? ''
const isApart = apart.some((pattern) => pattern.test(path))
if ((isApart || globalThis.wasApart) && (await isMade())) await empty()
globalThis.wasApart = isApart
if (!(await isMade())) await run(env.TEST_MIGRATIONS.flatMap((migration) => migration.queries))

// A line of the log takes Vitest as long as a third of its request, so only those of a failed test are printed.
const print = console.log
const lines: unknown[][] = []
console.log = (...line: unknown[]) => {
  lines.push(line)
}
beforeEach(({ onTestFailed }) => {
  lines.length = 0
  onTestFailed(() => print(lines.map((line) => line.join(' ')).join('\n')))
})
afterAll(() => {
  console.log = print
})
