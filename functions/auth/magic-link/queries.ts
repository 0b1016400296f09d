import { sql } from '../../lib/sql'
import type { MagicLinkForm, Redeemed } from './schema'

/** How long a link and its code hold. */
export const tokenMilliseconds = 15 * 60 * 1000

/** Wrong codes after which the codes of an address are void; its links still work. */
const wrongCodesAllowed = 5

type NewToken = MagicLinkForm & { tokenHash: string; codeHash: string; device: string }

export const addToken = (db: D1Database, token: NewToken, now: number) =>
  sql(db)`
    INSERT INTO sign_in_tokens (token_hash, email, code_hash, next, time_zone, clock, client, device, created_at,
      expires_at)
    VALUES (${token.tokenHash}, ${token.email}, ${token.codeHash}, ${token.next}, ${token.time_zone}, ${token.clock},
      ${token.client}, ${token.device}, ${now}, ${now + tokenMilliseconds})`

/** Makes a token void whose mail could not be sent. */
export const deleteToken = (db: D1Database, tokenHash: string) =>
  sql(db)`DELETE FROM sign_in_tokens WHERE token_hash = ${tokenHash}`.run()

/** Who asked for a link, from what (`device`), and when (epoch ms). */
export type SignInRequest = Pick<Redeemed, 'email' | 'client' | 'device'> & { created_at: number }

/** The token of a link that still holds, without using it up. */
export const findToken = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    SELECT email, client, device, created_at
    FROM sign_in_tokens
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}`.first<SignInRequest>()

/** Uses a link up. Of any number of tries at once, one gets the token and the others null. */
export const redeemToken = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    UPDATE sign_in_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}
    RETURNING email, next, time_zone, clock, client, device`.first<Redeemed>()

/** Uses a code up, or counts a wrong one against every code that the address has. */
export const redeemCode = async (db: D1Database, email: string, codeHash: string, now: number) => {
  const [redeemed] = await db.batch<Redeemed>([
    sql(db)`
      UPDATE sign_in_tokens SET used_at = ${now}
      WHERE email = ${email} AND code_hash = ${codeHash} AND used_at IS NULL AND expires_at > ${now}
        AND wrong_codes < ${wrongCodesAllowed}
      RETURNING email, next, time_zone, clock, client, device`,
    sql(db)`
      UPDATE sign_in_tokens SET wrong_codes = wrong_codes + 1
      WHERE changes() = 0 AND email = ${email} AND used_at IS NULL AND expires_at > ${now}`,
  ])
  return redeemed?.results[0] ?? null
}
