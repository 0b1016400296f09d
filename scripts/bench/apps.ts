/**
 * Fills the app catalogue of a seeded state to the size of our speed targets, and adds rules to accounts:
 * `STATE_DIR=… tsx scripts/bench/apps.ts a@example.com …`
 */
import '../../functions/areas'
import { v7 as uuid } from 'uuid'
import { findOrCreateAccount, userByEmail } from '../../functions/account/auth/queries'
import { type AppChange, writeApps } from '../../functions/apps/admin/apps/writes'
import { setRules } from '../../functions/apps/whitelists/rules'
import { sql } from '../../functions/lib/db/sql'
import { withDatabase } from '../database'

const appCount = 10_000
const ruleCount = 1_000

const packageName = (index: number) => `app.${index}`

const fillCatalogue = async (db: D1Database, now: number) => {
  const { id } = await findOrCreateAccount(
    db,
    { id: uuid(), email: 'admin@example.com', username: 'admin', preferences: '{}' },
    now,
  )
  await sql(db)`UPDATE users SET role = 'admin' WHERE id = ${id}`.run()
  const changes = Array.from(
    { length: appCount },
    (_, index): AppChange => ({
      package_name: packageName(index),
      before: null,
      after: {
        label: `App ${index}`,
        category: `Category ${index % 12}`,
        is_whitelisted: index % 3 === 0 ? 1 : 0,
        is_locked: index % 100 === 99 ? 1 : 0,
      },
    }),
  )
  if (!(await writeApps(db, id, changes, now))) throw new Error('The catalogue could not be filled')
}

/** Adds a rule to every second app, so that checks meet apps with and without one. */
const addRules = async (db: D1Database, email: string, now: number) => {
  const user = await userByEmail(db, email)
  if (!user) throw new Error(`There is no ${email}`)
  const rules = Array.from({ length: ruleCount }, (_, index) => ({
    package_name: packageName(2 * index),
    rule: { is_whitelisted: 1, after: null } as const,
  }))
  const done = await setRules(db, user, rules, now)
  if (done.changed !== ruleCount) throw new Error(`${email} could not get its rules`)
}

await withDatabase(async (db) => {
  const now = Date.now()
  await fillCatalogue(db, now)
  for (const email of process.argv.slice(2)) await addRules(db, email, now)
})
