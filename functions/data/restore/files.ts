import { allRows, chunkCharacters, sql } from '../../lib/db/sql'
import type { Stores } from '../../lib/feature'
import { concatenate } from '../../lib/files/download'
import { uploadFolder } from '../../lib/files/uploads'
import { deleteObjects } from '../archive/put'
import type { TableRow } from '../export/read/entry'

/** Rows for one step of a restore: a byte range of a file in R2, with one row of JSON a line. */
export type RowPage = { file: number; offset: number; length: number; rows: number }

/** Maximum bytes of a file. */
const fileBytes = 1024 * 1024

const prefix = (userId: string) => `restores/${userId}/`
const folder = (userId: string, id: string) => `${prefix(userId)}${id}/`
const fileKey = (userId: string, id: string, file: number) => `${folder(userId, id)}${file}.jsonl`
export const previewKey = (userId: string, id: string) => `${folder(userId, id)}preview.json`

/** Writes rows to files in R2, one page for each step, with at most one file in memory. */
export const pageWriter = (bucket: R2Bucket, userId: string, id: string) => {
  const encoder = new TextEncoder()
  const pages = new Map<string, RowPage[]>()
  let file = 0
  let lines: Uint8Array[] = []
  let bytes = 0
  /** The page that rows are added to. */
  let open: (RowPage & { list: string }) | null = null

  const closePage = () => {
    if (!open) return
    const { list, ...page } = open
    pages.set(list, [...(pages.get(list) ?? []), page])
    open = null
  }

  const closeFile = async () => {
    closePage()
    if (lines.length === 0) return
    await bucket.put(fileKey(userId, id, file), concatenate(lines, bytes))
    file += 1
    lines = []
    bytes = 0
  }

  return {
    /** @param list a table, or a part of a table that has its own steps */
    add: async (list: string, row: TableRow) => {
      const line = encoder.encode(`${JSON.stringify(row)}\n`)
      if (open && (open.list !== list || open.length + line.length > chunkCharacters)) closePage()
      if (bytes + line.length > fileBytes) await closeFile()
      open ??= { list, file, offset: bytes, length: 0, rows: 0 }
      open.length += line.length
      open.rows += 1
      lines.push(line)
      bytes += line.length
    },

    finish: async () => {
      await closeFile()
      return Object.fromEntries(pages)
    },
  }
}

export const readPage = async (bucket: R2Bucket, userId: string, id: string, { file, offset, length }: RowPage) => {
  const stored = await bucket.get(fileKey(userId, id, file), { range: { offset, length } })
  if (!stored) throw new Error('a page of a restore is gone')
  const text = await stored.text()
  return text
    .trimEnd()
    .split('\n')
    .map((line): TableRow => JSON.parse(line))
}

/** Deletes the files of a person's restores in R2, except the files of restore `kept`. */
export const dropFiles = (bucket: R2Bucket, userId: string, kept?: string) =>
  deleteObjects(bucket, prefix(userId), (key) => kept !== undefined && key.startsWith(folder(userId, kept)))

/** Finds all ids of an account, because a restore changes its id. Returns a function that deletes their objects. */
export const findObjects = async ({ DB, BACKUPS }: Stores, userId: string) => {
  const ids = await allRows<{ id: string }>(sql(DB)`
    SELECT id FROM users WHERE id = ${userId} OR shadow_of = ${userId}`)
  return () => Promise.all(ids.map(({ id }) => dropObjects(BACKUPS, id)))
}

/** Deletes a person's objects in R2 (uploads, restores and backups), except the keys `kept`. */
export const dropObjects = async (bucket: R2Bucket, userId: string, kept: string[] = []) => {
  const folders = [uploadFolder(userId), prefix(userId), `${userId}/`]
  await Promise.all(folders.map((one) => deleteObjects(bucket, one, (key) => kept.includes(key))))
}
