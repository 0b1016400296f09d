import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../../test/support/characters'
import { rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { filled } from '../testing'
import { readDocument } from './document'
import { scan } from './scan'
import { storedColumns, tableNames } from './tables'

/** The bytes of a text, cut at places. */
const cut = (text: string, size = 1_000) => {
  const bytes = new TextEncoder().encode(text)
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
      controller.close()
    },
  })
}

const all = async <T>(items: AsyncIterable<T>) => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

const read = (document: object | string, size?: number) =>
  all(readDocument(cut(typeof document === 'string' ? document : JSON.stringify(document), size)))

const spaced = (document: object) => JSON.stringify(document, null, 3).replaceAll('\n', '\r\n\t')

type Document = Record<string, unknown> & { user: object }

const exported = async (client: { get: (path: string) => Promise<Response> }): Promise<Document> =>
  (await client.get('/api/v1/export')).json()

const small = (more: object = {}) => ({
  format: 'daymark',
  version: 2,
  user: { id: 'me', username: 'Me', preferences: {}, created_at: at, updated_at: at },
  ...more,
})

const at = '2026-03-08T09:30:00.000Z'
const row = { seq: 1, created_at: at, updated_at: at, deleted_at: null }
const goal = { ...row, id: 'g', title: 'Run' }
const project = { ...row, id: 'p', name: 'Thesis' }
const checkIn = {
  ...{ id: 'c', at: 5, time_zone: 'UTC', date: '2026-03-08', weekday: 7, hour: 9 },
  ...{ energy_level: 4, engagement_level: 3 },
}
const session = {
  ...row,
  id: 's',
  source: 'manual',
  started_at: at,
  ended_at: '2026-03-08T10:30:00.000Z',
  duration_seconds: 3600,
  days: [['2026-03-08', 3600]],
  status: 'completed',
  time_zone: 'UTC',
  day_start_minute: 0,
}

describe('scanning', () => {
  const documents = fc.dictionary(
    fc.string({ unit: anyCharacter }),
    fc.oneof(fc.jsonValue({ depthSize: 'small' }), fc.array(fc.jsonValue({ depthSize: 'small' }), { maxLength: 5 })),
    { maxKeys: 6 },
  )

  test('finds what JSON.parse does, however it is spaced and cut', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (document, size, isSpaced) => {
        const text = isSpaced ? spaced(document) : JSON.stringify(document)
        const found: Record<string, unknown> = {}
        for await (const { name, index, value } of scan(cut(text, size))) {
          if (index === -1) Object.defineProperty(found, name, { value: [], enumerable: true })
          else if (index === null) Object.defineProperty(found, name, { value, enumerable: true })
          else (found[name] as unknown[]).push(value)
        }
        expect(JSON.stringify(found)).toBe(JSON.stringify(JSON.parse(text)))
      }),
      { numRuns: runs(300) },
    )
  })

  test('refuses every beginning of a document, and whatever follows it', async () => {
    const text = JSON.stringify(small({ goals: [goal], sessions: [session, { a: '\\"]}' }] }))
    const scanned = (part: string) => all(scan(cut(part, 7)))
    for (let end = 0; end < text.length; end += 1) await expect(scanned(text.slice(0, end))).rejects.toThrow()
    for (const more of ['x', '{}', ',', ']']) await expect(scanned(text + more)).rejects.toThrow('isn’t valid JSON')
    expect((await scanned(`\ufeff${text} \n`)).length).toBeGreaterThan(3)
  })

  test.each([
    ['[1]', 'isn’t a Daymark export'],
    ['{"a":[1 2]}', 'a, after row 1'],
    ['{"a":[1,]}', 'a, row 2'],
    ['{"a" 1}', 'isn’t valid'],
    [`{"a":[${'['.repeat(100)}]}`, 'nested too deeply'],
    [`{"a":"${'x'.repeat(9_000_000)}"}`, 'too long'],
    [`{"a":${' '.repeat(70_000)}1}`, '(data.json) has more than 64 KB of spaces'],
  ])('refuses %.40s', async (text, reason) => {
    await expect(all(scan(cut(text, 64_000)))).rejects.toThrow(reason)
  })
})

test('an export is read as the rows that the database has, however it is spaced', async () => {
  const client = await filled()
  const document = await exported(client)
  const found = await read(document)
  expect(await read(spaced(document), 977)).toEqual(found)
  for (const table of tableNames) {
    const columns = storedColumns(table)
    const stored = await rows(`SELECT ${columns.join(', ')} FROM ${table} WHERE user_id = ?`, client.userId)
    const listed = found.flatMap((one) => (one.table === table ? [one.row] : []))
    expect(listed.length, table).toBeGreaterThan(0)
    expect(
      listed.map((one) => Object.fromEntries(columns.map((column) => [column, one[column as never]]))),
      table,
    ).toEqual(stored)
  }
  const [user] = found
  expect(user).toMatchObject({ table: 'users', row: { id: client.userId, role: 'user', unlisted_locked_at: 6 } })
})

