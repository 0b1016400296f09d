import { env } from 'cloudflare:workers'

/**
 * Test files share a worker and its storage; the first file creates the tables. Files of the project `apart`
 * (vitest.config.ts) each get empty storage.
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

if (env.APART === 'yes' && (await isMade())) await empty()
if (!(await isMade())) await run(env.TEST_MIGRATIONS.flatMap((migration) => migration.queries))
