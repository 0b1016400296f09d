import { closeSockets } from '../../../lib/db/open-pages'
import { sql } from '../../../lib/db/sql'
import type { Scope } from '../../../lib/feature'
import { personColumns, personJoinSql, type StoredSignIn, type StoredUser, validSignInSql } from '../queries'
import type { Bearer, ProgramKind } from './jwt'

/**
 * Lifetime of a session after its last token request; `isCurrent` also limits its total. The extension asks weekly;
 * other programs may pause longer.
 */
const programMilliseconds = { program: 90 * 24 * 60 * 60 * 1000, extension: 7 * 24 * 60 * 60 * 1000 }

/** A refresh token reused within this time ends its session. Later, the token is only refused. */
const reuseMilliseconds = 90 * 24 * 60 * 60 * 1000

/** Person of a program's session, by its newest JWT, even one from before a restore. One statement, four rows. */
export const programHolder = (db: D1Database, { userId, sessionId, kind, jti }: Bearer, now: number) =>
  sql(db)`
    SELECT ${personColumns}, last_seen_at, program_sessions.created_at AS proven_at
    FROM ${personJoinSql('program_sessions')}
    WHERE program_sessions.id = ${sessionId} AND kind = ${kind === 'tracker' ? 'program' : kind}
      AND (users.id = ${userId} OR EXISTS (
        SELECT 1 FROM users AS former WHERE former.id = ${userId} AND former.shadow_of = users.id))
      AND (access_jti IS NULL OR access_jti = ${jti}) AND ${validSignInSql('program_sessions', now)}`.first<
    StoredUser & StoredSignIn
  >()

type TokenOfHolder = {
  token_id: string
  token_name: string
  scopes: string
  last_used_at: number | null
  token_ends_at: number | null
}

/** Person of a personal token, even of an expired one. One statement, four rows. */
export const tokenHolder = (db: D1Database, tokenHash: string) =>
  sql(db)`
    SELECT ${personColumns}, api_tokens.id AS token_id, api_tokens.name AS token_name, scopes, last_used_at,
      expires_at AS token_ends_at
    FROM ${personJoinSql('api_tokens')}
    WHERE token_hash = ${tokenHash} AND suspended_at IS NULL`.first<StoredUser & TokenOfHolder>()

export const touchProgram = (db: D1Database, sessionId: string, now: number) =>
  sql(db)`UPDATE program_sessions SET last_seen_at = ${now} WHERE id = ${sessionId}`

export const touchToken = (db: D1Database, tokenId: string, now: number) =>
  sql(db)`UPDATE api_tokens SET last_used_at = ${now} WHERE id = ${tokenId}`

export const insertProgramSession = (
  db: D1Database,
  session: { id: string; userId: string; kind: ProgramKind; device: string; accessJti: string | null },
  now: number,
) =>
  sql(db)`
    INSERT INTO program_sessions (id, user_id, kind, device, access_jti, created_at, last_seen_at, expires_at)
    VALUES (${session.id}, ${session.userId}, ${session.kind}, ${session.device}, ${session.accessJti}, ${now},
      ${now}, ${now + programMilliseconds[session.kind]})`

export const insertRefreshToken = (db: D1Database, tokenHash: string, sessionId: string, now: number) =>
  sql(db)`
    INSERT INTO refresh_tokens (token_hash, session_id, created_at) VALUES (${tokenHash}, ${sessionId}, ${now})`

type Refreshed = { session_id: string; user_id: string }

/**
 * Replaces a refresh token and its access token, once. Reusing one ends the session, because the token has leaked (RFC
 * 9700, 4.14.2). Returns the session with the new tokens, or the session that the reuse ended.
 */
export const rotateRefreshToken = async (
  db: D1Database,
  { tokenHash, nextHash, accessJti }: { tokenHash: string; nextHash: string; accessJti: string },
  now: number,
) => {
  const [reused, , ended, , refreshed] = await db.batch<Refreshed>([
    sql(db)`
      SELECT session_id, user_id
      FROM refresh_tokens JOIN program_sessions ON program_sessions.id = session_id
      WHERE token_hash = ${tokenHash} AND replaced_by IS NOT NULL`,
    sql(db)`
      UPDATE refresh_tokens SET replaced_by = ${nextHash}
      WHERE token_hash = ${tokenHash} AND replaced_by IS NULL
        AND session_id IN (
          SELECT program_sessions.id
          FROM program_sessions JOIN users ON users.id = program_sessions.user_id
          WHERE program_sessions.id = session_id AND ${validSignInSql('program_sessions', now)}
        )`,
    sql(db)`
      DELETE FROM program_sessions
      WHERE changes() = 0 AND id = (SELECT session_id FROM refresh_tokens WHERE token_hash = ${tokenHash})
      RETURNING id AS session_id, user_id`,
    sql(db)`
      INSERT INTO refresh_tokens (token_hash, session_id, created_at)
      SELECT ${nextHash}, session_id, ${now}
      FROM refresh_tokens
      WHERE token_hash = ${tokenHash} AND replaced_by = ${nextHash}`,
    sql(db)`
      UPDATE program_sessions
      SET access_jti = ${accessJti}, last_seen_at = ${now}, expires_at = ${now + programMilliseconds.program}
      WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = ${nextHash})
      RETURNING id AS session_id, user_id`,
    sql(db)`
      DELETE FROM refresh_tokens
      WHERE session_id = (SELECT session_id FROM refresh_tokens WHERE token_hash = ${nextHash})
        AND created_at <= ${now - reuseMilliseconds}`,
  ])
  for (const { user_id } of ended?.results ?? []) closeSockets(db, user_id)
  return { refreshed: refreshed?.results[0] ?? null, reused: reused?.results[0] }
}

export const prolongExtension = (db: D1Database, userId: string, sessionId: string, now: number) =>
  sql(db)`
    UPDATE program_sessions SET last_seen_at = ${now}, expires_at = ${now + programMilliseconds.extension}
    WHERE id = ${sessionId} AND user_id = ${userId} AND kind = 'extension' AND expires_at > ${now}
      AND EXISTS (
        SELECT 1 FROM users WHERE id = ${userId} AND suspended_at IS NULL AND github_user_id IS NOT NULL
      )
    RETURNING (SELECT github_user_id FROM users WHERE id = ${userId}) AS github_user_id`.first<{
    github_user_id: number
  }>()

export const deleteProgramSession = (db: D1Database, sessionId: string) =>
  sql(db)`DELETE FROM program_sessions WHERE id = ${sessionId}`

/** Inserts a token, unless the person already has `allowed` tokens. */
export const insertApiToken = (
  db: D1Database,
  token: {
    id: string
    userId: string
    name: string
    tokenHash: string
    ending: string
    scopes: Scope[]
    expiresAt: number | null
  },
  allowed: number,
  now: number,
) =>
  sql(db)`
    INSERT INTO api_tokens (id, user_id, name, token_hash, ending, scopes, created_at, expires_at)
    SELECT ${token.id}, ${token.userId}, ${token.name}, ${token.tokenHash}, ${token.ending},
      ${JSON.stringify(token.scopes)}, ${now}, ${token.expiresAt}
    WHERE (SELECT count(*) FROM api_tokens WHERE user_id = ${token.userId}) < ${allowed}`
