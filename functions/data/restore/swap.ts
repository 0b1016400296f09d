import { deleteGitHubToken, readGitHubToken, storeGitHubToken } from '../../account/auth/github/sign-in'
import { columnList } from '../../lib/db/conditions'
import { closeSockets } from '../../lib/db/open-pages'
import { commitPlanned } from '../../lib/db/retry'
import { constant, newSeq, orStale, part, sql, undoStateId } from '../../lib/db/sql'
import type { Bindings } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { refuseWhileBusy } from '../../lib/jobs/queries'
import { findUndoState } from '../backups/queries'
import { backupsPath } from '../backups/schema'
import { dataColumns } from './write-rows'

/** Retention of the state before a restore, in days. */
const keptDays = 7
const keptMs = keptDays * 86_400_000

/** Columns of `users` that belong to the account, not to its data. */
const identity = [
  ...['email', 'email_proven_at', 'github_user_id', 'github_username', 'avatar_url', 'role', 'suspended_at'],
  ...[
    'unlisted_locked_at',
    'unlisted_locked_by',
    'created_at',
    'last_active_at',
    'backup_day',
    'backup_retry_at',
    'backup_failures',
  ],
]

/** Tables whose rows stay with the person: sign-ins, jobs, backups, and calendars with their secret addresses. */
const followed = [
  ...['web_sessions', 'passkeys', 'api_tokens', 'program_sessions', 'idempotency_keys', 'jobs', 'backups'],
  ...['sync_devices', 'sync_conflicts', 'sync_waiting', 'calendars', 'feeds'],
  ...['oidc_subjects', 'push_subscriptions', 'reminder_deliveries', 'reminder_runs'],
]

/** Tables of secret addresses, with column and table of the row they show. An address stays if the row was restored. */
const addresses = { report_seals: ['report_id', 'reports'], plan_links: ['plan_id', 'plans'] } as const

const identityJson = constant(`json_array(${identity.join(', ')})`)

/** Identity columns of an account as JSON; null if it is no account but a kept state. */
export const identityOf = async (db: D1Database, userId: string) =>
  (
    await sql(db)`SELECT ${identityJson} AS json FROM users WHERE id = ${userId} AND shadow_of IS NULL`.first<{
      json: string
    }>()
  )?.json ?? null

/**
 * Makes a shadow the person's account, and keeps the present account as its shadow for a week. Writes only a few rows,
 * however much data there is. Guard: rolls back unless the identity columns still equal `identity`. @param now epoch ms
 */
export const swapStates = (
  db: D1Database,
  { from, to, identity: known }: { from: string; to: string; identity: string },
  now: number,
) => {
  const known_ = part`${known}`
  const columns = constant(identity.join(', '))
  const values = constant(identity.map((_, index) => `value ->> '$[${index}]'`).join(', '))
  return [
    sql(db)`
      UPDATE users
      SET email = NULL, email_proven_at = NULL, github_user_id = NULL, github_username = NULL, avatar_url = NULL,
          role = 'user', shadow_of = ${to}, shadow_until = ${now + keptMs}
      WHERE id = ${from} AND shadow_of IS NULL AND ${identityJson} = ${known}`,
    orStale(db),
    sql(db)`
      UPDATE users
      SET (${columns}) = (SELECT ${values} FROM (SELECT ${known_} AS value)), shadow_of = NULL, shadow_until = NULL
      WHERE id = ${to} AND shadow_of = ${from}`,
    orStale(db),
    // The previously kept state expires now.
    sql(db)`UPDATE users SET shadow_of = ${to}, shadow_until = 0 WHERE shadow_of = ${from}`,
    sql(db)`
      UPDATE change_heads
      SET seq = next.seq, stats_seq = next.seq, whitelist_seq = next.seq, timer_seq = next.seq,
          usage_seq = max(change_heads.usage_seq, next.usage_seq) + 1, epoch = max(change_heads.epoch, next.epoch) + 1,
          written_on = next.written_on, rows_written = next.rows_written, restore_id = NULL
      FROM (
        SELECT max(seq, ${newSeq(to)}) + 1 AS seq, usage_seq, epoch, written_on,
          rows_written
        FROM change_heads WHERE user_id = ${from}) AS next
      WHERE change_heads.user_id = ${to}`,
    sql(db)`UPDATE change_heads SET restore_id = ${undoStateId} WHERE user_id = ${from}`,
    ...followed.map((table) => sql(db)`UPDATE ${constant(table)} SET user_id = ${to} WHERE user_id = ${from}`),
    ...Object.entries(addresses).flatMap(([name, [column, ofTable]]) => {
      const [table, id] = [constant(name), constant(column)]
      return [
        // An address kept with the other state is replaced by the newer one.
        sql(db)`
          DELETE FROM ${table}
          WHERE user_id = ${to} AND ${id} IN (SELECT ${id} FROM ${table} WHERE user_id = ${from})`,
        sql(db)`
          UPDATE ${table} SET user_id = ${to}
          WHERE user_id = ${from} AND ${id} IN (
            SELECT id FROM ${constant(ofTable)} WHERE user_id = ${to} AND deleted_at IS NULL)`,
      ]
    }),
    // Drops waiting entries of cards whose plan was restored, or that do not wait any more.
    sql(db)`
      DELETE FROM sync_waiting
      WHERE user_id = ${to} AND (
        NOT EXISTS (SELECT 1 FROM cards WHERE cards.user_id = ${to} AND cards.id = card_id AND cards.plan_id IS NULL)
        OR EXISTS (SELECT 1 FROM plans WHERE plans.user_id = ${to} AND plans.id = sync_waiting.plan_id))`,
    ...adminRules(db, from, to),
    // Restored plans are not shared copies, and nobody has copies of them.
    sql(db)`UPDATE plans SET shared_at = NULL WHERE user_id = ${from} AND shared_at IS NOT NULL`,
    sql(db)`DELETE FROM plan_shares WHERE user_id = ${from}`,
  ]
}

