import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { packTar } from 'modern-tar'
import { describe, expect, test, vi } from 'vitest'
import { anyCharacter } from '../../../test/support/characters'
import { runs } from '../../../test/support/runs'
import { type Manifest, type MemberSource, manifestName, packArchive, textMember } from './pack'
import { putStream } from './put'
import { readArchive } from './read'
import { spool } from './snapshot'

const facts = { epoch: 2, seq: 7, counts: { goals: 1 } }

async function* from<T>(items: T[]) {
  yield* items
}

const bytesOf = async (stream: ReadableStream<Uint8Array>) => new Uint8Array(await new Response(stream).arrayBuffer())

const packed = async (members: MemberSource[]) => bytesOf(packArchive(from(members), facts).archive)

const streamFrom = (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) =>
  new ReadableStream<Uint8Array>({
    start: async (controller) => {
      try {
        for await (const chunk of chunks) controller.enqueue(chunk)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
    },
  })

const text = (data: ReadableStream<Uint8Array>) => new Response(data).text()

const streamOf = (bytes: Uint8Array) => new Response(bytes).body as ReadableStream<Uint8Array>

const read = (bytes: Uint8Array) => readArchive(streamOf(bytes), text)

const reasonOf = (bytes: Uint8Array) =>
  read(bytes).then(
    () => 'read',
    (error: Error) => error.message,
  )

const members = () => [
  textMember('data.json', '{"format":"daymark","version":1}'),
  textMember('plans/sql.md', '---\nid: sql\n---\n'),
  textMember('sessions.csv', 'id\n'),
]

const gzip = (bytes: Uint8Array) => bytesOf(streamOf(bytes).pipeThrough(new CompressionStream('gzip')))

const gunzip = (bytes: Uint8Array) => bytesOf(streamOf(bytes).pipeThrough(new DecompressionStream('gzip')))

const hash = async (content: string) =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content))), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

/** An archive as somebody else would make it, with a manifest that fits unless it is given. */
const forged = async (files: [name: string, content: string][], manifest?: Partial<Manifest> | string) => {
  const listed = await Promise.all(
    files.map(async ([name, content]) => ({
      name,
      bytes: new TextEncoder().encode(content).byteLength,
      sha256: await hash(content),
    })),
  )
  const own = { format: 'daymark-archive', version: 1, app: '1', ...facts, members: listed }
  const last = typeof manifest === 'string' ? manifest : JSON.stringify({ ...own, ...manifest })
  return gzip(
    await packTar(
      [...files, [manifestName, last] as const].map(([name, body]) => ({
        header: { name, size: new TextEncoder().encode(body).byteLength },
        body,
      })),
    ),
  )
}

