import { z } from 'zod'
import type { Document } from './documents'

/** Documents that wait for confirmation in R2, so that they do not travel through the pages. */
const Upload = z.object({
  documents: z.array(z.object({ name: z.string(), text: z.string() })),
  /** The version that each plan had in the preview, by its id; null for one that is added. */
  seen: z.record(z.string(), z.int().nullable()),
})
export type Upload = z.infer<typeof Upload>

const prefix = (userId: string) => `imports/${userId}/plans/`

/** Keeps one upload for each person: an earlier one is replaced. */
export const keepUpload = async (
  bucket: R2Bucket,
  userId: string,
  id: string,
  documents: Document[],
  seen: Upload['seen'],
) => {
  const earlier = (await bucket.list({ prefix: prefix(userId) })).objects.map(({ key }) => key)
  await bucket.put(prefix(userId) + id, JSON.stringify({ documents, seen } satisfies Upload))
  const others = earlier.filter((key) => key !== prefix(userId) + id)
  if (others.length > 0) await bucket.delete(others)
}

export const findUpload = async (bucket: R2Bucket, userId: string, id: string): Promise<Upload | null> => {
  const stored = z.uuid().safeParse(id).success ? await bucket.get(prefix(userId) + id) : null
  return stored && Upload.parse(JSON.parse(await stored.text()))
}

export const dropUpload = (bucket: R2Bucket, userId: string, id: string) => bucket.delete(prefix(userId) + id)
