import { createTarDecoder, type ParsedTarEntry } from 'modern-tar'
import { bytePauses } from '../../lib/http/wait-until'
import { digester } from '../../lib/secrets'
import { DocumentError } from '../export/read/checks'
import {
  type ArchiveMember,
  archiveLimit,
  archiveVersion,
  dataName,
  Manifest,
  manifestName,
  memberLimit,
  unpackedLimit,
} from './pack'

const damaged = () => new DocumentError('This file is damaged, or isn’t a Daymark backup.')

/** Unpacks members as a stream. `isWhole` is true once the whole gzip was read and its checksum is right. */
const unpacked = (source: ReadableStream<Uint8Array>, nameOf: () => string) => {
  let packedBytes = 0
  let bytes = 0
  let isWhole = false
  let readMs = 0
  let lastChunkAt = Date.now()
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      packedBytes += chunk.byteLength
      lastChunkAt = Date.now()
      controller.enqueue(chunk)
    },
  })
  const limited = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      bytes += chunk.byteLength
      const now = Date.now()
      readMs += now - lastChunkAt
      lastChunkAt = now
      const { freeBytes, perPackedByte, milliseconds } = unpackedLimit
      if (bytes > Math.min(archiveLimit, freeBytes + perPackedByte * packedBytes))
        controller.error(new DocumentError(`${nameOf()} is too large when it is unpacked.`))
      else if (readMs > milliseconds) controller.error(new DocumentError(`${nameOf()} takes too long to read.`))
      else controller.enqueue(chunk)
    },
    flush: () => {
      isWhole = true
    },
  })
  const entries = source
    .pipeThrough(counted)
    .pipeThrough(new DecompressionStream('gzip'))
    .pipeThrough(limited)
    .pipeThrough(createTarDecoder({ strict: true }))
  return { entries, isWhole: () => isWhole }
}

const check = ({ header: { name, size, type } }: ParsedTarEntry, seen: ArchiveMember[]) => {
  const limit = memberLimit(name)
  if (limit === null || (type !== undefined && type !== 'file')) {
    throw new DocumentError(`This archive has a file that Daymark doesn’t write: ${name.slice(0, 100)}`)
  }
  if (size > limit) throw new DocumentError(`${name} in this archive is too large.`)
  if (seen.some((member) => member.name === name)) throw new DocumentError(`This archive has ${name} twice.`)
}

/** Passes a body on as a stream; its digest is known once everything was read. */
const hashedBody = (body: ReadableStream<Uint8Array>) => {
  const digest = digester()
  const pause = bytePauses()
  const stream = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: async (chunk, controller) => {
        await digest.add(chunk)
        controller.enqueue(chunk)
        await pause(chunk)
      },
    }),
  )
  return { stream, end: digest.end }
}

const readManifest = (text: string): Manifest => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw damaged()
  }
  const { data } = Manifest.safeParse(json)
  if (!data) throw new DocumentError('The manifest of this archive isn’t one that Daymark writes.')
  if (data.version !== archiveVersion) {
    throw new DocumentError(
      `This archive has format version ${data.version}. This installation reads version ${archiveVersion}: update it first.`,
    )
  }
  return data
}

const compare = (manifest: Manifest, found: ArchiveMember[]) => {
  const listed = new Map(manifest.members.map((member) => [member.name, member]))
  if (listed.size !== found.length || manifest.members.length !== found.length) {
    throw new DocumentError('This archive doesn’t have the files that its manifest lists.')
  }
  for (const { name, bytes, sha256 } of found) {
    const member = listed.get(name)
    if (!member || member.bytes !== bytes || member.sha256 !== sha256) {
      throw new DocumentError(`${name} in this archive isn’t what its manifest says: the file was changed or damaged.`)
    }
  }
}

/**
 * Streams an archive and checks names, sizes, digests and versions. The result of `readData` is only valid after this
 * has returned.
 * @param readData reads all of data.json
 * @throws DocumentError with a reason for the person; errors of `readData` are passed on
 */
export const readArchive = async <T>(
  source: ReadableStream<Uint8Array>,
  readData: (data: ReadableStream<Uint8Array>) => Promise<T>,
): Promise<{ manifest: Manifest; data: T }> => {
  const found: ArchiveMember[] = []
  let result: { data: T } | undefined
  let manifest: Manifest | undefined
  let failed: { error: unknown } | undefined
  let reading = 'This archive'
  const { entries, isWhole } = unpacked(source, () => reading)
  try {
    for await (const entry of entries) {
      if (manifest) throw new DocumentError('This archive has data after its manifest.')
      check(entry, found)
      const { name } = entry.header
      reading = `${name} in this archive`
      const { stream, end } = hashedBody(entry.body)
      if (name === manifestName) manifest = readManifest(await new Response(stream).text())
      else if (name === dataName) {
        result = {
          data: await readData(stream).catch((error: unknown) => {
            failed = { error }
            throw error
          }),
        }
      } else await stream.pipeTo(new WritableStream())
      if (name !== manifestName) found.push({ name, ...(await end()) })
    }
  } catch (error) {
    // A broken stream is a TypeError, also in `readData`.
    if (failed && !(failed.error instanceof TypeError)) throw failed.error
    throw error instanceof DocumentError ? error : damaged()
  }
  if (!manifest || !result || !isWhole()) throw damaged()
  compare(manifest, found)
  return { manifest, data: result.data }
}
