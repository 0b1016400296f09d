import { sql } from '../lib/sql'

/** Foreign keys and triggers delete the rest. */
export const deleteUser = (db: D1Database, userId: string, email: string | null) => [
  sql(db)`DELETE FROM sign_in_tokens WHERE email = ${email}`,
  sql(
    db,
  )`DELETE FROM rate_limits WHERE key IN (SELECT value || ${`:${userId}`} FROM json_each('["api", "usage", "pages", "heavy", "search"]'))`,
  sql(db)`DELETE FROM outbox WHERE recipient = ${email}`,
  sql(db)`DELETE FROM users WHERE id = ${userId}`,
]

/** 1 for the only admin who is not suspended, when other people have accounts. @param guards rolls the batch back then */
export const lastAdmin = (db: D1Database, userId: string, guards: boolean) =>
  sql(db)`
    SELECT CASE
      WHEN NOT EXISTS (SELECT 1 FROM users WHERE id = ${userId} AND role = 'admin' AND suspended_at IS NULL) THEN 0
      WHEN EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND suspended_at IS NULL AND id < ${userId}) THEN 0
      WHEN EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND suspended_at IS NULL AND id > ${userId}) THEN 0
      WHEN NOT EXISTS (SELECT 1 FROM users WHERE id < ${userId} AND shadow_of IS NULL)
        AND NOT EXISTS (SELECT 1 FROM users WHERE id > ${userId} AND shadow_of IS NULL) THEN 0
      WHEN ${Number(guards)} THEN json('the last admin')
      ELSE 1
    END AS last`
