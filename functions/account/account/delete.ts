import type { Context } from 'hono'
import { z } from 'zod'
import { closeSockets } from '../../lib/db/open-pages'
import { commit, constant, part, sql, stale } from '../../lib/db/sql'
import type { App, User } from '../../lib/env'
import { features } from '../../lib/feature'
import type { Problem } from '../../lib/http/problem'
import { logEvent } from '../../lib/log'
import { revokeGitHubToken } from '../auth/github/sign-in'

/** Selects all ids of an account: a restore gives it a new id and keeps the former one for a while. */
const idsOf = (userId: string) => part`(SELECT id FROM users WHERE id = ${userId} OR shadow_of = ${userId})`

/** Deletes a user and the rows without a foreign key to them. Foreign keys and triggers delete the rest. */
export const deleteUser = (db: D1Database, userId: string, email: string | null) => [
  sql(db)`DELETE FROM sign_in_tokens WHERE email = ${email}`,
  sql(
    db,
  )`DELETE FROM rate_limits WHERE key IN (SELECT value || ':' || ids.id FROM ${idsOf(userId)} AS ids, json_each('["api", "usage", "pages", "heavy", "search", "calendars", "shares", "proofs"]'))`,
  sql(db)`DELETE FROM outbox WHERE recipient = ${email}`,
  sql(db)`DELETE FROM users WHERE id = ${userId}`,
]

/**
 * Selects 1 if the person is the only admin who is not suspended and other people have accounts.
 * @param guards in that case rolls the batch back instead
 */
const lastAdmin = (db: D1Database, userId: string, guards: boolean) =>
  sql(db)`
    SELECT CASE
      WHEN NOT EXISTS (SELECT 1 FROM users WHERE id = ${userId} AND role = 'admin' AND suspended_at IS NULL) THEN 0
      WHEN EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND suspended_at IS NULL AND id <> ${userId}) THEN 0
      WHEN NOT EXISTS (SELECT 1 FROM users WHERE id <> ${userId} AND shadow_of IS NULL) THEN 0
      WHEN ${Number(guards)} THEN ${stale}
      ELSE 1
    END AS last`

type AccountHolder = Pick<User, 'id' | 'email' | 'username'>

export const confirmationLabel = ({ email }: AccountHolder) => (email === null ? 'username' : 'email address')

export const isConfirmed = ({ email, username }: AccountHolder, confirm: string) =>
  email === null ? confirm.trim() === username : confirm.trim().toLowerCase() === email.toLowerCase()

export const lastAdminProblem = {
  status: 409,
  code: 'last_admin',
  title: 'You are the only admin',
  detail: 'Other people have accounts here. Make one of them an admin first.',
} as const satisfies Problem

/** True if the person is the only admin and other people have accounts. */
export const isLastAdmin = async (db: D1Database, userId: string) =>
  (await lastAdmin(db, userId, false).first<{ last: number }>())?.last === 1

/**
 * Deletes an account with everything in it. Returns false and deletes nothing if its holder is the only admin and other
 * people have accounts. If the last two admins leave at once, one stays.
 */
export const deleteAccount = async (c: Context<App>, { id, email }: AccountHolder) => {
  const { env } = c
  const drops = await Promise.all(features.flatMap((feature) => feature.drops?.() ?? []))
  const finding = drops.map((find) => find(env, id))
  const [isLast, deletions] = await Promise.all([isLastAdmin(env.DB, id), Promise.all(finding)])
  if (isLast) return false
  // Data outside D1 goes first: if deleting it fails, the account is still there to retry.
  await Promise.all([...deletions.map((drop) => drop()), revokeGitHubToken(c, id)])
  const done = await commit(env.DB, id, [], [lastAdmin(env.DB, id, true), ...deleteUser(env.DB, id, email)], {
    whileRestoring: true,
  })
  if (!done) return false
  closeSockets(env.DB, id)
  logEvent(c, 'account_deleted', { user: id })
  return true
}

/** Number of the account's items by kind. */
export type ItemCounts = Record<
  | 'sessions'
  | 'tasks'
  | 'goals'
  | 'projects'
  | 'learnings'
  | 'cards'
  | 'plans'
  | 'organizations'
  | 'people'
  | 'tokens'
  | 'devices',
  number
>

/** Counts a user's items by kind. @param now epoch ms */
export const countItems = (db: D1Database, userId: string, now: number) => {
  const count = (table: string, where = part`deleted_at IS NULL`) =>
    part`(SELECT count(*) FROM ${constant(table)} WHERE user_id = ${userId} AND ${where})`
  const isOpen = part`expires_at > ${now}`
  return sql(db)`
    SELECT coalesce((SELECT sum(session_count) FROM day_totals WHERE user_id = ${userId}), 0) AS sessions,
      ${count('tasks')} AS tasks, ${count('learnings')} AS learnings, ${count('cards')} AS cards,
      ${count('goals')} AS goals, ${count('projects')} AS projects, ${count('plans')} AS plans,
      ${count('organizations')} AS organizations, ${count('people')} AS people,
      ${count('api_tokens', part`1`)} AS tokens,
      ${count('web_sessions', isOpen)} + ${count('program_sessions', isOpen)} AS devices`.first<ItemCounts>()
}

/** In characters; the longest address or name fits. */
export const confirmLimit = 320

export const DeleteAccountForm = z.object({
  confirm: z.string('Enter the text shown').max(confirmLimit, 'This is too long'),
})
export type DeleteAccountForm = z.output<typeof DeleteAccountForm>
