import { randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { findOrCreateAccount } from '../../functions/account/auth/queries'
import { writeApps } from '../../functions/apps/admin/apps/writes'
import { commitAsAdmin } from '../../functions/apps/admin/commit'
import { writeSteps } from '../../functions/apps/admin/rules/queries'
import { noteClient, reportUses } from '../../functions/apps/usage/queries'
import { setRules } from '../../functions/apps/whitelists/rules'
import { sql } from '../../functions/lib/db/sql'
import type { Zone } from '../../functions/lib/time/days'
import { demoAdminRules, demoDefaults, demoRules, demoUses } from './demo-apps'
import type { HistoryProject } from './write'

const dayMs = 86_400_000

/** Creates an admin to write the catalogue and two rules. It is deleted afterwards: the demo is one account. */
const createTemporaryAdmin = async (db: D1Database, since: number) => {
  const account = { id: uuid(), email: `${uuid()}@demo.invalid`, username: '', preferences: '{}' }
  const { id } = await findOrCreateAccount(db, account, since)
  await sql(db)`UPDATE users SET role = 'admin' WHERE id = ${id}`.run()
  return id
}

const deleteTemporaryAdmin = (db: D1Database, adminId: string) =>
  db.batch([
    sql(db)`DELETE FROM admin_audit WHERE admin_id = ${adminId}`,
    sql(db)`DELETE FROM users WHERE id = ${adminId}`,
  ])

/** Adds a device whose token hash is random, so that no secret matches it. */
const addDevice = async (db: D1Database, userId: string, name: string, since: number, now: number) => {
  const id = uuid()
  await sql(db)`
    INSERT INTO api_tokens (id, user_id, name, token_hash, ending, scopes, created_at, last_used_at)
    VALUES (${id}, ${userId}, ${name}, ${randomBytes(32).toString('hex')}, ${id.slice(-4)}, ${JSON.stringify(['usage'])},
      ${since}, ${now})`.run()
  return id
}

/**
 * Writes the catalogue unless it has apps, and the usage of the demo person's devices.
 * @returns the temporary admin's id, for `writeDemoRules`
 */
export const writeDemoUsage = async (db: D1Database, userId: string, zone: Zone, now: number) => {
  const since = now - 400 * dayMs
  const adminId = await createTemporaryAdmin(db, since)
  const catalogue = await sql(db)`SELECT count(*) AS count FROM apps`.first<{ count: number }>()
  const changes = demoDefaults.map(({ package_name, ...after }) => ({ package_name, before: null, after }))
  if (catalogue?.count === 0) await writeApps(db, adminId, changes, since)
  for (const { name, uses } of demoUses(now, zone)) {
    const clientId = await addDevice(db, userId, name, since, uses.at(-1)?.ended_at ?? now)
    await noteClient(db, userId, clientId, uses[0]?.ended_at ?? since).run()
    await reportUses(db, userId, { clientId, uses, zone }, uses.at(-1)?.ended_at ?? now)
  }
  return adminId
}

/** Writes the demo person's own rules and the admin's rules for them, then deletes the temporary admin. */
export const writeDemoRules = async (
  db: D1Database,
  { userId, adminId }: { userId: string; adminId: string },
  projects: HistoryProject[],
  now: number,
) => {
  const ids = new Map(projects.map(({ name, id }) => [name, id]))
  for (const { daysAgo, rules } of demoRules(ids)) await setRules(db, { id: userId }, rules, now - daysAgo * dayMs)
  const steps = demoAdminRules.map(({ package_name, rule }) => ({
    user_id: userId,
    package_name,
    before: null,
    after: rule,
  }))
  const writes = writeSteps(db, { adminId, changeId: uuid(), now: now - 18 * dayMs }, steps)
  await commitAsAdmin(db, adminId, async () => ({ result: undefined, writes }))
  await deleteTemporaryAdmin(db, adminId)
}
