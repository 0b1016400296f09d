import { checkDocument } from '../archive/check-document'
import { dataName, type Manifest } from '../archive/manifest'
import { ArchiveProblem, readArchive } from '../archive/read'
import type { BackupRow } from './schema'

/** SHA-256 of data.json. */
export const digestOf = ({ members }: Manifest) => members.find(({ name }) => name === dataName)?.sha256 ?? ''

export const rowsOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, count) => sum + count, 0)

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
  const { manifest, data: counts } = await readArchive(object.body, checkDocument)
  if (digestOf(manifest) !== digest) throw new ArchiveProblem('This backup doesn’t hold what was in the database.')
  for (const [table, count] of Object.entries(manifest.counts)) {
    if ((counts[table] ?? 0) !== count) throw new ArchiveProblem(`This backup lacks rows of ${table}.`)
  }
  return manifest
}
