import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { sql } from '../../lib/db/sql'
import type { Bindings, User } from '../../lib/env'
import { LeftOut } from '../../lib/files/left-out'
import { isArchive } from '../../lib/files/uploads'
import { ProblemError } from '../../lib/http/problem'
import { grouped } from '../../lib/text/format'
import { capitalize, firstCharacters } from '../../lib/text/text'
import { readArchive } from '../archive/read'
import { makeBackup } from '../backups/make'
import { restorableBackup } from '../backups/requests'
import { backupName, exportId } from '../backups/schema'
import { isSealed, type Seal } from '../export/document'
import { DocumentError } from '../export/read/checks'
import { type DocumentUser, readDocument } from '../export/read/document'
import { type TableName, tableNames } from '../export/read/tables'
import { ChangeCounts, isRestored, startComparison } from './compare'
import { restoreFileLimit } from './feature'
import { dropFiles, pageWriter, previewKey } from './files'
import { countEndedAddresses } from './swap'

const Page = z.object({ file: z.int(), offset: z.int(), length: z.int(), rows: z.int() })
const TableCounts = z.record(z.string(), ChangeCounts)

/** A checked document that waits for confirmation. Its rows are in files; `pages` locates them. */
export const Preview = z.object({
  id: z.string(),
  name: z.string(),
  user: z.object({
    id: z.string(),
    username: z.string(),
    preferences: z.looseObject({}),
    updated_at: z.int(),
    latest_day: z.string().nullable(),
  }),
  is_own: z.boolean(),
  rows: z.int(),
  pages: z.record(z.string(), z.array(Page)),
  counts: z.object({ replace: TableCounts, merge: TableCounts }),
  /** Number of secret addresses that a replacement would end, because the file lacks their reports or plans. */
  ended_addresses: z.int().default(0),
  left_out: z.array(LeftOut),
  created_at: z.int(),
})
export type Preview = z.infer<typeof Preview>

/** Name of the list of running sessions, which have their own step. */
export const runningList = 'running'

/**
 * True if the document is from this account, false if its account is unknown (another installation, or deleted).
 * Refuses a document of another existing account.
 */
const namesOwn = async (db: D1Database, userId: string, user: DocumentUser) => {
  const found = await sql(db)`SELECT shadow_of FROM users WHERE id = ${user.id}`.first<{ shadow_of: string | null }>()
  if (found && user.id !== userId && found.shadow_of !== userId) {
    throw new DocumentError('This file belongs to another account.')
  }
  return found !== null
}

/** Reads a document to its end, stores its rows for restore `id` (null: stores nothing), and counts changes. */
const readRows = async (
  env: Bindings,
  userId: string,
  id: string | null,
  data: ReadableStream<Uint8Array>,
  isOurs = false,
): Promise<Pick<Preview, 'user' | 'is_own' | 'rows' | 'pages' | 'counts' | 'ended_addresses' | 'left_out'>> => {
  const { DB, BACKUPS } = env
  const pages = id === null ? null : pageWriter(BACKUPS, userId, id)
  const compared = startComparison(DB, userId)
  const left = new Set<TableName>(tableNames)
  let user: DocumentUser | null = null
  let own = false
  const seal: Seal = {}
  let last: TableName | null = null
  let rows = 0
  const addressed: string[] = []
  const leftOut = new Map<string, number>()
  for await (const one of readDocument(data, seal)) {
    if (one.table === 'left out') {
      leftOut.set(one.name, (leftOut.get(one.name) ?? 0) + 1)
      continue
    }
    if (one.table === 'users') {
      user = one.row
      own = await namesOwn(DB, userId, user)
      continue
    }
    const { table, row } = one
    if (!isRestored(table, row)) continue
    if (last !== null && last !== table) await compared.count(last)
    last = table
    left.delete(table)
    rows += 1
    compared.add(table, row)
    if ((table === 'reports' || table === 'plans') && row.deleted_at === null) addressed.push(String(row.id))
    const isRunning = table === 'sessions' && row.status === 'active' && row.deleted_at === null
    await pages?.add(isRunning ? runningList : table, row)
  }
  if (last !== null) await compared.count(last)
  for (const table of left) await compared.count(table)
  if (!user) throw new DocumentError('This file has no user.')
  const { username, preferences, updated_at, latest_day } = user
  return {
    user: { id: user.id, username, preferences, updated_at, latest_day },
    is_own: own && (isOurs || (await isSealed(env, user.id, seal))),
    rows,
    pages: (await pages?.finish()) ?? {},
    counts: compared.counts(),
    ended_addresses: await countEndedAddresses(DB, userId, addressed, Date.now()),
    left_out: [...leftOut].map(([name, count]) => {
      const reason = name === 'changes' ? 'They can’t be undone after a restore.' : 'Their cards come in by themselves.'
      return { line: 0, what: `${grouped(count)} of “${name}”`, reason }
    }),
  }
}

