import { sql } from '../lib/sql'
import type { MagicLinkForm, OutboxMail, Redeemed } from './schema'

/** Of the account that development makes on its first start. */
export const demoEmail = 'demo@example.com'

/** How long a link and its code hold. */
export const tokenMilliseconds = 15 * 60 * 1000

/** Wrong codes after which the codes of an address are void; its links still work. */
const wrongCodesAllowed = 5

/** How long a browser stays signed in after its last visit. */
export const sessionSeconds = 90 * 24 * 60 * 60

type SignedIn = {
  id: string
  email: string | null
  username: string
  role: 'user' | 'admin'
  preferences: string
  created_at: number
  last_seen_at: number
}

/** The person of a session that still stands. One statement and two rows, asked on every request. */
export const signedIn = (db: D1Database, idHash: string, now: number) =>
  sql(db)`
    SELECT users.id, email, username, role, preferences, users.created_at, last_seen_at
    FROM web_sessions JOIN users ON users.id = web_sessions.user_id
    WHERE id_hash = ${idHash} AND expires_at > ${now}`.first<SignedIn>()

export const startSession = (db: D1Database, idHash: string, userId: string, device: string, now: number) =>
  sql(db)`
    INSERT INTO web_sessions (id_hash, user_id, device, created_at, last_seen_at, expires_at)
    VALUES (${idHash}, ${userId}, ${device}, ${now}, ${now}, ${now + sessionSeconds * 1000})`

export const endSession = (db: D1Database, idHash: string) =>
  sql(db)`DELETE FROM web_sessions WHERE id_hash = ${idHash}`.run()

/** Once a day: the session lives on, and what has expired for everybody goes. */
export const dailyWork = (db: D1Database, idHash: string, userId: string, now: number) =>
  db.batch([
    sql(db)`
      UPDATE web_sessions SET last_seen_at = ${now}, expires_at = ${now + sessionSeconds * 1000}
      WHERE id_hash = ${idHash}`,
    sql(db)`UPDATE users SET last_active_at = ${now} WHERE id = ${userId}`,
    sql(db)`DELETE FROM web_sessions WHERE expires_at <= ${now}`,
    sql(db)`DELETE FROM sign_in_tokens WHERE expires_at <= ${now}`,
  ])

type NewToken = MagicLinkForm & { tokenHash: string; codeHash: string; device: string }

export const addToken = (db: D1Database, token: NewToken, now: number) =>
  sql(db)`
    INSERT INTO sign_in_tokens (token_hash, email, code_hash, next, time_zone, clock, device, created_at, expires_at)
    VALUES (${token.tokenHash}, ${token.email}, ${token.codeHash}, ${token.next}, ${token.time_zone}, ${token.clock},
      ${token.device}, ${now}, ${now + tokenMilliseconds})`

/** The token of a link that still holds, without using it up. */
export const tokenOf = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    SELECT email, device, created_at
    FROM sign_in_tokens
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}`.first<{
    email: string
    device: string
    created_at: number
  }>()

/** Uses a link up. Of any number of tries at once, one gets the token and the others null. */
export const redeemToken = (db: D1Database, tokenHash: string, now: number) =>
  sql(db)`
    UPDATE sign_in_tokens SET used_at = ${now}
    WHERE token_hash = ${tokenHash} AND used_at IS NULL AND expires_at > ${now}
    RETURNING email, next, time_zone, clock`.first<Redeemed>()

/** Uses a code up, or counts a wrong one against every code that the address has. */
export const redeemCode = async (db: D1Database, email: string, codeHash: string, now: number) => {
  const [redeemed] = await db.batch<Redeemed>([
    sql(db)`
      UPDATE sign_in_tokens SET used_at = ${now}
      WHERE email = ${email} AND code_hash = ${codeHash} AND used_at IS NULL AND expires_at > ${now}
        AND wrong_codes < ${wrongCodesAllowed}
      RETURNING email, next, time_zone, clock`,
    sql(db)`
      UPDATE sign_in_tokens SET wrong_codes = wrong_codes + 1
      WHERE changes() = 0 AND email = ${email} AND used_at IS NULL AND expires_at > ${now}`,
  ])
  return redeemed?.results[0] ?? null
}

/** The account of an address, made if there is none. */
export const userOf = async (
  db: D1Database,
  account: { id: string; email: string; username: string; preferences: string },
  now: number,
) => {
  await db.batch([
    sql(db)`
      INSERT INTO users (id, email, username, preferences, created_at, updated_at, last_active_at)
      VALUES (${account.id}, ${account.email}, ${account.username}, ${account.preferences}, ${now}, ${now}, ${now})
      ON CONFLICT (email) DO NOTHING`,
    sql(db)`INSERT INTO change_heads (user_id) SELECT id FROM users WHERE id = ${account.id}`,
  ])
  return userByEmail(db, account.email)
}

export const userByEmail = (db: D1Database, email: string) =>
  sql(db)`SELECT id FROM users WHERE email = ${email}`.first<{ id: string }>()

export const addMail = (db: D1Database, mail: OutboxMail) =>
  sql(db)`
    INSERT INTO outbox (recipient, subject, text, html, sent_at)
    VALUES (${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.sent_at})`

/** The last 50 mails, to one address or to all, newest first. */
export const outbox = async (db: D1Database, to: string | null) =>
  (
    await sql(db)`
      SELECT recipient AS "to", subject, text, html, sent_at
      FROM outbox
      WHERE ${to} IS NULL OR recipient = ${to}
      ORDER BY number DESC
      LIMIT 50`.all<OutboxMail>()
  ).results
