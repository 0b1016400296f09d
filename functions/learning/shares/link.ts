import type { Context } from 'hono'
import { orStale, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { publicOrigin } from '../../lib/http/origin'
import { hashed, randomSecret } from '../../lib/secrets'

/** A new public address of a plan, in place of one that it has. Only this request knows the secret. @param now epoch ms */
export const makeLink = async (c: Context<App>, planId: string, now: number) => {
  const secret = randomSecret()
  const hash = await hashed(secret)
  const write = sql(c.env.DB)`
    INSERT INTO plan_links (user_id, plan_id, secret_hash, created_at)
    SELECT user_id, id, ${hash}, ${now} FROM plans
    WHERE user_id = ${c.var.user.id} AND id = ${planId} AND owner_id IS NULL AND deleted_at IS NULL
    ON CONFLICT (user_id, plan_id) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = excluded.created_at`
  return { url: `${publicOrigin(c)}/p/${secret}`, writes: [write, orStale(c.env.DB)] }
}

export const removeLink = (db: D1Database, userId: string, planId: string) => [
  sql(db)`DELETE FROM plan_links WHERE user_id = ${userId} AND plan_id = ${planId}`,
  orStale(db),
]
