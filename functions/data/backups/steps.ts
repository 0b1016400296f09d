import { presentHead } from '../../lib/db/sql'
import type { Bindings } from '../../lib/env'
import { dataName, type Manifest, packArchive } from '../archive/pack'
import { deleteObjects, putStream } from '../archive/put'
import { readArchive } from '../archive/read'
import { initialProgress, membersOf, readAccount } from '../archive/snapshot'
import { type Owner, readSnapshot } from '../export/queries'
import { DocumentError } from '../export/read/checks'
import { ignoredLists, readDocument } from '../export/read/document'
import type { Claim, Stored, WorkState } from './queries'
import type { BackupRow } from './schema'

export type BackupStorage = Pick<Bindings, 'DB' | 'BACKUPS' | 'JWT_SECRET'>

/** SHA-256 of data.json. */
export const digestOf = ({ members }: Manifest) => members.find(({ name }) => name === dataName)?.sha256 ?? ''

const rowsOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Number of rows checked before other requests get a turn. */
const stretch = 200

/** Parses all rows of data.json as a restore does, and counts the rows of each table. */
const countRows = async (data: ReadableStream<Uint8Array>) => {
  const counts: Record<string, number> = {}
  let read = 0
  for await (const { table } of readDocument(data)) {
    counts[table] = (counts[table] ?? 0) + 1
    read += 1
    if (read % stretch === 0) await scheduler.wait(0)
  }
  return counts
}

type StoredFile = Pick<BackupRow, 'key' | 'digest'>

/** Reads a stored archive and compares its digest with that of the rows read from the database. */
const readStored = async <T>(
  bucket: R2Bucket,
  { key, digest }: StoredFile,
  readData: (data: ReadableStream<Uint8Array>) => Promise<T>,
) => {
  const object = await bucket.get(key)
  if (!object) throw new DocumentError('The file of this backup is missing.')
  const read = await readArchive(object.body, readData)
  if (digestOf(read.manifest) !== digest) throw new DocumentError('This backup doesn’t match the database.')
  return read
}

/**
 * Reads a stored archive back and checks everything, including each row.
 * @throws DocumentError if it differs from the written one; other errors if the bucket fails
 */
export const verifyArchive = async (bucket: R2Bucket, stored: StoredFile) => {
  const { manifest, data: counts } = await readStored(bucket, stored, countRows)
  for (const [table, count] of Object.entries(manifest.counts)) {
    if (!ignoredLists.includes(table) && (counts[table] ?? 0) !== count)
      throw new DocumentError(`This backup lacks rows of ${table}.`)
  }
}

/**
 * Reads back a copy of a checked backup and compares only its digests.
 * @throws DocumentError if it differs from the written one
 */
export const verifyCopy = (bucket: R2Bucket, stored: StoredFile) =>
  readStored(bucket, stored, (data) => data.pipeTo(new WritableStream()))

/** Pages of rows that one step reads: about two seconds of CPU. Tests read fewer. */
export const stepLimit = { pages: 40 }

const workPrefix = (userId: string) => `${userId}/work/`

export const archiveKey = (userId: string, id: string) => `${userId}/${id}.tar.gz`

/** Deletes the pieces of an unfinished backup. */
export const dropPieces = (bucket: R2Bucket, userId: string) => deleteObjects(bucket, workPrefix(userId))

export const versionsOf = async (db: D1Database, userId: string) => {
  const { seq, usage_seq, epoch } = await presentHead(db, userId)
  return { seq, usage_seq, epoch }
}

export const isSameHead = (a: WorkState['head'], b: WorkState['head']) =>
  a.seq === b.seq && a.usage_seq === b.usage_seq && a.epoch === b.epoch

/** Returns a function that yields to other requests and is true for its first `count` - 1 calls. */
const upTo = (count: number) => {
  let left = count
  return async () => {
    await scheduler.wait(0)
    left -= 1
    return left > 0
  }
}

/** State of a backup whose data changed while it was read. */
export const restarted = (head: WorkState['head'], turns: number): WorkState => ({
  head,
  progress: initialProgress,
  isBusy: true,
  turns,
})

/**
 * Reads more pages. When everything is read, stores the archive. If the data changed in between, starts over with all of
 * it in one batch. Cards files and the other members may be some seconds newer than data.json then.
 */
const readOrStore = async (
  { DB, BACKUPS, JWT_SECRET }: BackupStorage,
  user: Owner,
  { id, claim }: Claim,
  state: WorkState,
): Promise<WorkState> => {
  const account = { env: { JWT_SECRET }, db: DB, bucket: BACKUPS, user, prefix: `${workPrefix(user.id)}${claim}/` }
  const snapshot = state.isBusy ? await readSnapshot(DB, user) : null
  const head = snapshot?.head ?? state.head
  const read = await readAccount(
    account,
    state.progress,
    upTo(snapshot ? Number.POSITIVE_INFINITY : stepLimit.pages),
    snapshot,
  )
  if (!read.isDone) return { ...state, progress: read.progress }
  const key = archiveKey(user.id, id)
  const { counts, data } = read
  const { epoch, seq } = head
  const { archive, manifest } = packArchive(membersOf(account, data), { epoch, seq, counts })
  const bytes = await putStream(BACKUPS, key, archive)
  const stored = { key, bytes, digest: digestOf(await manifest), counts }
  const now = await versionsOf(DB, user.id)
  if (snapshot ? now.epoch === epoch : isSameHead(now, head)) return { ...state, head, stored }
  await BACKUPS.delete(key)
  return restarted(now, state.turns + 1)
}

const check = async ({ BACKUPS }: BackupStorage, { id, kind }: Claim, stored: Stored): Promise<BackupRow> => {
  try {
    await verifyArchive(BACKUPS, stored)
  } catch (error) {
    await BACKUPS.delete(stored.key)
    throw error
  }
  const now = Date.now()
  return { id, kind, ...stored, rows: rowsOf(stored.counts), created_at: now, verified_at: now, error: null }
}

/** Does the next step of a backup, which takes a few seconds of CPU at most. */
export const runBackupStep = async (
  place: BackupStorage,
  user: Owner,
  claim: Claim,
  state: WorkState,
): Promise<{ state: WorkState } | { made: BackupRow }> =>
  state.stored
    ? { made: await check(place, claim, state.stored) }
    : { state: await readOrStore(place, user, claim, state) }
