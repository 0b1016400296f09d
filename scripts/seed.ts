import '../functions/areas'
import { parseArgs } from 'node:util'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { findOrCreateAccount } from '../functions/account/auth/queries'
import { sql } from '../functions/lib/db/sql'
import { demoEmail } from '../functions/lib/env'
import { withDatabase } from './database'
import { demoHistory, demoPreferences } from './history/demo'
import { heavyHistory } from './history/heavy'
import { type History, writeHistory } from './history/write'
import { writeDemoRules, writeDemoUsage } from './history/write-apps'

const help = `Fills an account with years of tracked time up to now.

  npm run seed -- --email a@example.com --years 10
  npm run seed -- --demo

  --email  the account's address; created if it does not exist
  --years  1 to 20, with 1,500 sessions and 30 goals a year (default 2)
  --demo   create the demo account ${demoEmail}, with 400 days of data, and an app catalogue

The same command on the same day gives the same data. An account with sessions or projects is never changed.
STATE_DIR selects the database, as for npm start, whose server must not run meanwhile.`

const hasData = async (db: D1Database, email: string) =>
  (
    await sql(db)`
      SELECT EXISTS (SELECT 1 FROM sessions WHERE user_id = users.id)
        OR EXISTS (SELECT 1 FROM projects WHERE user_id = users.id) AS used
      FROM users WHERE email = ${email}`.first<{ used: number }>()
  )?.used === 1

type Account = { email: string; username: string; preferences: object }

type Seeded = { userId: string; history: History; now: number }

/**
 * Fills an empty account and returns a summary. Returns null and changes nothing if the account has data.
 * @param write writes the history and anything that goes with it
 */
const seed = async (
  db: D1Database,
  account: Account,
  makeHistory: (now: number) => History,
  write: (db: D1Database, made: Seeded) => Promise<unknown> = (db, { userId, history, now }) =>
    writeHistory(db, userId, history, now),
) => {
  if (await hasData(db, account.email)) return null
  const now = Date.now()
  const made = makeHistory(now)
  const first = made.sessions[0]?.started_at ?? now
  const user = await findOrCreateAccount(
    db,
    { ...account, id: uuid(), preferences: JSON.stringify(account.preferences) },
    first,
  )
  await write(db, { userId: user.id, history: made, now })
  const { sessions, goals, projects } = made
  return `${account.email}: ${sessions.length} sessions, ${goals.length} goals, ${projects.length} projects`
}

/** Writes sessions after usage, because an account with sessions counts as filled if this is interrupted. */
const writeDemo = async (db: D1Database, { userId, history, now }: Seeded) => {
  const zone = { time_zone: demoPreferences.time_zone, day_start_minute: 0 }
  const adminId = await writeDemoUsage(db, userId, zone, now)
  await writeHistory(db, userId, history, now)
  await writeDemoRules(db, { userId, adminId }, history.projects, now)
}

/** Creates the demo account in a migrated database, unless it exists and has data. */
export const seedDemo = async (db: D1Database) => {
  const made = await seed(
    db,
    { email: demoEmail, username: 'Demo', preferences: demoPreferences },
    demoHistory,
    writeDemo,
  )
  console.log(made ?? `${demoEmail} already exists`)
}

const Options = z.object({
  help: z.boolean().optional(),
  demo: z.boolean().optional(),
  email: z.email('--email: give an address, such as a@example.com').optional(),
  years: z.coerce
    .number('--years: give a number from 1 to 20')
    .int()
    .min(1, '--years: at least 1')
    .max(20, '--years: at most 20')
    .default(2),
})

const run = async () => {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      demo: { type: 'boolean' },
      email: { type: 'string' },
      years: { type: 'string' },
    },
  })
  const { success, data, error } = Options.safeParse(values)
  if (!success) throw new Error(error.issues.map((issue) => issue.message).join('\n'))
  if (data.help || !(data.demo || data.email)) return console.log(help)
  await withDatabase(async (db) => {
    if (data.demo) return seedDemo(db)
    const { email = '', years } = data
    const account = {
      email: email.toLowerCase(),
      username: email.split('@')[0] ?? '',
      preferences: { time_zone: 'Europe/Lisbon' },
    }
    const made = await seed(db, account, (now) => heavyHistory({ years, now }))
    if (!made) throw new Error(`${account.email} already has sessions or projects and was not changed.`)
    console.log(made)
  })
}

if (import.meta.main) {
  run().catch((error: Error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
