import { constant, part, sql } from '../../lib/db/sql'
import { headColumns, type PersonHead } from '../../lib/env'
import { dropEndedWindows } from '../../lib/http/rate-limits'
import { foldText } from '../../lib/text/text'
import { dayMs } from '../../lib/time/units'

/** Lifetime of a browser's session after its last use, in seconds. */
export const sessionSeconds = 90 * 24 * 60 * 60

export type StoredUser = {
  id: string
  email: string | null
  username: string
  role: 'user' | 'admin'
  preferences: string
  latest_day: string | null
  next_planned_at: number | null
  next_focus_at: number | null
  backup_day: string | null
  backup_retry_at: number | null
  backup_failures: number
  created_at: number
  last_active_at: number | null
} & PersonHead

/** Times are epoch ms. */
export type StoredSignIn = { last_seen_at: number; proven_at: number }

/** Columns of `StoredUser`, from `personJoinSql`. */
export const personColumns = part`
      users.id, email, username, role, preferences, latest_day, next_planned_at, next_focus_at, backup_day,
      backup_retry_at, backup_failures, users.created_at, last_active_at,
      ${headColumns}`

type SignIns = 'web_sessions' | 'program_sessions'

/** Condition of a valid sign-in, joined with its user: even in use it ends after a year, an admin's after 30 days. */
export const validSignInSql = (signIns: SignIns, now: number) =>
  part`expires_at > ${now} AND suspended_at IS NULL
    AND ${constant(signIns)}.created_at > ${now} - iif(role = 'admin', ${30 * dayMs}, ${365 * dayMs})`

/** FROM clause: a table of sign-ins joined with the person's row and versions. */
export const personJoinSql = (signIns: SignIns | 'api_tokens') =>
  constant(`${signIns}
      JOIN users ON users.id = ${signIns}.user_id AND shadow_of IS NULL
      LEFT JOIN change_heads ON change_heads.user_id = users.id
      LEFT JOIN app_catalogue ON app_catalogue.id = 1`)

/** Person of a valid session. One statement of four rows, as it runs on every request. */
export const sessionHolder = (db: D1Database, idHash: string, now: number) =>
  sql(db)`
    SELECT ${personColumns}, last_seen_at, web_sessions.created_at AS proven_at, has_passkey
    FROM ${personJoinSql('web_sessions')}
    WHERE id_hash = ${idHash} AND ${validSignInSql('web_sessions', now)}`.first<
    StoredUser & StoredSignIn & { has_passkey: number }
  >()

export const accountExists = async (db: D1Database, userId: string) =>
  (await sql(db)`SELECT 1 FROM users WHERE id = ${userId} AND shadow_of IS NULL`.first()) !== null

export const insertSession = (
  db: D1Database,
  idHash: string,
  userId: string,
  device: string,
  now: number,
  hasPasskey = false,
) =>
  sql(db)`
    INSERT INTO web_sessions (id_hash, user_id, device, created_at, last_seen_at, expires_at, has_passkey)
    VALUES (${idHash}, ${userId}, ${device}, ${now}, ${now}, ${now + sessionSeconds * 1000}, ${Number(hasPasskey)})`

export const deleteSession = (db: D1Database, idHash: string) =>
  sql(db)`DELETE FROM web_sessions WHERE id_hash = ${idHash}`

/**
 * Ends a browser's former sign-in when the same person signs in again. The new one takes over its push subscriptions,
 * and the timer by which its queued writes are interpreted (time/timer/devices.ts).
 */
export const replaceSession = (db: D1Database, userId: string, before: string, after: string) => [
  sql(db)`
    UPDATE push_subscriptions SET session_hash = ${after} WHERE session_hash = ${before} AND user_id = ${userId}`,
  sql(db)`
    UPDATE web_sessions
    SET timer_id = (SELECT timer_id FROM web_sessions WHERE id_hash = ${before} AND user_id = ${userId})
    WHERE id_hash = ${after}`,
  deleteSession(db, before),
]

export const prolongSession = (db: D1Database, idHash: string, now: number) =>
  sql(db)`
    UPDATE web_sessions SET last_seen_at = ${now}, expires_at = ${now + sessionSeconds * 1000}
    WHERE id_hash = ${idHash}`

/** Deletes expired sign-ins, codes and counters of all people. */
export const dropExpiredSignIns = (db: D1Database, now: number) => [
  sql(db)`DELETE FROM web_sessions WHERE expires_at <= ${now}`,
  sql(db)`DELETE FROM program_sessions WHERE expires_at <= ${now}`,
  sql(db)`DELETE FROM sign_in_tokens WHERE expires_at <= ${now}`,
  sql(db)`DELETE FROM passkey_challenges WHERE expires_at <= ${now}`,
  sql(db)`DELETE FROM proof_codes WHERE expires_at <= ${now}`,
  sql(db)`DELETE FROM sign_up_invitations WHERE expires_at <= ${now}`,
  dropEndedWindows(db, now),
]

/** Runs on a person's first request of the day: records the visit and deletes expired rows. */
export const recordDailyVisit = (db: D1Database, { id, username }: { id: string; username: string }, now: number) =>
  db.batch([
    sql(db)`UPDATE users SET last_active_at = ${now}, name_key = ${foldText(username)} WHERE id = ${id}`,
    ...dropExpiredSignIns(db, now),
  ])

export type Account = {
  id: string
  email: string | null
  role: 'user' | 'admin'
  suspended_at: number | null
  isNew?: boolean
}

/** Deletes the invitations of an address that has an account. Those of domains stay. */
export const dropInvitations = (db: D1Database, email: string | null) =>
  sql(db)`DELETE FROM sign_up_invitations WHERE address = ${email?.toLowerCase() ?? null}`

/** @param also statements for the same batch if the account is new */
export const findOrCreateAccount = async (
  db: D1Database,
  account: { id: string; email: string; username: string; preferences: string },
  now: number,
  also: D1PreparedStatement[] = [],
) => {
  const [inserted] = await db.batch<Account>([
    sql(db)`
      INSERT INTO users
        (id, email, email_proven_at, username, name_key, preferences, created_at, updated_at, last_active_at)
      VALUES (${account.id}, ${account.email}, ${now}, ${account.username}, ${foldText(account.username)},
        ${account.preferences}, ${now}, ${now}, ${now})
      ON CONFLICT (email) DO UPDATE SET email_proven_at = coalesce(email_proven_at, excluded.email_proven_at)
      RETURNING id, email, role, suspended_at`,
    sql(db)`INSERT INTO change_heads (user_id) SELECT id FROM users WHERE id = ${account.id}`,
    dropInvitations(db, account.email),
    ...also,
  ])
  const [row] = inserted?.results ?? []
  if (!row) throw new Error('An account was neither found nor created')
  return { ...row, isNew: row.id === account.id }
}

export const userByEmail = (db: D1Database, email: string) =>
  sql(db)`SELECT id FROM users WHERE email = ${email}`.first<{ id: string }>()
