import { z } from 'zod'

const folder = (userId: string) => `imports/${userId}/`

/** Keeps what a person uploaded until it is confirmed in R2, one upload for each person and kind. */
export const keptUpload = <S extends z.ZodType>(kind: string, schema: S) => {
  const prefix = (userId: string) => `${folder(userId)}${kind}/`
  return {
    /** An earlier upload is replaced. */
    keep: async (bucket: R2Bucket, userId: string, id: string, upload: z.input<S>) => {
      const earlier = (await bucket.list({ prefix: prefix(userId) })).objects.map(({ key }) => key)
      await bucket.put(prefix(userId) + id, JSON.stringify(upload))
      const others = earlier.filter((key) => key !== prefix(userId) + id)
      if (others.length > 0) await bucket.delete(others)
    },

    find: async (bucket: R2Bucket, userId: string, id: string): Promise<z.output<S> | null> => {
      const stored = z.uuid().safeParse(id).success ? await bucket.get(prefix(userId) + id) : null
      return stored && schema.parse(JSON.parse(await stored.text()))
    },

    drop: (bucket: R2Bucket, userId: string, id: string) => bucket.delete(prefix(userId) + id),
  }
}

/** Deletes all that a person uploaded. */
export const dropUploads = async (bucket: R2Bucket, userId: string) => {
  const { objects } = await bucket.list({ prefix: folder(userId) })
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key))
}
