import { part, sql } from '../../../lib/db/sql'
import type { LinkClient, MagicLinkForm, Redeemed, SignInRequest } from './schema'

export const tokenMilliseconds = 15 * 60 * 1000

const codeMilliseconds = 10 * 60 * 1000

/** Wrong codes after which that of a request is void. Its link still works. */
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

/** True where one of the requests is for the address, and its link still works. */
export const hasLiveLink = async (db: D1Database, email: string, requests: string[], now: number) =>
  (await sql(db)`
    SELECT 1 FROM sign_in_tokens
    WHERE email = ${email} AND token_hash IN (SELECT value FROM json_each(${JSON.stringify(requests)}))
      AND used_at IS NULL AND expires_at > ${now}`.first()) !== null

/** Uses a link up. Only one of several concurrent requests gets the token. */
export const redeemToken = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    UPDATE sign_in_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}
    RETURNING email, next, time_zone, clock, client, device`.first<Redeemed>()

/** Redeems a link that a program requested; links requested by browsers are left unused. */
export const redeemProgramLink = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    UPDATE sign_in_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND client = 'program' AND used_at IS NULL AND expires_at > ${now}
    RETURNING email, next, time_zone, clock, client, device`.first<Redeemed>()

/** Uses up a link that a browser asked for to sign itself in. */
export const redeemBrowserLink = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    UPDATE sign_in_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND client IS NULL AND used_at IS NULL AND expires_at > ${now}
    RETURNING email, next, time_zone, clock, client, device`.first<Redeemed>()

/** Ids of requests whose code a client may redeem; null for programs that send no id. */
type Requests = string[] | null

/** Id of the newest of the requests for an address: it voids the codes of the others. */
const newest = (email: string, requests: Requests) => part`(
        SELECT token_hash FROM sign_in_tokens
        WHERE email = ${email} AND iif(${requests === null ? 1 : 0}, client IS NOT NULL,
          token_hash IN (SELECT value FROM json_each(${JSON.stringify(requests ?? [])})))
        ORDER BY created_at DESC LIMIT 1)`

/**
 * Uses a code up. A wrong one counts against the request that it was for; `isUsedUp` when it voids the right one.
 * @param codeHashes by each accepted secret
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
      WHERE changes() = 0 AND ${isValid}
      RETURNING wrong_codes`,
  ])
  return { redeemed: redeemed?.results[0] ?? null, isUsedUp: wrong?.results[0]?.wrong_codes === wrongCodesAllowed }
}
