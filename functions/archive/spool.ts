import { joined } from '../lib/streamed'

/** Bytes that are kept in memory before they go to the bucket. */
const memoryBytes = 4 * 1024 * 1024

/** Where text of unknown length waits until it is complete: pieces in the bucket, with their bytes. */
type Pieces = { key: string; bytes: number }[]

/**
 * Collects text, because tar wants the length of a member before its content. A short one stays in memory; a long one
 * goes to the bucket in pieces under `prefix`.
 */
export const spool = (bucket: R2Bucket, prefix: string, stored: Pieces = []) => {
  const encoder = new TextEncoder()
  const pieces = [...stored]
  let chunks: Uint8Array[] = []
  let size = 0

  const flush = async () => {
    if (size === 0) return
    const key = `${prefix}${String(pieces.length).padStart(4, '0')}`
    const bytes = size
    await bucket.put(key, joined(chunks, size))
    pieces.push({ key, bytes })
    chunks = []
    size = 0
  }

  return {
    add: async (text: string) => {
      if (text === '') return
      const chunk = encoder.encode(text)
      chunks.push(chunk)
      size += chunk.byteLength
      if (size >= memoryBytes) await flush()
    },
    flush,
    pieces: (): Pieces => pieces,
    bytes: () => pieces.reduce((sum, piece) => sum + piece.bytes, size),
    read: async function* (): AsyncGenerator<Uint8Array> {
      for (const { key } of pieces) {
        const object = await bucket.get(key)
        if (!object) throw new Error('A piece of the backup is gone')
        yield* object.body
      }
      yield* chunks
    },
  }
}
export type Spool = ReturnType<typeof spool>
