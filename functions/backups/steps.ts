import { pack } from '../archive/pack'
import { deleteObjects, putStream } from '../archive/put'
import { beginning, membersOf, readAccount } from '../archive/snapshot'
import type { Owner } from '../export/queries'
import type { Bindings } from '../lib/env'
import { presentHead } from '../lib/sql'
import type { Claim, Stored, WorkState } from './queries'
import type { BackupRow } from './schema'
import { digestOf, readBack, rowsOf } from './verify'

export type Place = Pick<Bindings, 'DB' | 'BACKUPS'>

/** Pages of rows that one step reads: about two seconds of CPU. Tests read fewer. */
export const perStep = { pages: 40 }

const workPrefix = (userId: string) => `${userId}/work/`

export const keyOf = (userId: string, id: string) => `${userId}/${id}.tar.gz`

/** Removes what an earlier backup left that was not finished. */
export const dropPieces = (bucket: R2Bucket, userId: string) => deleteObjects(bucket, workPrefix(userId))

export const versionsOf = async (db: D1Database, userId: string) => {
  const { seq, usage_seq, epoch } = await presentHead(db, userId)
  return { seq, usage_seq, epoch }
}

export const isSame = (a: WorkState['head'], b: WorkState['head']) =>
  a.seq === b.seq && a.usage_seq === b.usage_seq && a.epoch === b.epoch

/** True for the first calls, `count` less one; others are answered between them. */
const upTo = (count: number) => {
  let left = count
  return async () => {
    await scheduler.wait(0)
    left -= 1
    return left > 0
  }
}

/** Reads on. Stores the archive once all is read, unless something was written in between: then it starts over. */
const readOrStore = async (
  { DB, BACKUPS }: Place,
  user: Owner,
  { id, claim }: Claim,
  state: WorkState,
): Promise<WorkState> => {
  const account = { db: DB, bucket: BACKUPS, user, prefix: `${workPrefix(user.id)}${claim}/` }
  const read = await readAccount(account, state.progress, upTo(perStep.pages))
  if (!read.isDone) return { ...state, progress: read.progress }
  const key = keyOf(user.id, id)
  const { counts, data } = read
  const { epoch, seq } = state.head
  const { archive, manifest } = pack(membersOf(account, data), { epoch, seq, counts })
  const bytes = await putStream(BACKUPS, key, archive)
  const stored = { key, bytes, digest: digestOf(await manifest), counts }
  const head = await versionsOf(DB, user.id)
  if (isSame(head, state.head)) return { ...state, stored }
  await BACKUPS.delete(key)
  return { ...state, head, progress: beginning, turns: state.turns + 1 }
}

const check = async ({ BACKUPS }: Place, { id, kind }: Claim, stored: Stored): Promise<BackupRow> => {
  try {
    await readBack(BACKUPS, stored)
  } catch (error) {
    await BACKUPS.delete(stored.key)
    throw error
  }
  const now = Date.now()
  return { id, kind, ...stored, rows: rowsOf(stored.counts), created_at: now, verified_at: now, error: null }
}

/** Does the next step of a backup: some seconds of CPU at most. */
export const step = async (
  place: Place,
  user: Owner,
  claim: Claim,
  state: WorkState,
): Promise<{ state: WorkState } | { made: BackupRow }> =>
  state.stored
    ? { made: await check(place, claim, state.stored) }
    : { state: await readOrStore(place, user, claim, state) }
