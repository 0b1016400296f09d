import { v7 as uuid } from 'uuid'
import { closeSockets } from '../../../lib/db/open-pages'
import { commit, orStale, part, sql } from '../../../lib/db/sql'
import { foldText } from '../../../lib/text/text'
import { initialPreferences } from '../accounts'
import type { Redeemed } from '../magic-link/schema'
import { type Account, dropInvitations } from '../queries'
import { type GitHubPerson, githubProblem } from './provider'

export type GitHubLink = {
  github_user_id: number | null
  github_username: string | null
  email: string | null
  /** epoch ms; null until a mail proves the address */
  email_proven_at: number | null
}

export const readGitHubLink = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT github_user_id, github_username, email, email_proven_at
    FROM users
    WHERE id = ${userId}`.first<GitHubLink>()

/** Why the person would be locked out if the link was removed; null if they would not. */
export const unlinkRefusal = ({ email, email_proven_at }: GitHubLink, canMail: boolean) => {
  if (email === null) return 'no address'
  if (!canMail) return 'no mail'
  return email_proven_at === null ? 'not proven' : null
}

type Hints = Pick<Redeemed, 'time_zone' | 'clock'>

/** SQL for the id of a GitHub user's account, else of the account that they may join, else NULL. */
const joinedId = ({ id, email }: Pick<GitHubPerson, 'id' | 'email'>) => part`coalesce(
        (SELECT id FROM users WHERE github_user_id = ${id}),
        (SELECT id FROM users WHERE email = ${email} AND email_proven_at IS NOT NULL AND github_user_id IS NULL)
      )`

export const hasGitHubAccount = async (db: D1Database, person: GitHubPerson) =>
  (await sql(db)`SELECT ${joinedId(person)} AS id`.first<string>('id')) !== null

/**
 * Updates the account linked to this GitHub id, else links the account whose address a mail has proven. The numeric id
 * identifies a person, because a login can change.
 */
const joinAccount = (db: D1Database, { id, login, avatarUrl, email }: GitHubPerson, now: number) =>
  sql(db)`
    UPDATE users SET github_user_id = ${id}, github_username = ${login}, avatar_url = ${avatarUrl}, updated_at = ${now}
    WHERE id = ${joinedId({ id, email })}
      AND (github_user_id IS NOT ${id} OR github_username IS NOT ${login} OR avatar_url IS NOT ${avatarUrl})`

const advanceSeq = (db: D1Database, githubUserId: number) =>
  sql(db)`
    UPDATE change_heads SET seq = seq + 1
    WHERE changes() > 0 AND user_id = (SELECT id FROM users WHERE github_user_id = ${githubUserId})`

/** Creates an account unless one is linked. If another account has the address, the new account gets no address. */
const insertAccount = (
  db: D1Database,
  { id, login, avatarUrl, email }: GitHubPerson,
  account: { id: string; preferences: string },
  now: number,
) => [
  sql(db)`
    INSERT INTO users (id, email, username, name_key, github_user_id, github_username, avatar_url, preferences,
      created_at, updated_at, last_active_at)
    SELECT ${account.id}, iif(EXISTS (SELECT 1 FROM users WHERE email = ${email}), NULL, ${email}), ${login},
      ${foldText(login)}, ${id}, ${login}, ${avatarUrl}, ${account.preferences}, ${now}, ${now}, ${now}
    WHERE NOT EXISTS (SELECT 1 FROM users WHERE github_user_id = ${id})`,
  sql(db)`INSERT INTO change_heads (user_id) SELECT id FROM users WHERE id = ${account.id}`,
  dropInvitations(db, email),
]

export const accountByGitHub = async (db: D1Database, person: GitHubPerson, hints: Hints, now: number) => {
  const id = uuid()
  const results = await db.batch<Account>([
    joinAccount(db, person, now),
    advanceSeq(db, person.id),
    ...insertAccount(db, person, { id, preferences: initialPreferences(hints) }, now),
    sql(db)`SELECT id, email, role, suspended_at FROM users WHERE github_user_id = ${person.id}`,
  ])
  const row = results.at(-1)?.results[0]
  if (!row) throw new Error('An account was neither found nor created')
  return { ...row, isNew: row.id === id }
}

const linkConflict = async (db: D1Database, userId: string, githubUserId: number) => {
  const link = await readGitHubLink(db, userId)
  return link?.github_user_id && link.github_user_id !== githubUserId ? 'linked' : 'taken'
}

/**
 * Connects a GitHub account to the signed-in person.
 * @throws ProblemError 409 if the GitHub account belongs to another person, or the person has another GitHub account
 */
export const linkGitHub = async (db: D1Database, userId: string, person: GitHubPerson, now: number) => {
  const { id, login, avatarUrl } = person
  const isLinked = await commit(
    db,
    userId,
    [],
    [
      sql(db)`
      UPDATE users
      SET github_user_id = ${id}, github_username = ${login}, avatar_url = ${avatarUrl}, updated_at = ${now}
      WHERE id = ${userId} AND (github_user_id IS NULL OR github_user_id = ${id})
        AND NOT EXISTS (SELECT 1 FROM users AS other WHERE other.github_user_id = ${id} AND other.id <> ${userId})`,
      orStale(db),
    ],
    { whileRestoring: true },
  )
  if (!isLinked) throw githubProblem(await linkConflict(db, userId, id), '/settings/sign-in')
}

/**
 * Removes the link and signs the browser extension out. Returns false and writes nothing if nothing is linked, or if
 * the person could no longer sign in by mail.
 */
export const unlinkGitHub = async (db: D1Database, userId: string, now: number) => {
  const done = await commit(
    db,
    userId,
    [],
    [
      sql(db)`
      UPDATE users SET github_user_id = NULL, github_username = NULL, avatar_url = NULL, updated_at = ${now}
      WHERE id = ${userId} AND github_user_id IS NOT NULL AND email IS NOT NULL AND email_proven_at IS NOT NULL`,
      orStale(db),
      sql(db)`DELETE FROM program_sessions WHERE user_id = ${userId} AND kind = 'extension'`,
    ],
    { whileRestoring: true },
  )
  if (done) closeSockets(db, userId)
  return done
}
