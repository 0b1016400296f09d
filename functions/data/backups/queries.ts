import { z } from 'zod'
import { isStale, jsonColumn, orStale, rowAs, rowsAs, sql } from '../../lib/db/sql'
import type { Stores } from '../../lib/feature'
import { columnsOf } from '../../lib/resource/row-reads'
import { SnapshotProgress } from '../archive/snapshot'
import { type BackupKind, BackupRow, type KeptState } from './schema'

/** All stored backups, latest first. They are few, because old backups are deleted. */
export const backups = (db: D1Database, userId: string) =>
  rowsAs(
    BackupRow,
    sql(db)`
      SELECT ${columnsOf('backups', BackupRow)}
      FROM backups
      WHERE user_id = ${userId}
      ORDER BY created_at DESC, id DESC`,
  )

/** Finds the files of backups and returns a function that deletes them. The keys may contain a former user id. */
export const backupFiles = async ({ DB, BACKUPS }: Stores, userId: string) => {
  const keys = (await backups(DB, userId)).map(({ key }) => key)
  return async () => keys.length > 0 && (await BACKUPS.delete(keys))
}

export const backup = (db: D1Database, userId: string, id: string) =>
  rowAs(
    BackupRow,
    sql(db)`
      SELECT ${columnsOf('backups', BackupRow)}
      FROM backups
      WHERE user_id = ${userId} AND id = ${id}`,
  )

/** Adds a backup. Replaces a failed backup of the same id; a failed backup replaces no other. */
export const addBackup = (db: D1Database, userId: string, row: BackupRow) => sql(db)`
  INSERT INTO backups (user_id, id, key, kind, created_at, bytes, rows, counts, digest, verified_at, error)
  VALUES (${userId}, ${row.id}, ${row.key}, ${row.kind}, ${row.created_at}, ${row.bytes}, ${row.rows},
    ${JSON.stringify(row.counts)}, ${row.digest}, ${row.verified_at}, ${row.error})
  ON CONFLICT (user_id, id) DO UPDATE
  SET key = excluded.key, created_at = excluded.created_at, bytes = excluded.bytes, rows = excluded.rows,
    counts = excluded.counts, digest = excluded.digest, verified_at = excluded.verified_at, error = excluded.error
  WHERE excluded.error IS NULL OR backups.error IS NOT NULL`

/** Stores the result of reading a backup back: `error` is null if it was right. @param now epoch ms */
export const saveVerification = (db: D1Database, userId: string, id: string, error: string | null, now: number) => sql(
  db,
)`
  UPDATE backups
  SET verified_at = iif(${error} IS NULL, ${now}, verified_at), error = ${error}
  WHERE user_id = ${userId} AND id = ${id}`

export const dropBackups = (db: D1Database, userId: string, ids: string[]) => sql(db)`
  DELETE FROM backups WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

const Stored = z.object({ key: z.string(), bytes: z.int(), digest: z.string(), counts: z.record(z.string(), z.int()) })
export type Stored = z.infer<typeof Stored>

/** State of an unfinished backup. */
export const WorkState = z.object({
  head: z.object({ seq: z.int(), usage_seq: z.int(), epoch: z.int() }),
  progress: SnapshotProgress,
  /** True after the data changed while it was read. It is then read in one batch. */
  isBusy: z.boolean().optional(),
  /** The stored archive, if it is in the bucket and not yet read back. */
  stored: Stored.optional(),
  /** Number of requests that continued it, plus its restarts. */
  turns: z.int(),
})
export type WorkState = z.infer<typeof WorkState>

const Claimed = z.object({
  state: jsonColumn(WorkState).nullable(),
})

export type Claim = { userId: string; id: string; kind: BackupKind; claim: string }

/** Time after which a claim that was not renewed expires, in ms. */
const claimMilliseconds = 2 * 60 * 1000

/**
 * Claims the making of a backup. Null if another request has claimed it, or if the account is gone. If the claimed
 * backup is unfinished, returns its state.
 * @param now epoch ms
 * @param writes are committed with the claim, all or nothing
 */
export const claimWork = async (
  db: D1Database,
  { userId, id, kind, claim }: Claim,
  now: number,
  writes: D1PreparedStatement[] = [],
) => {
  const statements = [
    sql(db)`
      INSERT INTO backup_work (user_id, id, kind, state, claim, claimed_until)
      VALUES (${userId}, ${id}, ${kind}, NULL, ${claim}, ${now + claimMilliseconds})
      ON CONFLICT (user_id) DO UPDATE
      SET state = iif(backup_work.id = excluded.id, backup_work.state, NULL), id = excluded.id, kind = excluded.kind,
        claim = excluded.claim, claimed_until = excluded.claimed_until
      WHERE backup_work.claimed_until <= ${now}`,
    orStale(db),
    sql(db)`SELECT state FROM backup_work WHERE user_id = ${userId}`,
  ]
  try {
    const [, , found] = await db.batch([...statements, ...writes])
    return Claimed.parse(found?.results[0])
  } catch (error) {
    if (isStale(error)) return null
    throw error
  }
}

/**
 * Stores the progress of a backup. Renews its claim, or releases the claim for the next request. @param now epoch ms
 */
export const saveWork = (
  db: D1Database,
  { userId, claim }: Claim,
  state: WorkState,
  goesOn: boolean,
  now: number,
) => sql(db)`
  UPDATE backup_work
  SET state = ${JSON.stringify(state)}, claimed_until = ${goesOn ? now + claimMilliseconds : now}
  WHERE user_id = ${userId} AND claim = ${claim}`

export const dropWork = (db: D1Database, { userId, claim }: Claim) => sql(db)`
  DELETE FROM backup_work WHERE user_id = ${userId} AND claim = ${claim}`

/** The backup in progress, or null. */
export const findWork = (db: D1Database, userId: string) =>
  sql(db)`
  SELECT id, kind, claimed_until FROM backup_work WHERE user_id = ${userId}`.first<{
    id: string
    kind: BackupKind
    claimed_until: number
  }>()

/** Records a successful daily backup, so that the next one is made the next day. */
export const noteDaily = (db: D1Database, userId: string, date: string) => sql(db)`
  UPDATE users SET backup_day = ${date}, backup_retry_at = NULL, backup_failures = 0 WHERE id = ${userId}`

/** Records a failed daily backup. @param at time of the next attempt (epoch ms) */
export const noteFailure = (db: D1Database, userId: string, at: number) => sql(db)`
  UPDATE users SET backup_retry_at = ${at}, backup_failures = backup_failures + 1 WHERE id = ${userId}`

/** Records that backups were made but old ones could not be deleted. @param at time of the next attempt (epoch ms) */
export const retryLater = (db: D1Database, userId: string, at: number) => sql(db)`
  UPDATE users SET backup_retry_at = ${at} WHERE id = ${userId}`

/** The state that an Undo of a restore brings back, or null. @param now epoch ms */
export const findUndoState = (db: D1Database, userId: string, now: number) =>
  sql(db)`
    SELECT id, shadow_until AS until FROM users
    WHERE shadow_of = ${userId} AND shadow_until > ${now}`.first<KeptState>()
