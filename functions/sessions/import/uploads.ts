import { z } from 'zod'

/** A file that waits for confirmation in R2, so that it does not travel through the pages. */
export type Upload = { id: string; file_name: string; time_zone: string; text: string }

const prefix = (userId: string) => `imports/${userId}/`

const fileNameLimit = 100

export const keepUpload = async (bucket: R2Bucket, userId: string, upload: Upload) => {
  const earlier = (await bucket.list({ prefix: prefix(userId) })).objects.map(({ key }) => key)
  const file_name = encodeURIComponent(upload.file_name.toWellFormed().slice(0, fileNameLimit).toWellFormed())
  await bucket.put(prefix(userId) + upload.id, upload.text, {
    customMetadata: { file_name, time_zone: upload.time_zone },
  })
  if (earlier.length > 0) await bucket.delete(earlier)
}

export const findUpload = async (bucket: R2Bucket, userId: string, id: string): Promise<Upload | null> => {
  const stored = z.uuid().safeParse(id).success ? await bucket.get(prefix(userId) + id) : null
  if (!stored) return null
  const { file_name = '', time_zone = 'UTC' } = stored.customMetadata ?? {}
  return { id, file_name: decodeURIComponent(file_name), time_zone, text: await stored.text() }
}

export const dropUpload = (bucket: R2Bucket, userId: string, id: string) => bucket.delete(prefix(userId) + id)

export const dropUploads = async (bucket: R2Bucket, userId: string) => {
  const { objects } = await bucket.list({ prefix: prefix(userId) })
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key))
}
