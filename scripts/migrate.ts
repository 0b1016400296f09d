/** `npm run db:migrate`: applies the migrations that the local database lacks, or with `--remote` the one at Cloudflare. */
import { withDatabase } from './database'
import { databaseArgs, wrangler } from './wrangler'

const args = process.argv.slice(2)
if (args.includes('--remote')) console.log(await wrangler(['d1', 'migrations', 'apply', 'DB', ...databaseArgs]))
else
  await withDatabase(async (_, applied) =>
    console.log(applied.map((name) => `Applied ${name}`).join('\n') || 'No migrations to apply'),
  )
