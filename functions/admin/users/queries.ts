import type { Cursor } from '../../lib/cursor'
import { allRows, sql } from '../../lib/sql'
import type { PersonRow } from './schema'

export const peopleByActivity = (db: D1Database, before: Cursor, limit: number) =>
  allRows<PersonRow>(sql(db)`
    SELECT id, email, username, github_username, role, created_at, last_active_at, suspended_at
    FROM users
    WHERE coalesce(last_active_at, 0) <= ${before.at}
      AND shadow_of IS NULL AND (coalesce(last_active_at, 0), id) < (${before.at}, ${before.id})
    ORDER BY coalesce(last_active_at, 0) DESC, id DESC
    LIMIT ${limit}`)

export const peopleById = (db: D1Database, before: string, limit: number) =>
  allRows<PersonRow>(sql(db)`
    SELECT id, email, username, github_username, role, created_at, last_active_at, suspended_at
    FROM users
    WHERE id < ${before} AND shadow_of IS NULL
    ORDER BY id DESC
    LIMIT ${limit}`)

export const person = (db: D1Database, id: string) =>
  sql(db)`
    SELECT id, email, username, github_username, role, created_at, last_active_at, suspended_at
    FROM users
    WHERE id = ${id} AND shadow_of IS NULL`.first<PersonRow>()

/** `acts`: the caller is still an admin. `others`: an admin besides this person can sign in. */
export const admins = async (db: D1Database, adminId: string, personId: string) => {
  const found = await sql(db)`
    SELECT
      EXISTS (SELECT 1 FROM users WHERE id = ${adminId} AND role = 'admin' AND suspended_at IS NULL) AS acts,
      EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND suspended_at IS NULL AND id <> ${personId}) AS others`.first<{
    acts: 0 | 1
    others: 0 | 1
  }>()
  return { acts: found?.acts === 1, others: found?.others === 1 }
}
