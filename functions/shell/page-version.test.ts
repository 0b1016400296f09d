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

const again = (client: Client, path: string, tag: string | null, headers: Record<string, string> = {}) =>
  client.get(path, { headers: { 'If-None-Match': tag ?? 'none', ...headers } })

test.each(pages)('%s is not sent again while nothing has changed, after one round trip', async (path) => {
  const client = await person()
  const tag = await tagOf(client, path)
  const same = await again(client, path, tag)
  expect([same.status, await same.text(), same.headers.get('ETag')]).toEqual([304, '', tag])
  expect(cost(same)).toMatchObject({ statements: 1, trips: 1 })
})

const set = (preferences: string) => (client: Client) =>
  rows('UPDATE users SET preferences = json_patch(preferences, ?) WHERE id = ?', preferences, client.userId)

const changes: [what: string, (client: Client) => unknown][] = [
  ['a session', (client) => client.post('/sessions', { date: '2026-11-17', started_at: '12:00', duration: '1h' })],
  ['a goal', (client) => client.post('/goals', { title: 'Another' })],
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

test('a page that counts on has no ETag', async () => {
  const client = await person()
  expect(await tagOf(client, '/day/2026-11-20')).toBeNull()
  await client.post('/timer/start', { title: 'Now' })
  for (const path of pages) expect([path, await tagOf(client, path)]).toEqual([path, null])
})

/** The page without the clock of the server and the instant up to which it holds. */
const body = async (response: Response) => (await response.text()).replaceAll(/ data-(now|ago)="\d+"|(%7E|~)\d+/g, '')

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
    fc.asyncProperty(steps, fc.boolean(), async (list, isLong) => {
      const client = isLong ? history : await person()
      let now = Date.now()
      const shown = new Map<string, { tag: string | null; text: string }>()
      for (const step of list) {
        for (const path of pages) {
          const known = shown.get(path)
          const answer = await again(client, path, known?.tag ?? null)
          const fresh = await client.get(path)
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