describe('an archive', () => {
  test('is read as it was written, and the same data makes the same bytes', async () => {
    const bytes = await packed(members())
    expect(await packed(members())).toEqual(bytes)
    const { manifest, data } = await read(bytes)
    expect(data).toBe('{"format":"daymark","version":1}')
    expect(manifest).toMatchObject({ version: 1, epoch: 2, seq: 7, counts: { goals: 1 } })
    expect(manifest.members).toEqual([
      { name: 'data.json', bytes: data.length, sha256: await hash(data) },
      expect.objectContaining({ name: 'plans/sql.md' }),
      expect.objectContaining({ name: 'sessions.csv' }),
    ])
  })

  test('of whatever texts comes back, in whatever pieces it arrives', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ unit: anyCharacter, maxLength: 3000 }),
        fc.integer({ min: 1, max: 700 }),
        async (content, size) => {
          const bytes = await packed([textMember('data.json', content)])
          const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
            bytes.slice(at * size, (at + 1) * size),
          )
          const { data } = await readArchive(streamFrom(pieces), text)
          expect(data).toBe(new TextDecoder().decode(new TextEncoder().encode(content)))
        },
      ),
      { numRuns: runs(30) },
    ))

  // Some bits of gzip say nothing: the time, or one of two ways to repeat the zeros of a tar.
  test('with any byte flipped is refused or unpacks to the same bytes, and with any end cut off is refused', async () => {
    const bytes = await packed(members())
    const tar = await gunzip(bytes)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const flipped = bytes.slice()
        flipped[at] = (flipped[at] ?? 0) ^ change
        if ((await reasonOf(flipped)) === 'read') expect(await gunzip(flipped)).toEqual(tar)
        expect(await reasonOf(bytes.slice(0, at))).toMatch(/damaged/)
      }),
      { numRuns: runs(60), examples: [[181, 248]] },
    )
  })

  test.each<[string, [string, string][], Partial<Manifest> | string | undefined, RegExp]>([
    [
      'a path outside',
      [
        ['data.json', '{}'],
        ['../evil.md', 'x'],
      ],
      undefined,
      /a file that Daymark doesn’t write: \.\.\/evil\.md/,
    ],
    [
      'an absolute path',
      [
        ['data.json', '{}'],
        ['/etc/passwd', 'x'],
      ],
      undefined,
      /doesn’t write/,
    ],
    [
      'a member twice',
      [
        ['data.json', '{}'],
        ['data.json', '{}'],
      ],
      undefined,
      /data\.json twice/,
    ],
    ['no data', [['sessions.csv', '']], undefined, /damaged/],
    ['a later version', [['data.json', '{}']], { version: 2 }, /format version 2\. This installation reads version 1/],
    [
      'another digest',
      [['data.json', '{}']],
      { members: [{ name: 'data.json', bytes: 2, sha256: 'x' }] },
      /data\.json in this archive isn’t/,
    ],
    [
      'a member too few',
      [
        ['data.json', '{}'],
        ['sessions.csv', ''],
      ],
      { members: [] },
      /doesn’t have the files/,
    ],
    ['a manifest of something else', [['data.json', '{}']], '{"format":"other"}', /manifest/],
    ['a manifest that is no JSON', [['data.json', '{}']], '{', /damaged/],
  ])('with %s is refused with its reason', async (_, files, manifest, reason) => {
    expect(await reasonOf(await forged(files, manifest))).toMatch(reason)
  })

  test('with a member of 10 GB is refused by its size alone', async () => {
    const tar = await packTar([{ header: { name: 'data.json', size: 2 }, body: '{}' }])
    const size = (10 * 1024 ** 3).toString(8).padStart(11, '0')
    tar.set(new TextEncoder().encode(size), 124)
    tar.set(new TextEncoder().encode('        '), 148)
    const sum = tar.slice(0, 512).reduce((all, byte) => all + byte, 0)
    tar.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
    expect(await reasonOf(await gzip(tar))).toBe('data.json in this archive is too large.')
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('{"format":"daymark"}')],
    ['a tar without gzip', new Uint8Array(1024)],
  ])('that is %s is refused', async (_, bytes) => {
    expect(await reasonOf(bytes)).toMatch(/damaged, or isn’t a Daymark backup/)
  })

  test('that unpacks to far more than it has is refused before most of it is read', async () => {
    let bytes = 0
    const data = ' '.repeat(40_000_000)
    const reading = readArchive(streamOf(await forged([['data.json', data]])), (stream) =>
      stream.pipeTo(
        new WritableStream({
          write: ({ byteLength }) => {
            bytes += byteLength
          },
        }),
      ),
    )
    await expect(reading).rejects.toThrow('data.json in this archive is too large when it is unpacked.')
    expect(bytes).toBeLessThan(24_000_000)
  })

  test('that takes minutes to read is refused', async () => {
    const start = Date.now()
    let reads = 0
    vi.spyOn(Date, 'now').mockImplementation(() => start + 60_000 * reads++)
    const reason = await reasonOf(await forged([['data.json', ' '.repeat(4_000_000)]]))
    vi.restoreAllMocks()
    expect(reason).toBe('data.json in this archive takes too long to read.')
  })

  test('with what reads the data failing says so', async () => {
    const bytes = await packed(members())
    const failing = readArchive(streamOf(bytes), () => Promise.reject(new Error('no such row')))
    await expect(failing).rejects.toThrow('no such row')
  })
})

describe('long texts', () => {
  test('wait in the bucket in pieces, and come back as they were', async () => {
    const one = 'ä'.repeat(1_500_000)
    const waiting = spool(env.BACKUPS, 'spool-test/')
    for (let count = 0; count < 7; count += 1) await waiting.add(one + count)
    await waiting.flush()
    expect(waiting.pieces().length).toBeGreaterThan(1)
    const later = spool(env.BACKUPS, 'spool-test/', waiting.pieces())
    await later.add('end')
    expect(later.bytes()).toBe(7 * 3_000_001 + 3)
    const bytes = await putStream(env.BACKUPS, 'spool-test/all', streamFrom(later.read()))
    expect(bytes).toBe(later.bytes())
    const stored = await (await env.BACKUPS.get('spool-test/all'))?.text()
    expect(stored === `${[0, 1, 2, 3, 4, 5, 6].map((count) => one + count).join('')}end`).toBe(true)
    await env.BACKUPS.delete((await env.BACKUPS.list({ prefix: 'spool-test/' })).objects.map(({ key }) => key))
  })

  test('that break off while they are stored leave nothing', async () => {
    const chunk = new Uint8Array(6_000_000)
    async function* breaking() {
      yield chunk
      yield chunk
      throw new Error('broke off')
    }
    await expect(putStream(env.BACKUPS, 'spool-test/broken', streamFrom(breaking()))).rejects.toThrow('broke off')
    expect(await env.BACKUPS.head('spool-test/broken')).toBeNull()
  })
})
