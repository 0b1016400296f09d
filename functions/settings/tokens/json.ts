import { z } from 'zod'
import { Instant, instantInput, jsonOf, withLength } from '../../lib/api/values'
import { scopes } from '../../lib/env'
import { columnsOf } from '../../lib/resource/reads'
import { allRows, parseAll, sql } from '../../lib/sql'
import { defaultDays, nameLimit, scopesChosen, tokenName } from './schema'

const Scope = z.enum(scopes)

const TokenRow = z.object({
  id: z.string(),
  name: z.string(),
  /** JSON array */
  scopes: z.string(),
  ending: z.string(),
  /** epoch ms, like the next two */
  created_at: z.int(),
  last_used_at: z.int().nullable(),
  expires_at: z.int().nullable(),
})
export type TokenRow = z.output<typeof TokenRow>

const columns = columnsOf('api_tokens', TokenRow)

export const tokensBefore = (db: D1Database, userId: string, before: string, limit: number) =>
  allRows<TokenRow>(sql(db)`
    SELECT ${columns}
    FROM api_tokens
    WHERE user_id = ${userId} AND id < ${before}
    ORDER BY id DESC
    LIMIT ${limit}`)

export const tokenById = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT ${columns}
    FROM api_tokens
    WHERE user_id = ${userId} AND id = ${id}`.first<TokenRow>()

export const revokeApiToken = async (db: D1Database, userId: string, id: string) =>
  (await sql(db)`DELETE FROM api_tokens WHERE user_id = ${userId} AND id = ${id} RETURNING id`.first()) !== null

export const scopesOf = ({ scopes }: Pick<TokenRow, 'scopes'>) => parseAll(Scope, JSON.parse(scopes))

export const TokenJson = TokenRow.extend({
  scopes: z.array(Scope),
  ending: z.string().meta({ description: 'Its last four characters.' }),
  created_at: Instant,
  last_used_at: Instant.nullable().meta({ description: 'To the minute.' }),
  expires_at: Instant.nullable(),
}).meta({ id: 'Token' })

export const NewTokenJson = TokenJson.extend({
  token: z.string().meta({ description: 'The token itself, shown only once: only its hash is stored.' }),
}).meta({ id: 'NewToken' })

export const tokenJson = (row: TokenRow) => jsonOf(TokenJson, { ...row, scopes: scopesOf(row) })

export const TokenBody = z
  .strictObject({
    name: withLength(tokenName, { minLength: 1, maxLength: nameLimit }),
    scopes: scopesChosen,
    expires_at: instantInput
      .refine((instant) => instant > Date.now(), 'Enter an instant in the future')
      .nullable()
      .optional()
      .meta({ description: `Defaults to ${defaultDays} days; null for never.` }),
  })
  .meta({ id: 'TokenDraft', example: { name: 'Backup script', scopes: ['read'] } })
