import { databaseArgs, wrangler } from './wrangler'

/** Applies all migrations that are not applied yet. */
export const migrate = (args: string[] = []) => wrangler(['d1', 'migrations', 'apply', 'DB', ...databaseArgs(args)])

if (import.meta.main) console.log(await migrate(process.argv.slice(2)))