/** Counts addresses that a replacement would end. @param kept ids of restored reports and plans @param now epoch ms */
export const countEndedAddresses = async (db: D1Database, userId: string, kept: string[], now: number) => {
  const count = await sql(db)`
    SELECT count(*) AS count FROM (
      SELECT report_id AS id FROM report_seals
      WHERE user_id = ${userId} AND (expires_at IS NULL OR expires_at > ${now})
      UNION ALL SELECT plan_id FROM plan_links WHERE user_id = ${userId})
    WHERE id NOT IN (SELECT value FROM json_each(${JSON.stringify(kept)}))`.first<number>('count')
  return count ?? 0
}

const ruleColumns = columnList(dataColumns('user_apps'))

/** Replaces restored admin rules with the present ones. */
const adminRules = (db: D1Database, from: string, to: string) => [
  sql(db)`
    DELETE FROM user_apps
    WHERE user_id = ${to} AND (set_by = 'admin'
      OR id IN (SELECT id FROM user_apps AS theirs WHERE theirs.user_id = ${from} AND theirs.set_by = 'admin'))`,
  sql(db)`
    INSERT INTO user_apps (user_id, ${ruleColumns}, seq)
    SELECT ${to}, ${ruleColumns}, ${newSeq(to)}
    FROM user_apps
    WHERE user_id = ${from} AND set_by = 'admin'`,
]

/** Moves the GitHub token to the new id, because it is encrypted for one id. */
export const moveGitHubToken = async (env: Bindings, from: string, to: string) => {
  const token = await readGitHubToken(env, from)
  if (!token) return
  await storeGitHubToken(env, to, token)
  await deleteGitHubToken(env, from)
}

const gone = new ProblemError({
  status: 409,
  code: 'no_kept_state',
  title: 'There is no restore to undo',
  detail: 'That restore was already undone, or is more than a week old. Nothing was changed.',
  again: backupsPath,
})

/**
 * Brings the kept state back and keeps the present state instead, so that this can be undone, too. Returns the person's
 * new id. @throws ProblemError 409 if the kept state is gone, or a job is not finished
 */
export const undoRestore = async (env: Bindings, userId: string, keptId: string) => {
  const { DB } = env
  await commitPlanned(DB, userId, ['stats'], async () => {
    await refuseWhileBusy(DB, userId)
    const now = Date.now()
    const [kept, identity] = await Promise.all([findUndoState(DB, userId, now), identityOf(DB, userId)])
    if (kept?.id !== keptId || identity === null) throw gone
    return { result: undefined, writes: swapStates(DB, { from: userId, to: keptId, identity }, now) }
  })
  closeSockets(DB, userId)
  await moveGitHubToken(env, userId, keptId)
  return keptId
}
