import { describe, expect, test, vi } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { uses } from '../../lib/uses'
import { words } from '../../time/sessions/testing'

const part = { part: true }

/** The address at which a page asks for its figures again. */
const liveOf = (html: string) => /hx-get="(\/stats\/live\?[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''

const open = async (client: Client, path: string) => liveOf(await (await client.get(path)).text())

const members = (path: string) => [...new URL(path, 'http://here').searchParams.keys()]

/** From here on it is that instant. */
const at = (instant: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })

describe.each(['/', '/stats', '/stats?from=2020-03-01&to=2020-03-31'])('%s', (path) => {
  test('asks every half minute, naming its version first', async () => {
    const html = await (await (await signedIn()).get(path)).text()
    const changes = ['sessions', 'goal', 'tasks', 'rows', 'timer'].map((what) => `${what}-changed from:body`)
    expect(html.split(`hx-trigger="every 30s, ${changes.join(', ')}"`)).toHaveLength(2)
    expect(members(liveOf(html)).slice(0, 2)).toEqual(['v', 'view'])
  })

  test('is answered with nothing while nothing has changed, for one statement and four rows', async () => {
    const client = await signedIn()
    await client.post('/sessions/entry', { entry: '25m writing' })
    const answer = await client.get(await open(client, path), part)
    expect(answer.status).toBe(204)
    expect(await answer.text()).toBe('')
    expect(cost(answer)).toEqual({ statements: 1, trips: 1, read: 4, written: 0 })
  })

  test('is answered with the part of the page as it is now, which asks for the next version', async () => {
    // The mark of the present moves on the dashboard.
    vi.useFakeTimers({ toFake: ['Date'] })
    const client = await signedIn()
    const before = await open(client, path)
    await client.post('/sessions/entry', { entry: '25m writing' })
    const answer = await client.get(before, part)
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).not.toContain('<html')
    const [region] = html.split('<span id="nav-goals"')
    expect(await (await client.get(path)).text()).toContain(region)
    expect(liveOf(html)).not.toBe(before)
    expect((await client.get(liveOf(html), part)).status).toBe(204)
  })
})

test('a report of the use of apps outdates the statistics, not Today', async () => {
  const client = await signedIn({ uses: [...uses] })
  const [today, stats] = [await open(client, '/'), await open(client, '/stats')]
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString()
  const use = { id: crypto.randomUUID(), package_name: 'com.a', started_at: ago(60_000), ended_at: ago(30_000) }
  expect((await client.json('POST', '/api/v1/usage', { events: [use] })).ok).toBe(true)
  expect((await client.get(today, part)).status).toBe(204)
  expect((await client.get(stats, part)).status).toBe(200)
})

test('a meeting that is near or over outdates what is shown, without a write', async () => {
  at('2026-03-16T08:00:00Z')
  const client = await signedIn({ time_zone: 'UTC' })
  const meeting = { title: 'Call', date: '2026-03-16', time: '09:00', time_zone: 'UTC', duration_minutes: 30 }
  await client.json('POST', '/api/v1/meetings', meeting)
  const shown = await open(client, '/')
  at('2026-03-16T08:49:59Z')
  const before = await client.get(shown, part)
  expect([before.status, cost(before).read <= 5]).toEqual([204, true])
  at('2026-03-16T08:50:01Z')
  expect((await client.get(shown, part)).status).toBe(200)
  at('2026-03-16T09:30:01Z')
  const answer = await client.get(shown, part)
  expect(answer.status).toBe(200)
  expect(words(await answer.text())).toContain('Earlier today 1 meeting')
})

describe('the next day', () => {
  test('outdates what is shown, and moves a range with a name on', async () => {
    at('2026-03-09T10:00:00Z')
    const client = await signedIn({ time_zone: 'Europe/Lisbon' })
    const week = await open(client, '/stats?range=7&group=day')
    const dates = await open(client, '/stats?from=2026-03-03&to=2026-03-09')
    at('2026-03-09T23:59:59Z')
    expect((await client.get(week, part)).status).toBe(204)
    at('2026-03-10T00:00:01Z')
    const moved = words(await (await client.get(week, part)).text())
    expect(moved).toContain('4–10 March')
    expect(words(await (await client.get(dates, part)).text())).toContain('3–9 March')
  })

  test('begins when the person’s own day does', async () => {
    at('2026-03-09T10:00:00Z')
    const client = await signedIn({ time_zone: 'Pacific/Auckland', day_start_minute: 240 })
    const shown = await open(client, '/')
    at('2026-03-09T14:59:00Z')
    expect((await client.get(shown, part)).status).toBe(204)
    at('2026-03-09T15:00:00Z')
    expect((await client.get(shown, part)).status).toBe(200)
  })
})

