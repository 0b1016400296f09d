import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../test/client'
import { seedHistory } from '../../test/history'
import { runs } from '../../test/runs'

const begin = Date.parse('2026-11-20T10:00:00Z')
const minute = 60_000

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => vi.useRealTimers())

const pages = ['/', '/stats', '/sessions', '/goals', '/whitelists', '/day/2026-11-17']

const person = async () => {
  vi.setSystemTime(begin)
  const client = await signedIn({ time_zone: 'UTC' })
  const times = { date: '2026-11-17', started_at: '09:00', duration: '1h' }
  await client.post('/sessions', { title: 'Reading', ...times })
  await client.post('/goals', { title: 'Thesis' })
  return client
}

const tagOf = async (client: Client, path: string) => (await client.get(path)).headers.get('ETag')

/** Headers of a browser whose script runs. */
const scripted = ({ cookie }: Client) => ({ Cookie: `${cookie}; page-state=abc123` })

const again = (client: Client, path: string, tag: string | null, headers: Record<string, string> = {}) =>
  client.get(path, { headers: { 'If-None-Match': tag ?? 'none', ...headers } })

test.each(pages)(
  '%s may be stored by a browser whose script runs alone, and is not sent again unchanged',
  async (path) => {
    const client = await person()
    const plain = await client.get(path)
    const stored = await client.get(path, { headers: scripted(client) })
    const tag = stored.headers.get('ETag')
    const same = await again(client, path, tag, scripted(client))
    expect([await same.text(), same.headers.get('ETag')]).toEqual(['', tag])
    expect(cost(same)).toMatchObject({ statements: 1, trips: 1 })
    const headersOf = ({ status, headers }: Response) => [status, headers.get('Cache-Control'), headers.get('Vary')]
    const vary = expect.stringMatching(/^(?=.*HX-Request-Type)(?=.*Cookie)/)
    expect(headersOf(plain)).toEqual([200, 'no-store', vary])
    expect(headersOf(stored)).toEqual([200, 'private, no-cache', vary])
    expect(headersOf(same)).toEqual([304, 'private, no-cache', vary])
    expect(headersOf(await again(client, path, tag))).toEqual([304, 'no-store', vary])
    expect(await plain.text()).not.toMatch(/data-(tag|state)=/)
    expect(await stored.text()).toContain(`data-tag="${tag?.slice(3, -1)}" data-state="abc123"`)
  },
)

test('a page with a message, a prolonged session, a forged state or no ETag is never stored', async () => {
  const client = await person()
  const flash = `; flash=${encodeURIComponent(JSON.stringify({ message: 'Saved' }))}`
  const storage = async (path: string, cookie: string, headers = {}) =>
    (await client.get(path, { headers: { Cookie: client.cookie + cookie, ...headers } })).headers.get('Cache-Control')
  expect(await storage('/goals', `; page-state=abc123${flash}`)).toBe('no-store')
  expect(await storage('/goals', '; page-state="><b>')).toBe('no-store')
  expect(await storage('/goals', '; page-state=abc123', { 'HX-Request-Type': 'partial' })).toBe('no-store')
  expect(await storage('/day/2026-11-20', '; page-state=abc123')).toBe('no-store')
  await rows('UPDATE web_sessions SET last_seen_at = 0 WHERE user_id = ?', client.userId)
  expect(await storage('/goals', '; page-state=abc123')).toBe('no-store')
  expect(await storage('/goals', '; page-state=abc123')).toBe('private, no-cache')
})

test('a write that is counted after its answer leaves pages as they are', async () => {
  const client = await person()
  const tag = await tagOf(client, '/goals')
  await rows("UPDATE change_heads SET rows_written = 99, written_on = '2026-11-20' WHERE user_id = ?", client.userId)
  expect((await again(client, '/goals', tag)).status).toBe(304)
  expect((await again(client, '/goals', `W/"a,b", ${tag}`)).status).toBe(304)
})

test('a stored page is told whether it is current', async () => {
  const [client, other] = [await person(), await person()]
  const check = async (who: Client, page: string, tag: string) =>
    (await who.get(`/settings/sign-in/check?${new URLSearchParams({ page, tag })}`, { part: true })).status
  for (const page of pages) {
    const tag = (await tagOf(client, page))?.slice(3, -1) ?? ''
    expect(await check(client, page, tag)).toBe(204)
    expect([await check(client, `${page}?x=1`, tag), await check(client, page, 'x')]).toEqual([205, 205])
    expect(await check(other, page, tag)).toBe(205)
  }
  const tag = (await tagOf(client, '/goals'))?.slice(3, -1) ?? ''
  await client.post('/goals', { title: 'Another' })
  expect(await check(client, '/goals', tag)).toBe(205)
  expect(await check(client, '/goals', '')).toBe(204)
})

const set = (preferences: string) => (client: Client) =>
  rows('UPDATE users SET preferences = json_patch(preferences, ?) WHERE id = ?', preferences, client.userId)

