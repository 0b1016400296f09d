import { dataName, type Manifest } from '../archive/manifest'
import { readArchive } from '../archive/read'
import { readDocument } from '../export/read/document'
import { DocumentError } from '../export/read/error'
import type { BackupRow } from './schema'

/** SHA-256 of data.json. */
export const digestOf = ({ members }: Manifest) => members.find(({ name }) => name === dataName)?.sha256 ?? ''

export const rowsOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Rows that are checked at a stretch; others are answered between them. */
const stretch = 200

/** Reads all of data.json as a restore does, every row, and counts the rows of each table. */
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

/** Lists of a document that a restore rebuilds, so that it does not read them. */
const notRead = ['changes', 'card_files']

type Stored = Pick<BackupRow, 'key' | 'digest'>

/** Reads a stored archive, and compares its data with what was read from the database. */
const readStored = async <T>(
  bucket: R2Bucket,
  { key, digest }: Stored,
  readData: (data: ReadableStream<Uint8Array>) => Promise<T>,
) => {
  const object = await bucket.get(key)
  if (!object) throw new DocumentError('The file of this backup is gone.')
  const read = await readArchive(object.body, readData)
  if (digestOf(read.manifest) !== digest) throw new DocumentError('This backup doesn’t hold what was in the database.')
  return read
}

/**
 * Reads a stored archive back and checks all of it, every row included.
 * @throws DocumentError where it is not what was written; other errors where the bucket does not answer
 */
export const readBack = async (bucket: R2Bucket, stored: Stored) => {
  const { manifest, data: counts } = await readStored(bucket, stored, countRows)
  for (const [table, count] of Object.entries(manifest.counts)) {
    if (!notRead.includes(table) && (counts[table] ?? 0) !== count)
      throw new DocumentError(`This backup lacks rows of ${table}.`)
  }
}

/**
 * Reads back a copy of a backup whose rows were checked already: its digests alone.
 * @throws DocumentError where it is not what was written
 */
export const readCopy = (bucket: R2Bucket, stored: Stored) =>
  readStored(bucket, stored, (data) => data.pipeTo(new WritableStream()))
