import { env } from 'cloudflare:workers'

/** Test files share a worker and its database; the first one there makes the tables. */
const isMade = await env.DB.prepare("SELECT 1 FROM sqlite_master WHERE name = 'users'").first()

if (!isMade) {
  const queries = env.TEST_MIGRATIONS.flatMap((migration) => migration.queries)
  await env.DB.batch(queries.map((query) => env.DB.prepare(query)))
}