const changes: [what: string, (client: Client) => unknown][] = [
  ['a session', (client) => client.post('/sessions', { date: '2026-11-17', started_at: '12:00', duration: '1h' })],
  ['a goal', (client) => client.post('/goals', { title: 'Another' })],
  ['a card', (client) => client.post('/cards', { question: 'to be', answer: 'ser' })],
  ['a timer', (client) => client.post('/timer/start', { title: 'Now' })],
  ['a preference', set('{"week_start":7}')],
  ['the theme', set('{"theme":"dark"}')],
  ['a restored backup', ({ userId }) => rows('UPDATE change_heads SET epoch = epoch + 1 WHERE user_id = ?', userId)],
  ['a rule', ({ userId }) => rows('UPDATE change_heads SET whitelist_seq = 99 WHERE user_id = ?', userId)],
  ['a report', ({ userId }) => rows('UPDATE change_heads SET usage_seq = 99 WHERE user_id = ?', userId)],
  ['the name', ({ userId }) => rows("UPDATE users SET username = 'Ada' WHERE id = ?", userId)],
  ['the role', ({ userId }) => rows("UPDATE users SET role = 'admin' WHERE id = ?", userId)],
  ['midnight', () => vi.setSystemTime(begin + 14 * 60 * minute)],
]

test.each(changes)('%s makes every page new', async (_, change) => {
  const client = await person()
  const tags = await Promise.all(pages.map((path) => tagOf(client, path)))
  await change(client)
  for (const [index, path] of pages.entries()) {
    expect([path, (await again(client, path, tags[index] ?? null)).status]).toEqual([path, 200])
  }
})

test('a message, another query, a fragment and another person are never answered 304', async () => {
  const [client, other] = [await person(), await person()]
  for (const path of pages) {
    const tag = await tagOf(client, path)
    const flash = `${client.cookie}; flash=${encodeURIComponent(JSON.stringify({ message: 'Saved' }))}`
    const withFlash = await again(client, path, tag, { Cookie: flash })
    expect([path, withFlash.status, withFlash.headers.get('ETag')]).toEqual([path, 200, null])
    expect((await again(client, `${path}?x=1`, tag)).status).not.toBe(304)
    expect((await again(client, path, tag, { 'HX-Request-Type': 'partial' })).status).toBe(200)
    expect((await again(other, path, tag)).status).toBe(200)
    expect((await again(client, path, tag, { Cookie: 'session=gone' })).status).toBe(303)
  }
})

test('without script a page that counts on has no ETag', async () => {
  const client = await person()
  expect(await tagOf(client, '/day/2026-11-20')).toBeNull()
  await client.post('/timer/start', { title: 'Now' })
  for (const path of pages) expect([path, await tagOf(client, path)]).toEqual([path, null])
})

test('with script a page of a running timer has one, until the timer asks or changes, and each visit counts', async () => {
  const client = await person()
  await client.post('/timer/start', { title: 'Now' })
  await rows('DELETE FROM visits WHERE user_id = ?', client.userId)
  expect((await client.get('/', { headers: scripted(client) })).headers.get('ETag')).toBeNull()
  for (const path of pages.filter((one) => one !== '/')) {
    vi.setSystemTime(begin)
    const tag = (await client.get(path, { headers: scripted(client) })).headers.get('ETag')
    await rows('DELETE FROM visits WHERE user_id = ?', client.userId)
    vi.setSystemTime(begin + 30 * minute)
    expect([path, (await again(client, path, tag, scripted(client))).status]).toEqual([path, 304])
    const [visit] = await rows('SELECT ended_at FROM visits WHERE user_id = ?', client.userId)
    expect(visit).toEqual({ ended_at: begin + 30 * minute })
    expect((await again(client, path, tag)).status).toBe(200)
    vi.setSystemTime(begin + 13 * 60 * minute)
    const asking = await again(client, path, tag, scripted(client))
    expect([path, asking.status, asking.headers.get('ETag')]).toEqual([path, 200, null])
  }
})

/** Attributes that tell the clock of the server and the instant up to which a page holds. */
const clock = / data-(now|tag|runs)="[^"]*"|(%7E|~)\d+/g
/** Parts that the browser's script counts. */
const counted = /<time class="timer-time".*?<\/time>|<span class="running".*?<\/span>/gs

/** The page without what tells the time of its rendering. */
const body = async (response: Response) => (await response.text()).replaceAll(clock, '').replaceAll(counted, '')

const steps = fc.array(
  fc.oneof(
    fc.record({ wait: fc.constantFrom(1_000, 20_000, 45_000, 5 * minute, 3 * 60 * minute, 20 * 60 * minute) }),
    fc.record({ write: fc.nat(changes.length - 2) }),
  ),
  { minLength: 4, maxLength: 8 },
)

test('no page is kept that would be another by now', async () => {
  const history = await person()
  await seedHistory(env.DB, history.userId, { years: 1, now: begin })
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), fc.boolean(), async (list, isLong, isScripted) => {
      const client = isLong ? history : await person()
      const headers = isScripted ? scripted(client) : {}
      let now = Date.now()
      const shown = new Map<string, { tag: string | null; text: string }>()
      for (const step of list) {
        for (const path of pages) {
          const known = shown.get(path)
          const answer = await again(client, path, known?.tag ?? null, headers)
          const fresh = answer.status === 304 ? await client.get(path, { headers }) : answer
          const text = await body(fresh)
          if (answer.status === 304) expect([path, known?.text === text]).toEqual([path, true])
          shown.set(path, { tag: fresh.headers.get('ETag'), text })
        }
        if ('wait' in step) now += step.wait
        else await changes[step.write]?.[1](client)
        vi.setSystemTime(now)
      }
    }),
    { numRuns: runs(15) },
  )
})
