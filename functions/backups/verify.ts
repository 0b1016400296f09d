import { dataName, type Manifest } from '../archive/manifest'
import { ArchiveProblem, readArchive } from '../archive/read'
import { readDocument } from '../export/read/document'
import { DocumentError } from '../export/read/error'
import type { BackupRow } from './schema'

/** SHA-256 of data.json. */
export const digestOf = ({ members }: Manifest) => members.find(({ name }) => name === dataName)?.sha256 ?? ''

export const rowsOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Reads all of data.json as a restore does, every row, and counts the rows of each table. */
const countRows = async (data: ReadableStream<Uint8Array>) => {
  const counts: Record<string, number> = {}
  try {
    let read = 0
    for await (const { table } of readDocument(data)) {
      counts[table] = (counts[table] ?? 0) + 1
      read += 1
      if (read % stretch === 0) await scheduler.wait(0)
    }
  } catch (error) {
    throw error instanceof DocumentError ? new ArchiveProblem(error.message) : error
  }
  return counts
}

/** Rows that are checked at a stretch; others are answered between them. */
const stretch = 200

/** Lists of a document that a restore makes anew, so that it does not read them. */
const notRead = ['changes', 'card_files']

/**
 * Reads a stored archive back and checks all of it, every row included.
 * @throws ArchiveProblem where it is not what was written; other errors where the bucket does not answer
 */
export const readBack = async (
  bucket: R2Bucket,
  { key, digest }: Pick<BackupRow, 'key' | 'digest'>,
): Promise<Manifest> => {
  const object = await bucket.get(key)
  if (!object) throw new ArchiveProblem('The file of this backup is gone.')
  const { manifest, data: counts } = await readArchive(object.body, countRows)
  if (digestOf(manifest) !== digest) throw new ArchiveProblem('This backup doesn’t hold what was in the database.')
  for (const [table, count] of Object.entries(manifest.counts)) {
    if (!notRead.includes(table) && (counts[table] ?? 0) !== count)
      throw new ArchiveProblem(`This backup lacks rows of ${table}.`)
  }
  return manifest
}

/**
 * Reads back a copy of a backup whose rows were checked already: its digests alone.
 * @throws ArchiveProblem where it is not what was written
 */
export const readCopy = async (bucket: R2Bucket, { key, digest }: Pick<BackupRow, 'key' | 'digest'>) => {
  const object = await bucket.get(key)
  if (!object) throw new ArchiveProblem('The file of this backup is gone.')
  const { manifest } = await readArchive(object.body, (data) => data.pipeTo(new WritableStream()))
  if (digestOf(manifest) !== digest) throw new ArchiveProblem('This backup doesn’t hold what was in the database.')
}
