import type { MiddlewareHandler } from 'hono'
import { bodyLimit as honoBodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { App } from './env'
import { ProblemError, problems } from './problem'
import { isJson, pageOnScreen } from './respond'

/** Bytes of the largest form: every field of the longest one full, in any script (test/bodies.test.ts). */
export const formBytes = 64 * 1024
export const jsonBytes = 1024 * 1024

/** Bytes of a form around a file. */
export const formAround = (fileBytes: number) => fileBytes + formBytes

/** `32 KB`, `5 MB` */
export const sizeText = (bytes: number) =>
  bytes < jsonBytes ? `${bytes / 1024} KB` : `${Math.floor(bytes / jsonBytes)} MB`

const limit = (bytes: number) =>
  honoBodyLimit({
    maxSize: bytes,
    onError: (c) => {
      const isFile = /^multipart\//i.test(c.req.header('Content-Type') ?? '')
      const advice = isFile ? ' If you chose a file, choose a smaller one.' : ''
      const detail = `The limit here is ${sizeText(bytes)}. Nothing was changed.${advice}`
      throw new ProblemError({ ...problems.tooLarge, detail, again: pageOnScreen(c)?.pathname })
    },
  })

/** Refuses a body that is larger than its path takes: by its length before any of it is read, or while it is read. */
export const bodyLimits: MiddlewareHandler<App> = (c, next) => {
  const usual = isJson(c.req.header('Content-Type')) ? jsonBytes : formBytes
  return limit(c.var.facts.bytes ?? usual)(c, next)
}

export type DecodedFile = { text: string } | { problem: string }

const startsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, index) => bytes[index] === byte)

/** True for a ZIP archive, as spreadsheets are. */
export const isArchive = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 3, 4)

const utf16 = (bytes: Uint8Array) => {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le'
  return startsWith(bytes, 0xfe, 0xff) ? 'utf-16be' : null
}

/** Decodes UTF-8, or UTF-16 with a byte-order mark. @param advice sentence for a file in another encoding */
export const decodeText = (bytes: Uint8Array, advice: string): DecodedFile => {
  const encoding = utf16(bytes) ?? 'utf-8'
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes) }
  } catch {
    return { problem: `The file is not text in ${encoding.toUpperCase()}. ${advice}` }
  }
}

/** Decodes UTF-8 and keeps a mark at its beginning, so that the bytes stay; UTF-16 where its mark says so. */
export const decodeUtf8 = (bytes: Uint8Array): DecodedFile => {
  try {
    return { text: new TextDecoder(utf16(bytes) ?? 'utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { problem: 'The file isn’t text in UTF-8.' }
  }
}

const folder = (userId: string) => `imports/${userId}/`

export type KeptUploads<Kept> = {
  /** An earlier upload is replaced. */
  keep: (bucket: R2Bucket, userId: string, id: string, upload: Kept) => Promise<unknown>
  find: (bucket: R2Bucket, userId: string, id: string) => Promise<Kept | null>
  drop: (bucket: R2Bucket, userId: string, id: string) => Promise<unknown>
}

/** Keeps what a person uploaded until it is confirmed in R2, one upload for each person and kind. */
export const keptUpload = <Kept>(kind: string, schema: z.ZodType<Kept>): KeptUploads<Kept> => {
  const prefix = (userId: string) => `${folder(userId)}${kind}/`
  return {
    keep: async (bucket, userId, id, upload) => {
      const earlier = (await bucket.list({ prefix: prefix(userId) })).objects.map(({ key }) => key)
      await bucket.put(prefix(userId) + id, JSON.stringify(upload))
      const others = earlier.filter((key) => key !== prefix(userId) + id)
      if (others.length > 0) await bucket.delete(others)
    },

    find: async (bucket, userId, id) => {
      const stored = z.uuid().safeParse(id).success ? await bucket.get(prefix(userId) + id) : null
      return stored && schema.parse(JSON.parse(await stored.text()))
    },

    drop: (bucket, userId, id) => bucket.delete(prefix(userId) + id),
  }
}

/** Deletes all that a person uploaded. */
export const dropUploads = async (bucket: R2Bucket, userId: string) => {
  const { objects } = await bucket.list({ prefix: folder(userId) })
  if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key))
}