/** A file to restore: an export, or the export in an archive. The name is only displayed. */
export type RestoreSource = {
  name: string
  /** True for a backup that was stored here, and so cannot have been edited. */
  isOurs?: boolean
  read: <T>(readData: (data: ReadableStream<Uint8Array>) => Promise<T>) => Promise<T>
}

export const jsonSource = (name: string, data: ReadableStream<Uint8Array>): RestoreSource => ({
  name,
  read: (readData) => readData(data),
})

const archiveSource = (name: string, data: ReadableStream<Uint8Array>): RestoreSource => ({
  name,
  read: async (readData) => (await readArchive(data, readData)).data,
})

const gzipMark = [0x1f, 0x8b]

/** Detects a backup or an export by its first bytes; returns a message for any other file. */
export const fileSource = async (file: Blob, fileName = ''): Promise<RestoreSource | string> => {
  if (file.size === 0) return 'The file is empty'
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  if (isArchive(start)) return 'This zip of CSV tables can’t be restored. Choose an export as JSON or a backup.'
  if (file.size > restoreFileLimit) return 'The file is over 25 MB. Restore one of your backups instead.'
  const isBackup = gzipMark.every((byte, index) => start[index] === byte)
  const name = firstCharacters(fileName.toWellFormed(), 100) || (isBackup ? 'a backup' : 'an export')
  const data = file.stream() as ReadableStream<Uint8Array>
  return isBackup ? archiveSource(name, data) : jsonSource(name, data)
}

/** The person's own backup as a source; null if it or its file is missing. */
export const backupSource = async (
  { DB, BACKUPS }: Bindings,
  user: User,
  id: string,
): Promise<RestoreSource | null> => {
  const row = await restorableBackup(DB, user.id, id)
  const object = row && (await BACKUPS.get(row.key))
  if (!row || !object) return null
  return { ...archiveSource(capitalize(backupName(row, user.preferences)), object.body), isOurs: true }
}

const notBackedUp = new ProblemError({
  status: 409,
  code: 'not_backed_up',
  title: 'Your current data couldn’t be backed up first',
  detail: 'Another backup is being made, or your data keeps changing. Nothing was restored. Try again in a minute.',
})

/** Maximum time that a request waits for a backup that another request may be making, in ms. */
const patienceMs = 25_000

/** Makes a backup of the present state before a restore. @throws ProblemError 409 if that fails */
export const backUpCurrent = async (env: Bindings, user: User, now: number) => {
  const id = exportId(now)
  for (const start = Date.now(); Date.now() - start < patienceMs; await scheduler.wait(500)) {
    const backup = await makeBackup(env, user, { id, kind: 'restore' })
    if (backup) return backup
  }
  throw notBackedUp
}

/** The reason why a file was refused; null for other errors. */
export const refusalOf = (error: unknown) => (error instanceof DocumentError ? error.reason : null)

/** Counts the changes that a file would make, without writing anything. @throws DocumentError */
export const compareOnly = (env: Bindings, userId: string, { read, isOurs }: RestoreSource) =>
  read((data) => readRows(env, userId, null, data, isOurs))

/**
 * Checks the whole file and prepares its restore. Deletes earlier previews of the person.
 * @throws DocumentError
 */
export const previewRestore = async (
  env: Bindings,
  userId: string,
  { name, read, isOurs }: RestoreSource,
  now: number,
  id = uuid(),
): Promise<Preview> => {
  try {
    const found = await read((data) => readRows(env, userId, id, data, isOurs))
    const preview: Preview = { id, name, ...found, created_at: now }
    await env.BACKUPS.put(previewKey(userId, id), JSON.stringify(preview))
    await dropFiles(env.BACKUPS, userId, id)
    return preview
  } catch (error) {
    await dropFiles(env.BACKUPS, userId)
    throw error
  }
}

export const findPreview = async (bucket: R2Bucket, userId: string, id: string): Promise<Preview | null> => {
  const stored = z.uuid().safeParse(id).success ? await bucket.get(previewKey(userId, id)) : null
  return stored && Preview.parse(JSON.parse(await stored.text()))
}