describe('what is asked', () => {
  test.each(['', 'v=', 'v=0', 'v=99.1.2026-11-20', 'v=%00%F0%9F%90%8B', 'v=1&v=2', `v=${'9'.repeat(2000)}`])(
    'with the version “%s” is answered with the figures',
    async (query) => {
      const answer = await (await signedIn()).get(`/stats/live?${query}&view=dashboard`, part)
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('id="dashboard"')])
    },
  )

  test.each(['view=goals', 'view=', 'view=stats&range=8', 'view=stats&from=2026-03-02&to=2026-03-01'])(
    'where there is nothing to show (%s) changes nothing on the page',
    async (query) => {
      const client = await signedIn()
      const [, version] = /v=([^&]+)/.exec(await open(client, '/')) ?? []
      const answer = await client.get(`/stats/live?v=${version}&${query}`, part)
      expect(answer.status).toBe(422)
      expect(answer.headers.get('HX-Reswap')).toBe('none')
    },
  )

  test('keeps the month that a phone shows', async () => {
    const client = await signedIn()
    const page = await (await client.get('/stats?month=2026-03')).text()
    expect(page).toMatch(/<div hidden="" hx-get[^>]*hx-include="#month-shown"/)
    expect(page).toContain('<input type="hidden" id="month-shown" name="month" value="2026-03"/>')
    expect(members(liveOf(page))).not.toContain('month')
    const answer = await client.get(`/stats/live?v=0&view=stats&range=30&month=2026-03`, part)
    expect(await answer.text()).toContain('<h3>March')
    expect(await (await client.get('/stats')).text()).not.toContain('id="month-shown"')
  })
})

/** The figures of both pages, without what is only the time of day, and the version at which they stand. */
const figures = async (client: Client) => {
  const [dashboard = '', stats = ''] = await Promise.all(
    ['dashboard', 'stats'].map(async (view) => (await client.get(`/stats/live?v=0&view=${view}`, part)).text()),
  )
  const shown = [dashboard, stats].map((html) => html.replace(/<svg[\s\S]*?<\/svg>|(?<=\?)v=[^&]*/g, '')).join()
  return { shown, version: new URL(liveOf(dashboard), 'http://here').searchParams.get('v') }
}

type Item = { id: string; seq: number }

/** Each of a kind there is one: where it is `:kind` in a path, the write goes to it, and names its version. */
const writes: [string, Record<string, string | string[]>][] = [
  ['/projects', { name: 'Thesis', classification: 'work', color: 'jade' }],
  ['/goals', { title: 'Read', target_date: '2026-04-01' }],
  ['/sessions/entry', { entry: '25m writing @Thesis', create: 'Thesis' }],
  ['/goals/:goals', { title: 'Read', target_date: '2026-03-12' }],
  ['/goals/:goals/progress', { progress_percentage: '40' }],
  ['/goals/:goals', { title: 'Read on' }],
  ['/goals/:goals', { title: 'Read on', status: 'not_started' }],
  ['/goals/:goals', { title: 'Read on', description: 'Of what' }],
  ['/goals/:goals/complete', {}],
  ['/goals/:goals/reopen', {}],
  ['/goals/:goals/delete', {}],
  ['/goals/:goals/restore', {}],
  ['/projects/:projects', { name: 'Essay', classification: 'work', color: 'brick' }],
  ['/projects/:projects/deactivate', {}],
  ['/projects/:projects/delete', {}],
  ['/projects/:projects/restore', {}],
  ['/sessions/:sessions', { duration: '20m' }],
  ['/sessions/:sessions', { project_id: '' }],
  ['/sessions/:sessions/delete', {}],
  ['/sessions/:sessions/restore', {}],
  ['/settings', { daily_target: '3h' }],
  ['/settings', { rest_days: ['', '3'] }],
  ['/settings', { week_start: '3' }],
]

test('whatever is written, a page that would show other figures is outdated', async () => {
  at('2026-03-11T12:00:00Z')
  const client = await signedIn({ time_zone: 'Europe/Lisbon' })
  const changing = new Set<string>()
  let before = await figures(client)
  for (const [path, fields] of writes) {
    const [, table = 'goals'] = /:(\w+)/.exec(path) ?? []
    const [item] = await rows<Item>(`SELECT id, seq FROM ${table} WHERE user_id = ?`, client.userId)
    const answer = await client.post(path.replace(`:${table}`, item?.id ?? ''), { seq: item?.seq ?? '', ...fields })
    expect([path, answer.status]).toEqual([path, 303])
    const after = await figures(client)
    if (after.shown !== before.shown) {
      changing.add(path)
      expect(after.version, `${path} ${JSON.stringify(fields)}`).not.toBe(before.version)
    }
    before = after
  }
  expect(changing).toEqual(
    new Set(writes.map(([path]) => path).filter((path) => !/^\/projects($|.*deactivate)|progress$/.test(path))),
  )
})
