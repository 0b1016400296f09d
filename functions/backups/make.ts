import { v7 as uuid } from 'uuid'
import { pack } from '../archive/pack'
import { putStream } from '../archive/put'
import { beginning, type Progress, readAccount } from '../archive/snapshot'
import type { Spool } from '../archive/spool'
import { membersOf } from '../archive/write'
import type { Owner } from '../export/queries'
import type { Bindings } from '../lib/env'
import { presentHead } from '../lib/sql'
import * as q from './queries'
import { type BackupKind, type BackupRow, isWhole } from './schema'
import { digestOf, readBack, rowsOf } from './verify'

export type Place = Pick<Bindings, 'DB' | 'BACKUPS'>

/** How long one request goes on with a backup, and how many pages of rows it reads before it keeps what it has. */
const turnMilliseconds = 10_000
const pagesPerTurn = 40

/** Requests that go on with one backup, before it counts as failed. */
const turnsAllowed = 10

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
  const key = keyOf(user.id, claim.id)
  const { archive, manifest } = pack(membersOf(DB, user, read), () => ({
    epoch: head.epoch,
    seq: head.seq,
    counts: read.counts,
  }))
  const bytes = await putStream(BACKUPS, key, archive)
  const digest = digestOf(await manifest)
  return { id: claim.id, key, kind: claim.kind, bytes, digest, counts: read.counts, rows: rowsOf(read.counts) }
}

const goOn = async (
  place: Place,
  user: Owner,
  claim: q.Claim,
  claimed: q.WorkState | null,
): Promise<BackupRow | null> => {
  const { DB, BACKUPS } = place
  const head = await versionsOf(DB, user.id)
  const turns = (claimed?.turns ?? 0) + 1
  if (turns > turnsAllowed) throw new Error('A backup took too many requests')
  const isGoingOn = claimed !== null && isSame(claimed.head, head)
  if (!isGoingOn) await dropPieces(BACKUPS, user.id)
  const state = isGoingOn ? { ...claimed, turns } : { head, progress: beginning, turns }
  await q.saveWork(DB, claim, state, true, Date.now()).run()

  const read = await readOn(place, user, claim, state)
  if (read === null) return null
  const stored = await store(place, user, claim, head, read)
  if (!isSame(head, await versionsOf(DB, user.id))) {
    // Something was written while it was read. The next request begins anew.
    await BACKUPS.delete(stored.key)
    await q.saveWork(DB, claim, { ...state, progress: beginning }, false, Date.now()).run()
    return null
  }
  try {
    await readBack(BACKUPS, stored)
  } catch (error) {
    await BACKUPS.delete(stored.key)
    throw error
  }
  const now = Date.now()
  const made = { ...stored, created_at: now, verified_at: now, error: null }
  await DB.batch([q.addBackup(DB, user.id, made), q.dropWork(DB, claim)])
  // The next backup drops them otherwise.
  await dropPieces(BACKUPS, user.id).catch(() => undefined)
  return made
}

export const keyOf = (userId: string, id: string) => `${userId}/${id}.tar.gz`

/** Notes on the page of backups that one failed; with its key, so that whatever was stored is removed with it. */
export const noteFailed = ({ DB }: Pick<Place, 'DB'>, { userId, id, kind }: Pick<q.Claim, 'userId' | 'id' | 'kind'>) =>
  q.addBackup(DB, userId, {
    ...{
      id,
      kind,
      key: keyOf(userId, id),
      created_at: Date.now(),
      bytes: 0,
      rows: 0,
      counts: {},
      digest: '',
      verified_at: null,
    },
    error: 'It couldn’t be stored and checked.',
  })

type Started = { claim: q.Claim; state: q.WorkState | null }

/** Claims the making of a backup, with `writes`; null while another request makes one, and where the account is gone. */
export const startBackup = async (
  { DB }: Pick<Place, 'DB'>,
  userId: string,
  { id, kind }: { id: string; kind: BackupKind },
  writes: D1PreparedStatement[] = [],
): Promise<Started | null> => {
  const claim = { userId, id, kind, claim: uuid() }
  const claimed = await q.claimWork(DB, claim, Date.now(), writes)
  return claimed && { claim, state: claimed.state }
}

/**
 * Goes on with a backup that was claimed, unless it is there; null when the next request is to go on.
 * @throws where the database or the bucket fails, or the archive is not what was written
 */
export const continueBackup = async (
  place: Place,
  user: Owner,
  { claim, state }: Started,
): Promise<BackupRow | null> => {
  const { DB } = place
  try {
    const there = await q.backup(DB, user.id, claim.id)
    if (!there || !isWhole(there)) return await goOn(place, user, claim, state)
    await q.dropWork(DB, claim).run()
    return there
  } catch (error) {
    await DB.batch([noteFailed(place, claim), q.dropWork(DB, claim)])
    throw error
  }
}

/** Makes a backup at once; null while another request makes one, or when it takes more than this one. */
export const makeBackup = async (place: Place, user: Owner, wanted: { id: string; kind: BackupKind }) => {
  const started = await startBackup(place, user.id, wanted)
  return started && continueBackup(place, user, started)
}
