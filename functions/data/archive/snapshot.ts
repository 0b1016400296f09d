import { z } from 'zod'
import type { Bindings } from '../../lib/env'
import { concatenate, pagesFrom } from '../../lib/files/download'
import { kindEntry } from '../../lib/kinds'
import { exportedSessions } from '../../time/sessions/csv/queries'
import { timeLogHeader, timeLogLines } from '../../time/sessions/csv/write'
import { ViewQuery } from '../../time/sessions/list/view'
import { documentHead, pageText } from '../export/document'
import {
  accountRow,
  cardFilesOf,
  type ExportRow,
  exportedLists,
  listPages,
  type Owner,
  pageAfter,
  type Snapshot,
} from '../export/queries'
import { cardsName, dataName, type MemberSource, planName, sessionsName, textMember } from './pack'

/** Maximum bytes of text in memory before it is written to the bucket. */
const memoryBytes = 4 * 1024 * 1024

/** Pieces of an unfinished text in the bucket, with their sizes in bytes. */
const Pieces = z.array(z.object({ key: z.string(), bytes: z.int() }))
type Pieces = z.infer<typeof Pieces>

/**
 * Collects text, because tar needs a member's length before its content. Short text stays in memory. Long text goes to
 * the bucket in pieces under `prefix`.
 */
export const spool = (bucket: R2Bucket, prefix: string, stored: Pieces = []) => {
  const encoder = new TextEncoder()
  const pieces = [...stored]
  let chunks: Uint8Array[] = []
  let size = 0

  const flush = async () => {
    if (size === 0) return
    const key = `${prefix}${String(pieces.length).padStart(4, '0')}`
    const bytes = size
    await bucket.put(key, concatenate(chunks, size))
    pieces.push({ key, bytes })
    chunks = []
    size = 0
  }

  return {
    add: async (text: string) => {
      if (text === '') return
      const chunk = encoder.encode(text)
      chunks.push(chunk)
      size += chunk.byteLength
      if (size >= memoryBytes) await flush()
    },
    flush,
    pieces: (): Pieces => pieces,
    bytes: () => pieces.reduce((sum, piece) => sum + piece.bytes, size),
    read: async function* (): AsyncGenerator<Uint8Array> {
      for (const { key } of pieces) {
        const object = await bucket.get(key)
        if (!object) throw new Error('A piece of the backup is gone')
        yield* object.body
      }
      yield* chunks
    },
  }
}
type Spool = ReturnType<typeof spool>

/** Progress of reading an account: the position in the document's lists, and the pieces written so far. */
export const SnapshotProgress = z.object({
  list: z.int(),
  after: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
  counts: z.record(z.string(), z.int()),
  data: Pieces,
})
export type SnapshotProgress = z.infer<typeof SnapshotProgress>

export const initialProgress: SnapshotProgress = { list: 0, after: null, counts: {}, data: [] }

/** `prefix` is the key prefix of unfinished pieces in the bucket. */
type Account = { env: Pick<Bindings, 'JWT_SECRET'>; db: D1Database; bucket: R2Bucket; user: Owner; prefix: string }

/**
 * Reads an account into data.json, starting at `progress`, or writes a snapshot of it.
 * @param goesOn called after each page; if it returns false, the pages read until then are stored in the bucket and
 * reading stops
 */
export const readAccount = async (
  { env, db, bucket, user, prefix }: Account,
  progress: SnapshotProgress,
  goesOn: () => boolean | Promise<boolean>,
  snapshot?: Snapshot | null,
) => {
  const data = spool(bucket, `${prefix}data-`, progress.data)
  const counts = { ...progress.counts }
  if (progress.list === 0 && progress.after === null) {
    const account = snapshot?.account ?? (await accountRow(db, user.id))
    if (!account) throw new Error('The account is gone')
    // `last_active_at` changes without an edit, so each backup would differ.
    const { last_active_at: _, ...kept } = account
    await data.add(await documentHead(env, kept))
  }
  for await (const page of snapshot?.pages ?? listPages(db, user, progress)) {
    const { table, rows, isLast, place } = page
    await data.add(pageText(page))
    counts[table] = (counts[table] ?? 0) + rows.length
    if (isLast || table === 'card_files' || (await goesOn())) continue
    await data.flush()
    return { isDone: false as const, progress: { ...place, counts, data: data.pieces() } }
  }
  await data.add('}\n')
  return { isDone: true as const, counts, data }
}

/** Plans that are not deleted, page by page. */
async function* plansOf(db: D1Database, userId: string): AsyncGenerator<ExportRow> {
  const list = exportedLists.find(({ table }) => table === kindEntry('plan').table)
  if (!list) return
  const read = (after: ExportRow | null) => pageAfter(db, userId, list, after)
  for await (const rows of pagesFrom(await read(null), read, list.limit)) {
    for (const row of rows) if (row.deleted_at === null) yield row
  }
}

/** Members of an archive, in order. */
export async function* membersOf({ db, bucket, user, prefix }: Account, data: Spool): AsyncGenerator<MemberSource> {
  yield { name: dataName, bytes: data.bytes(), content: data.read() }
  for await (const { id, content } of plansOf(db, user.id)) yield textMember(planName(String(id)), String(content))
  for await (const rows of cardFilesOf(db, user)) {
    for (const { plan_id, content } of rows) yield textMember(cardsName(String(plan_id)), String(content))
  }
  const csv = spool(bucket, `${prefix}csv-`)
  await csv.add(timeLogHeader())
  for await (const page of await exportedSessions(db, user.id, ViewQuery.parse({}))) await csv.add(timeLogLines(page))
  yield { name: sessionsName, bytes: csv.bytes(), content: csv.read() }
}