test('an export has no list that is unknown', async () => {
  const client = await signedIn()
  await env.DB.prepare("INSERT INTO days_off VALUES (?, '2026-12-25', 'Christmas', 1)").bind(client.userId).run()
  const found = await read(await exported(client))
  expect(found.map(({ table }) => table)).toEqual(['users', 'days_off'])
})

describe('a document is refused', () => {
  test.each<[string, object | string, string]>([
    ['that is no JSON', 'id,started_at', 'isn’t a Daymark export'],
    ['of another program', { format: 'toggl', version: 1 }, 'isn’t a Daymark export'],
    ['without a user', { format: 'daymark', version: 2 }, 'it has no user'],
    ['of a newer version', small({ version: 3 }), 'format version 3'],
    ['of an older version', small({ version: 1 }), 'format version 1'],
    ['of no version', small({ version: '2' }), 'version should be'],
    ['with an unknown list', small({ secrets: [] }), 'secrets is unknown'],
    [
      'with a list twice',
      JSON.stringify(small()).replace(/}$/, ',"goals":[],"goals":[]}'),
      'goals is in the file twice',
    ],
    ['with a list that is none', small({ goals: {} }), 'goals should be a list'],
    ['with an unknown column', small({ goals: [{ ...goal, color: 'red' }] }), 'goals[0].color is unknown'],
    ['with the person of a row', small({ goals: [{ ...goal, user_id: 'you' }] }), 'goals[0].user_id is unknown'],
    ['without a column', small({ goals: [{ ...goal, title: undefined }] }), 'goals[0].title should be a text'],
    ['with a number for a text', small({ goals: [goal, { ...goal, id: 2 }] }), 'goals[1].id should be a text'],
    ['with a NUL', small({ goals: [{ ...goal, title: 'a\0b' }] }), 'can’t be stored'],
    ['with half a character', small({ goals: [{ ...goal, title: 'a\ud800' }] }), 'can’t be stored'],
    ['with a date that never was', small({ goals: [{ ...goal, start_date: '2026-02-30' }] }), 'goals[0].start_date'],
    [
      'with a percentage beyond all',
      small({ goals: [{ ...goal, progress_percentage: 101 }] }),
      'goals[0].progress_percentage should be at most 100',
    ],
    [
      'with an hour that no day has',
      small({ energy_checkins: [{ ...row, ...checkIn, hour: 24 }] }),
      'energy_checkins[0].hour should be at most 23',
    ],
    [
      'with a negative length',
      small({ tasks: [{ ...row, id: 't', title: 'Call', estimated_minutes: -1 }] }),
      'at least 0',
    ],
    ['with a status of another kind', small({ goals: [{ ...goal, status: 'done' }] }), 'should be in_progress or'],
    ['with a row twice', small({ goals: [goal, goal] }), 'goals[1] is in the file twice'],
    ['with a name twice', small({ projects: [project, { ...project, id: 'q', name: ' THESIS' }] }), 'name thesis'],
    ['with a row that is not there', small({ sessions: [{ ...session, goal_id: 'g' }] }), 'sessions[0].goal_id names'],
    ['with goals in a circle', small({ goals: [{ ...goal, parent_id: 'g' }] }), 'subgoal of itself'],
    ['with a session without an end', small({ sessions: [{ ...session, ended_at: null }] }), 'has no end'],
    ['with wrong days', small({ sessions: [{ ...session, days: [['2026-03-08', 1]] }] }), 'don’t add up'],
    [
      'with a date of a session twice',
      small({
        sessions: [
          {
            ...session,
            days: [
              ['2026-03-08', 0],
              ['2026-03-08', 3600],
            ],
          },
        ],
      }),
      'a date twice',
    ],
    [
      'with two timers',
      small({
        sessions: ['a', 'b'].map((id) => ({
          ...session,
          id,
          status: 'active',
          source: 'timer',
          ended_at: null,
          duration_seconds: null,
          days: [],
        })),
      }),
      'second with the running timer',
    ],
    [
      'with half a rule',
      small({
        user_apps: [{ ...row, deleted_at: undefined, id: 'r', package_name: 'a', set_by: 'admin', is_whitelisted: 1 }],
      }),
      'name an admin',
    ],
  ])('%s', async (_, document, reason) => {
    await expect(read(document)).rejects.toThrow(reason)
  })

  test('but not where a list or a column is missing that came later, or in another order', async () => {
    const { format, version, ...rest } = small({ sessions: [session], goals: [goal] })
    expect((await read({ ...rest, version, format })).map(({ table }) => table)).toEqual(['users', 'sessions', 'goals'])
  })
})
