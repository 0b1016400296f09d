import { z } from 'zod'

/** Increases when older readers would misread the archive. */
export const archiveVersion = 1

/** The last member of an archive: its version, its rows, and the digest of each other member. */
export const Manifest = z.object({
  format: z.literal('daymark-archive'),
  version: z.int(),
  /** Version of the application that wrote it. */
  app: z.string(),
  epoch: z.int(),
  seq: z.int(),
  /** Rows of each table in data.json. */
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

/** Bytes that a member of each name may have; other names are not those of an archive. */
const memberLimits: [name: RegExp, bytes: number][] = [
  [/^(data\.json|sessions\.csv)$/, 512 * megabyte],
  [/^manifest\.json$/, 8 * megabyte],
  [/^plans\/[A-Za-z0-9._-]{1,100}\.md$/, 4 * megabyte],
  [/^cards\/[A-Za-z0-9._-]{1,100}\.cards\.md$/, 32 * megabyte],
]

/** Null for a name that no archive has. */
export const memberLimit = (name: string) => memberLimits.find(([pattern]) => pattern.test(name))?.[1] ?? null

/** Bytes of an unpacked archive. */
export const archiveLimit = 1024 * megabyte

/**
 * Unpacked bytes for each packed one of an archive, beyond the first ones, which may be any, and the time that reading
 * them may take. Waiting for the sender does not count.
 */
export const unpackedLimit = { freeBytes: 16 * megabyte, perPackedByte: 100, milliseconds: 5 * 60_000 }
