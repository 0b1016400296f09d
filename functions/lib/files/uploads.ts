import type { MiddlewareHandler } from 'hono'
import { bodyLimit as honoBodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { App } from '../env'
import { ProblemError, problems } from '../http/problem'
import { isJson, pageOnScreen } from '../http/respond'
import type { LeftOut } from './left-out'

/** Maximum bytes of a form without files: the longest form with all fields full (test/body-limits.test.ts). */
export const formSizeLimit = 64 * 1024
export const jsonSizeLimit = 1024 * 1024

/** Maximum bytes of a form with a file. */
export const maxFormBytes = (fileBytes: number) => fileBytes + formSizeLimit

/** Formats a size: `32 KB`, `5 MB`. */
export const sizeText = (bytes: number) =>
  bytes < jsonSizeLimit ? `${bytes / 1024} KB` : `${Math.floor(bytes / jsonSizeLimit)} MB`

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

/** Refuses a body over the limit of its path: by its declared length before it is read, else while it is read. */
export const bodyLimits: MiddlewareHandler<App> = (c, next) => {
  const usual = isJson(c.req.header('Content-Type')) ? jsonSizeLimit : formSizeLimit
  return limit(c.var.facts.bytes ?? usual)(c, next)
}

/** Decoded text. `leftOut` lists where decoding may have changed it. */
export type DecodedText = { text: string; leftOut: LeftOut[] }
export type DecodedFile = DecodedText | { problem: string }

const startsWith = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, index) => bytes[index] === byte)

/** True for a ZIP archive, such as a spreadsheet. */
export const isArchive = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 3, 4)

/** Detects the encoding by a byte-order mark, or by a zero byte next to the first character; else null. */
const encodingOf = (bytes: Uint8Array) => {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le'
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be'
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8'
  const [first, second] = bytes
  if (second === undefined || !first === !second) return null
  return first ? 'utf-16le' : 'utf-16be'
}

/** The charset in a Content-Type. */
export const charsetOf = (contentType: string | null | undefined) =>
  /;\s*charset\s*=\s*["']?([^"';\s]+)/i.exec(contentType ?? '')?.[1]

const decodedWith = (label: string, bytes: Uint8Array, options: TextDecoderConstructorOptions) => {
  try {
    return new TextDecoder(label, options).decode(bytes)
  } catch {
    return null
  }
}

const lossy: LeftOut = {
  line: 0,
  what: 'Encoding',
  reason: 'The file is not UTF-8. It is read as Windows-1252: check the letters with accents.',
}

/**
 * Decodes UTF-8, UTF-16 or the charset named by the sender; else Windows-1252, as written by spreadsheets. UTF-8 with a
 * broken character stays UTF-8.
 * @param advice sentence for a file that is not text
 * @param keepsMark keeps a byte-order mark in the text
 */
export const decodeText = (
  bytes: Uint8Array,
  advice = '',
  { charset, keepsMark = false }: { charset?: string; keepsMark?: boolean } = {},
): DecodedFile => {
  const told = encodingOf(bytes)
  const options = { fatal: true, ignoreBOM: keepsMark }
  const text = decodedWith(told ?? charset ?? 'utf-8', bytes, options) ?? decodedWith('utf-8', bytes, options)
  if (text !== null) return { text, leftOut: [] }
  const broken = new TextDecoder('utf-8', { fatal: false, ignoreBOM: keepsMark }).decode(bytes)
  if (told?.startsWith('utf-16')) return { problem: `The file is not text in ${told.toUpperCase()}. ${advice}`.trim() }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: text has none of these
  if (/[\0-\x08\x0e-\x19]/.test(broken)) return { problem: `The file is not text. ${advice}`.trim() }
  const wide = broken.replace(/[\0-\x7f]+/g, '')
  const whole = wide.replaceAll('\ufffd', '')
  if (whole.length <= wide.length - whole.length) {
    return { text: new TextDecoder('windows-1252').decode(bytes), leftOut: [lossy] }
  }
  const reason = 'It has a character that is not UTF-8, shown as \ufffd.'
  const leftOut = broken
    .split(/\r\n|\r|\n/)
    .flatMap((one, index) => (one.includes('\ufffd') ? [{ line: index + 1, what: 'Character', reason }] : []))
  return { text: broken, leftOut }
}

export const uploadFolder = (userId: string) => `imports/${userId}/`

export type UploadStore<Kept> = {
  /** Replaces an earlier upload. */
  keep: (bucket: R2Bucket, userId: string, id: string, upload: Kept) => Promise<unknown>
  find: (bucket: R2Bucket, userId: string, id: string) => Promise<Kept | null>
  drop: (bucket: R2Bucket, userId: string, id: string) => Promise<unknown>
}

/** Stores an upload in R2 until it is confirmed, one for each person and kind. */
export const uploadStore = <Kept>(kind: string, schema: z.ZodType<Kept>): UploadStore<Kept> => {
  const prefix = (userId: string) => `${uploadFolder(userId)}${kind}/`
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
