import { z } from 'zod'
import { Instant, instantInput, jsonOf } from '../../../lib/api/values'
import { closeSockets } from '../../../lib/db/open-pages'
import { allRows, parseAll, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import { type Scope, scopes } from '../../../lib/feature'
import { allowDateWords } from '../../../lib/http/date-fields'
import { requiredName } from '../../../lib/resource/members'
import { columnsOf } from '../../../lib/resource/row-reads'
import { addDays, dayStart, isDate } from '../../../lib/time/days'
import { dayMs } from '../../../lib/time/units'

/** Maximum length in characters. */
export const tokenNameLimit = 100

export const scopeWords: Record<Scope, string> = {
  read: 'see all your data',
  write: 'add, edit and delete',
  usage: 'report app usage and check which apps are allowed',
  sync: 'sync devices (also needs read and write)',
  admin: 'manage all people and app rules, as an admin',
}

export const noAdminScope = 'Only an admin’s token can have the scope admin'

/** True if a person can give a token this scope. */
export const canGrant = ({ role }: Pick<User, 'role'>, scope: Scope) => scope !== 'admin' || role === 'admin'

const tokenName = requiredName(tokenNameLimit, { none: 'Enter a name for the token', subject: 'A name has' })

const noScope = 'Choose what the token may do'

/** Distinct scopes in a fixed order. */
const scopesChosen = z
  .array(z.enum(scopes, 'Unknown scope'), noScope)
  .min(1, noScope)
  .transform((chosen) => scopes.filter((scope) => chosen.includes(scope)))

/** Default lifetime of a new token in days. */
export const defaultDays = 90

/** An instant after a number of days. @param now epoch ms @returns epoch ms */
export const daysFrom = (days: number, now: number) => now + days * dayMs

export const expiries = {
  '30': 'In 30 days',
  '90': 'In 90 days',
  '365': 'In 365 days',
  never: 'Never',
  date: 'Custom date',
}

const scopeField = z.union([z.array(z.string()), z.string().transform((one) => [one])], noScope).default([])

export const TokenQuery = z.object({
  scopes: z
    .enum(scopes)
    .transform((one) => [one])
    .optional()
    .catch(undefined),
})

export const TokenForm = z
  .object({
    name: tokenName,
    scopes: scopeField
      .transform((chosen) => [...chosen.filter(Boolean), ...(chosen.includes('sync') ? ['read', 'write'] : [])])
      .pipe(scopesChosen),
    expiry: z.enum(['30', '90', '365', 'never', 'date'], 'Choose when the token expires'),
    expires_on: allowDateWords(z.string('Enter a date').trim()).optional().default(''),
  })
  .refine(({ expiry, expires_on }) => expiry !== 'date' || expires_on !== '', {
    path: ['expires_on'],
    message: 'Enter the last day',
  })
  .refine(({ expiry, expires_on }) => expiry !== 'date' || expires_on === '' || isDate(expires_on), {
    path: ['expires_on'],
    message: 'Enter a date that exists, such as 2026-03-08',
  })
export type TokenForm = z.output<typeof TokenForm>

/** End of a token (epoch ms), null for never. A chosen date is its last day in the person's zone. */
export const expiryOf = ({ expiry, expires_on }: TokenForm, { preferences }: User, now: number) => {
  if (expiry === 'never') return null
  return expiry === 'date' ? dayStart(addDays(expires_on, 1), preferences) : daysFrom(Number(expiry), now)
}

export const hasEnded = (expiresAt: number | null, now: number) => expiresAt !== null && expiresAt <= now

const ScopeName = z.enum(scopes)

const TokenRow = z.object({
  id: z.string(),
  name: z.string(),
  /** JSON array of scopes */
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

export const revokeApiToken = async (db: D1Database, userId: string, id: string) => {
  const revoked = await sql(db)`DELETE FROM api_tokens WHERE user_id = ${userId} AND id = ${id} RETURNING id`.first()
  closeSockets(db, userId)
  return revoked !== null
}

export const scopesOf = ({ scopes }: Pick<TokenRow, 'scopes'>) => parseAll(ScopeName, JSON.parse(scopes))

export const TokenJson = TokenRow.extend({
  scopes: z.array(ScopeName),
  ending: z.string().meta({ description: 'Its last four characters.' }),
  created_at: Instant,
  last_used_at: Instant.nullable().meta({ description: 'To ten minutes.' }),
  expires_at: Instant.nullable(),
}).meta({ id: 'Token' })

export const NewTokenJson = TokenJson.extend({
  token: z.string().meta({ description: 'The token itself, shown only once: only its hash is stored.' }),
}).meta({ id: 'NewToken' })

export const tokenJson = (row: TokenRow) => jsonOf(TokenJson, { ...row, scopes: scopesOf(row) })

export const TokenBody = z
  .strictObject({
    name: tokenName,
    scopes: scopesChosen,
    expires_at: instantInput
      .refine((instant) => instant > Date.now(), 'Enter an instant in the future')
      .nullable()
      .optional()
      .meta({ description: `Defaults to ${defaultDays} days; null for never.` }),
  })
  .meta({ id: 'TokenDraft', example: { name: 'Backup script', scopes: ['read'] } })
