import { v7 as uuid } from 'uuid'
import { isDiskFull } from '../../lib/db/disk'
import { quoteName, truncateText } from '../../lib/text/text'
import { initialProgress } from '../archive/snapshot'
import type { Owner } from '../export/queries'
import { DocumentError } from '../export/read/checks'
import { tableName } from '../export/read/table-names'
import * as q from './queries'
import { type BackupKind, type BackupRow, isRestorable } from './schema'
import { archiveKey, type BackupStorage, dropPieces, isSameHead, restarted, runBackupStep, versionsOf } from './steps'

/** Time that one request spends on a backup. Tests allow a single step. */
export const turnLimit = { milliseconds: 10_000 }

/** Maximum number of requests and restarts of one backup, before it counts as failed. */
const turnsAllowed = 10

/** State to continue from. Starts over without a state, or if the account has changed since. */
const stateFor = async (
  { DB, BACKUPS }: BackupStorage,
  userId: string,
  claimed: q.WorkState | null,
): Promise<q.WorkState> => {
  const head = await versionsOf(DB, userId)
  const turns = (claimed?.turns ?? 0) + 1
  if (claimed && (claimed.stored || isSameHead(claimed.head, head))) return { ...claimed, turns }
  await dropPieces(BACKUPS, userId)
  return claimed ? restarted(head, turns) : { head, progress: initialProgress, turns }
}

const goOn = async (
  place: BackupStorage,
  user: Owner,
  claim: q.Claim,
  claimed: q.WorkState | null,
): Promise<BackupRow | null> => {
  const { DB, BACKUPS } = place
  const end = Date.now() + turnLimit.milliseconds
  let state = await stateFor(place, user.id, claimed)
  do {
    if (state.turns > turnsAllowed) throw new UnfinishedError('A backup took too many requests')
    await q.saveWork(DB, claim, state, true, Date.now()).run()
    const next = await runBackupStep(place, user, claim, state)
    if ('made' in next) {
      await DB.batch([q.addBackup(DB, user.id, next.made), q.dropWork(DB, claim)])
      // If this fails, the next backup deletes the pieces.
      await dropPieces(BACKUPS, user.id).catch(() => undefined)
      return next.made
    }
    state = next.state
  } while (Date.now() < end)
  await q.saveWork(DB, claim, state, false, Date.now()).run()
  return null
}

class UnfinishedError extends Error {}

/** Why a backup failed, without text of the person, for the log. */
const causeOf = (error: unknown) => {
  if (error instanceof DocumentError) return 'Something in it can’t be restored.'
  if (error instanceof UnfinishedError) return 'It took too long, because the data changed while it was read.'
  if (isDiskFull(error)) return 'The server’s disk is full.'
  const { name, message } = error as Error
  if (message.startsWith('D1_')) return 'The database failed.'
  return name === 'Error' ? 'The file storage failed.' : `Daymark failed (${name}).`
}

/** Message that says why a backup failed, and which row caused it if one did. */
const failureOf = (error: unknown) => {
  const failed = 'It couldn’t be stored and checked.'
  if (!(error instanceof DocumentError)) return `${failed} ${causeOf(error)}`
  const { named, reason } = error
  if (named === undefined) return `${failed} ${reason}`
  const name = [named.title && quoteName(truncateText(named.title, 60)), `(id ${quoteName(named.id)})`]
    .filter(Boolean)
    .join(' ')
  return `${failed} ${tableName(named.table)}: ${name} can’t be restored. ${reason}`
}

/**
 * Stores a failed backup, for the list of backups. Its key is kept, so that anything stored under it is deleted, too.
 */
export const storeFailedBackup = (
  { DB }: Pick<BackupStorage, 'DB'>,
  { userId, id, kind }: Pick<q.Claim, 'userId' | 'id' | 'kind'>,
  error: unknown,
) =>
  q.addBackup(DB, userId, {
    id,
    kind,
    key: archiveKey(userId, id),
    created_at: Date.now(),
    bytes: 0,
    rows: 0,
    counts: {},
    digest: '',
    verified_at: null,
    error: failureOf(error),
  })

type Started = { claim: q.Claim; state: q.WorkState | null }

/** Claims a new backup, together with `writes`. Null if another request is making one, or if the account is gone. */
export const startBackup = async (
  { DB }: Pick<BackupStorage, 'DB'>,
  userId: string,
  { id, kind }: { id: string; kind: BackupKind },
  writes: D1PreparedStatement[] = [],
): Promise<Started | null> => {
  const claim = { userId, id, kind, claim: uuid() }
  const claimed = await q.claimWork(DB, claim, Date.now(), writes)
  return claimed && { claim, state: claimed.state }
}

/**
 * Continues a claimed backup until it is complete. Null if the next request has to continue.
 * @throws if the database or the bucket fails, or if the stored archive differs from the data
 */
export const continueBackup = async (
  place: BackupStorage,
  user: Owner,
  { claim, state }: Started,
): Promise<BackupRow | null> => {
  const { DB } = place
  try {
    const there = await q.backup(DB, user.id, claim.id)
    if (!there || !isRestorable(there)) return await goOn(place, user, claim, state)
    await q.dropWork(DB, claim).run()
    return there
  } catch (error) {
    await DB.batch([storeFailedBackup(place, claim, error), q.dropWork(DB, claim)])
    throw Object.assign(error as Error, { failure: causeOf(error) })
  }
}

/** Makes a backup at once. Null if another request is making one, or if one request is not enough. */
export const makeBackup = async (place: BackupStorage, user: Owner, wanted: { id: string; kind: BackupKind }) => {
  const started = await startBackup(place, user.id, wanted)
  return started && continueBackup(place, user, started)
}
