import { allRows, sql } from '../../lib/sql'

export type TokenRow = {
  id: string
  name: string
  ending: string
  /** JSON array */
  scopes: string
  /** epoch ms, like the next two */
  created_at: number
  last_used_at: number | null
  expires_at: number | null
}

export const tokensBefore = (db: D1Database, userId: string, before: string, limit: number) =>
  allRows<TokenRow>(sql(db)`
    SELECT id, name, ending, scopes, created_at, last_used_at, expires_at
    FROM api_tokens
    WHERE user_id = ${userId} AND id < ${before}
    ORDER BY id DESC
    LIMIT ${limit}`)

export const tokenById = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT id, name, ending, scopes, created_at, last_used_at, expires_at
    FROM api_tokens
    WHERE user_id = ${userId} AND id = ${id}`.first<TokenRow>()

export const revokeApiToken = async (db: D1Database, userId: string, id: string) =>
  (await sql(db)`DELETE FROM api_tokens WHERE user_id = ${userId} AND id = ${id} RETURNING id`.first()) !== null
