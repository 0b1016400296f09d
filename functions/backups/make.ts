import { v7 as uuid } from 'uuid'
import { pack } from '../archive/pack'
import { putStream } from '../archive/put'
import { beginning, type Progress, readAccount } from '../archive/snapshot'
import type { Spool } from '../archive/spool'
import { membersOf } from '../archive/write'
import type { Owner } from '../export/queries'
import type { Bindings } from '../lib/env'
import { isStale, presentHead } from '../lib/sql'
import * as q from './queries'
import type { BackupKind, BackupRow } from './schema'
import { digestOf, readBack, rowsOf } from './verify'

export type Place = Pick<Bindings, 'DB' | 'BACKUPS'>

/** How long one request goes on with a backup, and how many pages of rows it reads before it keeps what it has. */
const turnMilliseconds = 10_000
const pagesPerTurn = 40

/** Requests that go on with one backup, before it counts as failed. */
const turnsAllowed = 10

type Outcome = { made: Omit<BackupRow, 'error'> } | 'busy' | 'unfinished'

const workPrefix = (userId: string) => `${userId}/work/`

/** Removes what an earlier backup left that was not finished. */
const dropPieces = async (bucket: R2Bucket, userId: string) => {
  const { objects } = await bucket.list({ prefix: workPrefix(userId) })
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key))
}

const versionsOf = async (db: D1Database, userId: string) => {
  const { seq, usage_seq, epoch } = await presentHead(db, userId)
  return { seq, usage_seq, epoch }
}

const isSame = (a: q.WorkState['head'], b: q.WorkState['head']) =>
  a.seq === b.seq && a.usage_seq === b.usage_seq && a.epoch === b.epoch

/** True for the first calls, `count` less one. */
const upTo = (count: number) => {
  let left = count
  return () => {
    left -= 1
    return left > 0
  }
}

type Read = { counts: Progress['counts']; data: Spool; csv: Spool }

/** Reads the account until it is read or time is up; null then, with what was read kept. */
const readOn = async (
  { DB, BACKUPS }: Place,
  user: Owner,
  claim: q.Claim,
  state: q.WorkState,
): Promise<Read | null> => {
  const end = Date.now() + turnMilliseconds
  let { progress } = state
  while (true) {
    const read = await readAccount(
      { db: DB, bucket: BACKUPS, user, prefix: `${workPrefix(user.id)}${claim.claim}/` },
      progress,
      upTo(pagesPerTurn),
    )
    if (read.isDone) return read
    progress = read.progress
    const now = Date.now()
    await q.saveWork(DB, claim, { ...state, progress }, now < end, now).run()
    if (now >= end) return null
  }
}

const store = async ({ DB, BACKUPS }: Place, user: Owner, claim: q.Claim, head: q.WorkState['head'], read: Read) => {
  const key = `${user.id}/${claim.id}.tar.gz`
  const { archive, manifest } = pack(membersOf(DB, user, read), () => ({
    epoch: head.epoch,
    seq: head.seq,
    counts: read.counts,
  }))
  const bytes = await putStream(BACKUPS, key, archive)
  const digest = digestOf(await manifest)
  return { id: claim.id, key, kind: claim.kind, bytes, digest, counts: read.counts, rows: rowsOf(read.counts) }
}

const goOn = async (place: Place, user: Owner, claim: q.Claim, claimed: q.WorkState | null): Promise<Outcome> => {
  const { DB, BACKUPS } = place
  const head = await versionsOf(DB, user.id)
  const turns = (claimed?.turns ?? 0) + 1
  if (turns > turnsAllowed) throw new Error('A backup took too many requests')
  const isGoingOn = claimed !== null && isSame(claimed.head, head)
  if (!isGoingOn) await dropPieces(BACKUPS, user.id)
  const state = isGoingOn ? { ...claimed, turns } : { head, progress: beginning, turns }
  await q.saveWork(DB, claim, state, true, Date.now()).run()

  const read = await readOn(place, user, claim, state)
  if (read === null) return 'unfinished'
  const stored = await store(place, user, claim, head, read)
  if (!isSame(head, await versionsOf(DB, user.id))) {
    // Something was written while it was read. The next request begins anew.
    await BACKUPS.delete(stored.key)
    await q.saveWork(DB, claim, { ...state, progress: beginning }, false, Date.now()).run()
    return 'unfinished'
  }
  try {
    await readBack(BACKUPS, stored)
  } catch (error) {
    await BACKUPS.delete(stored.key)
    throw error
  }
  const now = Date.now()
  const made = { ...stored, created_at: now, verified_at: now }
  await DB.batch([q.addBackup(DB, user.id, made), q.dropWork(DB, claim)])
  await dropPieces(BACKUPS, user.id)
  return { made }
}

/**
 * Makes a backup, or goes on with it, unless it is there or another request makes one. `unfinished` when the next
 * request is to go on. @throws where the database or the bucket fails, or the archive is not what was written
 */
export const makeBackup = async (
  place: Place,
  user: Owner,
  { id, kind }: { id: string; kind: BackupKind },
): Promise<Outcome> => {
  const { DB } = place
  const claim = { userId: user.id, id, kind, claim: uuid() }
  const claimed = await q.claimWork(DB, claim, Date.now()).catch((error: unknown) => {
    // The account is gone.
    if (isStale(error)) return null
    throw error
  })
  if (claimed === null) return 'busy'
  try {
    const there = await q.backup(DB, user.id, id)
    if (!there || there.error !== null) return await goOn(place, user, claim, claimed.state)
    await q.dropWork(DB, claim).run()
    return { made: there }
  } catch (error) {
    await q.dropWork(DB, claim).run()
    throw error
  }
}
