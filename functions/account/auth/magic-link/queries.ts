import { part, sql } from '../../../lib/db/sql'
import type { LinkClient, MagicLinkForm, Redeemed, SignInRequest } from './schema'

export const tokenMilliseconds = 15 * 60 * 1000

const codeMilliseconds = 10 * 60 * 1000

/** Number of wrong codes after which a request's code is void. Its link still works. */
const wrongCodesAllowed = 5

type NewToken = Omit<MagicLinkForm, 'client'> & {
  client: LinkClient
  tokenHash: string
  codeHash: string
  device: string
}

export const addToken = (db: D1Database, token: NewToken, now: number) =>
  sql(db)`
    INSERT INTO sign_in_tokens (token_hash, email, code_hash, next, time_zone, clock, client, device, created_at,
      expires_at)
    VALUES (${token.tokenHash}, ${token.email}, ${token.codeHash}, ${token.next}, ${token.time_zone}, ${token.clock},
      ${token.client}, ${token.device}, ${now}, ${now + tokenMilliseconds})`

export const deleteToken = (db: D1Database, tokenHash: string) =>
  sql(db)`DELETE FROM sign_in_tokens WHERE token_hash = ${tokenHash}`.run()

/** Reads a valid token without using it up. */
export const findToken = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    SELECT email, client, device, created_at
    FROM sign_in_tokens
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}`.first<SignInRequest>()

/** True if one of the requests is for this address and its link is still valid. */
export const hasLiveLink = async (db: D1Database, email: string, requests: string[], now: number) =>
  (await sql(db)`
    SELECT 1 FROM sign_in_tokens
    WHERE email = ${email} AND token_hash IN (SELECT value FROM json_each(${JSON.stringify(requests)}))
      AND used_at IS NULL AND expires_at > ${now}`.first()) !== null

/** Uses a link up. Of several concurrent requests, only one gets the token. */
export const redeemToken = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    UPDATE sign_in_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}
    RETURNING email, next, time_zone, clock, client, device`.first<Redeemed>()

/** Redeems a link that a program requested; a link requested by a browser stays unused. */
export const redeemProgramLink = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    UPDATE sign_in_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND client = 'program' AND used_at IS NULL AND expires_at > ${now}
    RETURNING email, next, time_zone, clock, client, device`.first<Redeemed>()

/** Redeems a link that a browser requested to sign itself in; other links stay unused. */
export const redeemBrowserLink = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    UPDATE sign_in_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND client IS NULL AND used_at IS NULL AND expires_at > ${now}
    RETURNING email, next, time_zone, clock, client, device`.first<Redeemed>()

/** Ids of the requests whose code a client may redeem; null for a program that sends no id. */
type Requests = string[] | null

/** Id of the newest of these requests for an address. Only its code is valid, not the codes of earlier requests. */
const newest = (email: string, requests: Requests) => part`(
        SELECT token_hash FROM sign_in_tokens
        WHERE email = ${email} AND iif(${requests === null ? 1 : 0}, client IS NOT NULL,
          token_hash IN (SELECT value FROM json_each(${JSON.stringify(requests ?? [])})))
        ORDER BY created_at DESC LIMIT 1)`

/**
 * Uses a code up. A wrong code with the id of a request counts against it; `isUsedUp` if that makes the right code void.
 * @param codeHashes hash of the code by each accepted secret
 */
export const redeemCode = async (
  db: D1Database,
  email: string,
  { codeHashes, requests }: { codeHashes: string[]; requests: Requests },
  now: number,
) => {
  const isValid = part`token_hash = ${newest(email, requests)}
        AND used_at IS NULL AND created_at > ${now - codeMilliseconds}`
  const [redeemed, wrong] = await db.batch<Redeemed & { wrong_codes: number }>([
    sql(db)`
      UPDATE sign_in_tokens SET used_at = ${now}
      WHERE ${isValid} AND wrong_codes < ${wrongCodesAllowed}
        AND code_hash IN (SELECT value FROM json_each(${JSON.stringify(codeHashes)}))
      RETURNING email, next, time_zone, clock, client, device`,
    sql(db)`
      UPDATE sign_in_tokens SET wrong_codes = wrong_codes + 1
      WHERE changes() = 0 AND ${requests === null ? 0 : 1} AND ${isValid}
      RETURNING wrong_codes`,
  ])
  return { redeemed: redeemed?.results[0] ?? null, isUsedUp: wrong?.results[0]?.wrong_codes === wrongCodesAllowed }
}
