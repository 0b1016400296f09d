import type { Context } from 'hono'
import { iso } from '../../lib/api/values'
import { commit, orStale, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { publicOrigin } from '../../lib/http/origin'
import { randomSecret, sha256Hex } from '../../lib/secrets'

type Seal = (made: { url: string; created_at: string }) => Promise<D1PreparedStatement[]>

/**
 * Makes a public address of a plan and replaces an earlier one. Only this request knows the secret. Null if the plan
 * does not exist.
 */
export const makeLink = async (c: Context<App>, planId: string, seal: Seal) => {
  const [secret, now] = [randomSecret(), Date.now()]
  const hash = await sha256Hex(secret)
  const made = { url: `${publicOrigin(c)}/p/${secret}`, created_at: iso(now) }
  const write = sql(c.env.DB)`
    INSERT INTO plan_links (user_id, plan_id, secret_hash, created_at)
    SELECT user_id, id, ${hash}, ${now} FROM plans
    WHERE user_id = ${c.var.user.id} AND id = ${planId} AND owner_id IS NULL AND deleted_at IS NULL
    ON CONFLICT (user_id, plan_id) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = excluded.created_at`
  const writes = [...(await seal(made)), write, orStale(c.env.DB)]
  return (await commit(c.env.DB, c.var.user.id, [], writes)) ? made : null
}

/** Removes the public address of a plan; false if it has none. */
export const removeLink = (db: D1Database, userId: string, planId: string) => {
  const removal = sql(db)`DELETE FROM plan_links WHERE user_id = ${userId} AND plan_id = ${planId}`
  return commit(db, userId, [], [removal, orStale(db)])
}
