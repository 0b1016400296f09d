import { target, wrangler } from './wrangler'

/** Brings the database up to the newest migration. */
export const migrate = (args: string[] = []) => wrangler(['d1', 'migrations', 'apply', 'DB', ...target(args)])

if (import.meta.main) console.log(await migrate(process.argv.slice(2)))
