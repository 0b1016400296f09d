import type { Context } from 'hono'
import { revokeGitHubToken } from '../auth/github/revoke'
import { dropBackupObjects } from '../backups/drop'
import { backups } from '../backups/queries'
import type { App, User } from '../lib/env'
import type { Problem } from '../lib/problem'
import { commit } from '../lib/sql'
import { dropFiles } from '../restore/files'
import { dropUploads } from '../sessions/import/uploads'
import { deleteUser, lastAdmin } from './writes'

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

/** True for the only admin when other people have accounts. */
export const isLastAdmin = async (db: D1Database, userId: string) =>
  (await lastAdmin(db, userId, false).first<{ last: number }>())?.last === 1

/**
 * Deletes an account with everything in it. False, with nothing deleted, when its holder is the only admin and there
 * are other people; of two admins who leave at once one stays.
 */
export const deleteAccount = async (c: Context<App>, { id, email }: AccountHolder) => {
  const { env } = c
  const [isLast, listed] = await Promise.all([isLastAdmin(env.DB, id), backups(env.DB, id)])
  if (isLast) return false
  // Data outside D1 goes first: if that fails, the account is still there to try again.
  await Promise.all([
    dropUploads(env.BACKUPS, id),
    dropBackupObjects(env.BACKUPS, id, listed),
    dropFiles(env.BACKUPS, id),
    revokeGitHubToken(c, id),
  ])
  return commit(env.DB, id, [], [lastAdmin(env.DB, id, true), ...deleteUser(env.DB, id, email)], {
    whileRestoring: true,
  })
}
