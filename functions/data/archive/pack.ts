import { createTarPacker } from 'modern-tar'
import { z } from 'zod'
import { version as app } from '../../../package.json'
import { bytePauses } from '../../lib/http/wait-until'
import { digester } from '../../lib/secrets'

/** Increased when older readers would misread the archive. */
export const archiveVersion = 1

/** The last member of an archive: its version, its rows, and the digest of each other member. */
export const Manifest = z.object({
  format: z.literal('daymark-archive'),
  version: z.int(),
  /** Version of the application that wrote it. */
  app: z.string(),
  epoch: z.int(),
  seq: z.int(),
  /** Number of rows of each table in data.json. */
  counts: z.record(z.string(), z.int().nonnegative()),
  members: z.array(z.object({ name: z.string(), bytes: z.int().nonnegative(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>
export type ArchiveMember = Manifest['members'][number]

export const dataName = 'data.json'
export const sessionsName = 'sessions.csv'
export const manifestName = 'manifest.json'
export const planName = (id: string) => `plans/${id}.md`
export const cardsName = (planId: string) => `cards/${planId}.cards.md`

const megabyte = 1024 * 1024

/** Maximum bytes of a member, by its name. Other names are invalid. */
const memberLimits: [name: RegExp, bytes: number][] = [
  [/^(data\.json|sessions\.csv)$/, 512 * megabyte],
  [/^manifest\.json$/, 8 * megabyte],
  [/^plans\/[A-Za-z0-9._-]{1,100}\.md$/, 4 * megabyte],
  [/^cards\/[A-Za-z0-9._-]{1,100}\.cards\.md$/, 32 * megabyte],
]

/** Maximum bytes of a member; null for an invalid name. */
export const memberLimit = (name: string) => memberLimits.find(([pattern]) => pattern.test(name))?.[1] ?? null

/** Maximum bytes of an unpacked archive. */
export const archiveLimit = 1024 * megabyte

/**
 * Limits for unpacking: `freeBytes` always, then `perPackedByte` for each packed byte; and the time for reading, which
 * excludes waiting for the sender.
 */
export const unpackedLimit = { freeBytes: 16 * megabyte, perPackedByte: 100, milliseconds: 5 * 60_000 }

export type MemberSource = { name: string; bytes: number; content: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

const text = new TextEncoder()

/** A member whose content is in memory. */
export const textMember = (name: string, content: string): MemberSource => {
  const bytes = text.encode(content)
  return { name, bytes: bytes.byteLength, content: [bytes] }
}

/** Header without the current time, so that the same data makes the same bytes. */
const header = ({ name, bytes }: Pick<MemberSource, 'name' | 'bytes'>) => ({
  name,
  size: bytes,
  mtime: new Date(0),
  mode: 0o644,
})

type Facts = Pick<Manifest, 'epoch' | 'seq' | 'counts'>

/** Packs members and their manifest into a gzip'd tar. `manifest` resolves when everything was read. */
export const packArchive = (members: AsyncIterable<MemberSource>, facts: Facts) => {
  const { readable, controller } = createTarPacker()
  const listed: ArchiveMember[] = []
  const pause = bytePauses()

  const add = async (member: MemberSource) => {
    const writer = controller.add(header(member)).getWriter()
    const digest = digester()
    for await (const chunk of member.content) {
      await writer.write(chunk)
      await digest.add(chunk)
      await pause(chunk)
    }
    await writer.close()
    listed.push({ name: member.name, ...(await digest.end()) })
  }

  const write = async (): Promise<Manifest> => {
    for await (const member of members) await add(member)
    const manifest = {
      format: 'daymark-archive' as const,
      version: archiveVersion,
      app,
      ...facts,
      members: [...listed],
    }
    await add(textMember(manifestName, `${JSON.stringify(manifest, null, 2)}\n`))
    controller.finalize()
    return manifest
  }
  const manifest = write().catch((error: unknown) => {
    controller.error(error)
    throw error
  })
  // Avoids an unhandled rejection. The reader of the archive gets the error, too.
  manifest.catch(() => undefined)
  return { archive: readable.pipeThrough(new CompressionStream('gzip')), manifest }
}
