import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn, text, toastOf } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { undoIn } from '../../../test/support/html'
import { dump } from '../../../test/support/table-dump'
import { periodTarget } from '../../ledger/schema'
import { addDays, datesBetween } from '../../lib/time/days'
import { daysOff, joinDaysOff } from './queries'

const today = '2026-03-11'
stopClock(`${today}T15:00:00Z`)
const on = (days: number) => addDays(today, days)

const kept = ({ userId }: Client) =>
  rows<{ date: string; label: string }>('SELECT date, label FROM days_off WHERE user_id = ? ORDER BY date', userId)
const add = (client: Client, from: string, to = '', label = '', how = {}) =>
  client.post('/settings/days-off', { from, to, label }, how)
const remove = (client: Client, stretch: Record<string, string>, how = {}) =>
  client.post(`/settings/days-off/delete?${new URLSearchParams(stretch)}`, {}, how)
const listed = (html: string) => [...html.matchAll(/<li id="day-off-([\d-]+)"/g)].map(([, from]) => from)
describe('days off', () => {
  test('are added one by one or as a range, and one that is there already gets the new label', async () => {
    const client = await signedIn()
    const answer = await add(client, on(3), '', ' Day  trip ')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/settings/days-off'])
    expect(toastOf(answer)).toEqual({ message: '1 day off added', undo: '' })
    expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: 1 })
    await add(client, on(2), on(4), 'Holiday')
    expect(await kept(client)).toEqual([2, 3, 4].map((n) => ({ date: on(n), label: 'Holiday' })))
    await add(client, on(4), on(5))
    expect((await kept(client)).map(({ label }) => label)).toEqual(['Holiday', 'Holiday', 'Holiday', ''])
  })

  test('are removed as they are listed, and Undo brings them back as they were', async () => {
    const client = await signedIn()
    await add(client, on(1), on(14), 'Zürich & <b> 🦊')
    const before = await kept(client)
    const answer = await remove(client, { from: on(1), to: on(14), label: 'Zürich & <b> 🦊' })
    expect(await kept(client)).toEqual([])
    const { message, undo } = toastOf(answer)
    expect(message).toBe('14 days off removed')
    expect((await client.post(undo)).status).toBe(303)
    expect(await kept(client)).toEqual(before)
  })

  test('are taken out of a stretch one by one', async () => {
    const client = await signedIn()
    await add(client, on(1), on(4), 'Holiday')
    const page = `/settings/days-off?from=${on(1)}&to=${on(4)}`
    expect(await text(client.get('/settings/days-off'))).toContain(`href="${page.replace('&', '&amp;')}"`)
    const html = await text(client.get(page))
    expect(listed(html)).toEqual([1, 2, 3, 4].map(on))
    expect(html).not.toContain(`href="${page.replace('&', '&amp;')}"`)
    const answer = await remove(client, { from: on(2), to: on(2), label: 'Holiday' }, { page })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, page])
    const part = await text(remove(client, { from: on(3), to: on(3), label: 'Holiday' }, { part: true, page }))
    expect(listed(part)).toEqual([1, 4].map(on))
    expect(listed(await text(client.post(undoIn(part).path, {}, { part: true, page })))).toEqual([1, 3, 4].map(on))
    expect(listed(await text(client.get('/settings/days-off')))).toEqual([1, 3].map(on))
    for (const wrong of [`from=${on(4)}&to=${on(1)}`, `from=${on(8)}&to=${on(9)}`]) {
      expect(await text(client.get(`/settings/days-off?${wrong}`))).toContain('These are no longer days off')
    }
    expect(listed(await text((await signedIn()).get(page)))).toEqual([])
    expect(listed(await text(client.get('/settings/days-off?from=x&to=2026-02-30')))).toEqual([1, 3].map(on))
  })

  test('are not removed when they have changed since they were listed', async () => {
    const client = await signedIn()
    await add(client, on(1), on(5), 'Holiday')
    await remove(client, { from: on(2), to: on(2), label: 'Holiday' })
    const before = await dump(client.userId)
    for (const stretch of [
      { from: on(1), to: on(5), label: 'Holiday' },
      { from: on(1), to: on(1), label: 'Other' },
      { from: on(9), to: on(9), label: '' },
    ]) {
      for (const part of [false, true]) {
        const answer = await remove(client, stretch, { part })
        expect(answer.status).toBe(409)
        expect(await answer.text()).toContain('These days off have changed since')
      }
    }
    expect(await dump(client.userId)).toBe(before)
  })

  test.each([
    [{ from: '' }, 'Enter a date'],
    [{ from: '2026-02-30' }, 'Enter a date that exists'],
    [{ from: 'soonish' }, 'Enter a date that exists'],
    [{ from: '2026-03-02', to: '2026-03-01' }, 'The last day is before the first'],
    [{ from: '2026-03-02', to: '2026-13-01' }, 'Enter a date, such as fri, 15 Dec or 2026-12-15'],
    [{ from: '2024-01-01', to: '2025-01-01' }, 'Add at most 366 days at a time'],
    [{ from: '2026-03-02', label: 'x'.repeat(101) }, 'A label has at most 100 characters'],
  ])('are refused as %j', async (fields, message) => {
    const client = await signedIn()
    const answer = await client.post('/settings/days-off', fields)
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
    for (const path of ['delete', 'restore']) {
      expect((await client.post(`/settings/days-off/${path}?${new URLSearchParams(fields)}`)).status).toBe(404)
    }
  })

  test('are read in several ranges at once, up to a whole leap year', async () => {
    const client = await signedIn()
    await add(await signedIn(), '2026-03-02', '2026-03-30')
    await add(client, '2026-03-01', '2026-03-20')
    await add(client, '2024-01-01', '2024-12-31')
    const ranges = [
      { from: '2026-03-19', to: '2026-04-30' },
      { from: '2026-02-01', to: '2026-03-02' },
    ]
    const found = await daysOff(env.DB, client.userId, ...ranges)
    expect(found).toEqual(['2026-03-19', '2026-03-20', '2026-03-01', '2026-03-02'])
    expect(await daysOff(env.DB, client.userId, { from: '2024-01-01', to: '2024-12-31' })).toHaveLength(366)
    expect(await daysOff(env.DB, (await signedIn()).userId, { from: '2024-01-01', to: '2024-12-31' })).toEqual([])
  })
})

describe('the list', () => {
  test('has what is to come first, then what is past, a stretch a row', async () => {
    const client = await signedIn()
    await add(client, on(-400), on(-398), 'Long ago')
    await add(client, on(-20))
    await add(client, on(30), on(32), 'Later <i>')
    await add(client, on(-1), on(1), 'Now')
    await add(client, on(2))
    const html = await text(client.get('/settings/days-off'))
    expect(listed(html)).toEqual([today, on(2), on(30), on(-1), on(-20), on(-400)])
    expect(html).toContain('<bdi>Later &lt;i&gt;</bdi>')
  })

  test('comes by pages, none twice and none missed', async () => {
    const client = await signedIn()
    const starts = Array.from({ length: 130 }, (_, n) => on(3 * n - 200))
    await env.DB.prepare("INSERT INTO days_off SELECT ?, value, 'Off', 1 FROM json_each(?)")
      .bind(client.userId, JSON.stringify([...datesBetween(on(-2000), on(-1700)), ...starts]))
      .run()
    const seen: (string | undefined)[] = []
    let next: string | undefined = '/settings/days-off'
    let pages = 0
    while (next) {
      const answer = await client.get(next)
      expect(cost(answer).read).toBeLessThan(1500)
      const html: string = await answer.text()
      seen.push(...listed(html))
      next = /href="([^"]*)" rel="next"/.exec(html)?.[1]
      pages += 1
    }
    expect(pages).toBe(3)
    const upcoming = starts.filter((date) => date >= today)
    const past = starts.filter((date) => date < today).reverse()
    expect(seen).toEqual([...upcoming, ...past, on(-2000)])
  })

  test('joins days that follow one another under one label, either way', () => {
    const days = fc.uniqueArray(fc.record({ n: fc.nat(40), label: fc.constantFrom('', 'a', 'b') }), {
      selector: ({ n }) => n,
    })
    fc.assert(
      fc.property(days, fc.boolean(), (some, backwards) => {
        const sorted = some.toSorted((a, b) => (backwards ? b.n - a.n : a.n - b.n))
        const listed = sorted.map(({ n, label }) => ({ date: on(n), label }))
        const found = joinDaysOff(listed)
        const again = found.flatMap(({ from, to, label }) => datesBetween(from, to).map((date) => ({ date, label })))
        const byDate = (list: typeof again) => list.toSorted((a, b) => (a.date < b.date ? -1 : 1))
        expect(byDate(again)).toEqual(byDate(listed))
        for (const one of found) {
          expect(found.some(({ from, label }) => label === one.label && from === addDays(one.to, 1))).toBe(false)
        }
      }),
    )
  })
})

describe('a day off', () => {
  const plain = (html: string) => html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ')
  const inside = (html: string, id: string) => html.slice(html.indexOf(`id="${id}"`)).split('<section')[0] ?? ''

  const trackedTwice = async () => {
    const client = await signedIn()
    for (const days of [-1, -3]) {
      await client.post('/sessions', { date: on(days), started_at: '09:00', duration: '1h', time_zone: 'UTC' })
    }
    return client
  }

  test('has no target on the dashboard, and does not break the streak', async () => {
    const client = await trackedTwice()
    const stats = async () => plain(await text(client.get('/stats?range=all')))
    expect(await stats()).toContain('longest 1 day')
    await add(client, on(-2))
    await add(client, today)
    expect(inside(await text(client.get('/')), 'today')).toContain('a day off, without a target')
    expect(await stats()).toContain('longest 2 days')
  })

  test('is named in the calendar, and counts in the streaks of a range', async () => {
    const client = await trackedTwice()
    await add(client, on(-3), on(-2))
    const html = await text(client.get('/stats?range=7&open=year'))
    expect(html).toMatch(/title="\w{3} \d+ \w{3}[^"]*: day off"/)
    expect(html).toContain('in 1 session, day off')
    expect(html).toContain('rest day or day off')
  })

  test('leaves a week of nothing but days off without a target, met or not', async () => {
    const client = await signedIn()
    await client.post('/sessions', { date: '2026-03-04', started_at: '09:00', duration: '1h', time_zone: 'UTC' })
    await add(client, '2026-03-02', '2026-03-15')
    const summary = async (path: string) =>
      /id="hours-summary">([^<]*)/.exec(await text(client.get(`/stats?group=week&${path}`)))?.[1]
    expect(await summary('from=2026-03-02&to=2026-03-15')).toBe('days off, no target')
    expect(await summary('from=2026-03-02&to=2026-03-22')).toBe('14h target met on none')
  })

  test('takes its part from a week’s target, as a rest day does, and not from its own', () => {
    const free = { restDays: [7], daysOff: new Set(['2026-11-18', '2026-11-22', '2026-11-23']) }
    expect(periodTarget({ date: '2026-11-16', to: '2026-11-22' }, 60, free)).toBe(5 * 3600)
    expect(periodTarget({ date: '2026-11-18', to: '2026-11-18' }, 60, free)).toBe(3600)
  })
})

describe('the API', () => {
  const path = '/api/v1/days-off'

  test('gives a date that is a day off another label', async () => {
    const { json, heads } = await signedIn()
    const put = async (body: object) => (await json('PUT', `${path}/2026-12-24`, body)).json()
    expect(await put({ label: ' Christmas  Eve ' })).toEqual({ date: '2026-12-24', label: 'Christmas  Eve' })
    const before = await heads()
    expect(await put({})).toEqual({ date: '2026-12-24', label: '' })
    expect((await heads())?.stats_seq).toBeGreaterThan(before?.stats_seq ?? Number.NaN)
  })

  test('lists the days of a range, by pages', async () => {
    const { json } = await signedIn()
    const dates = ['2026-12-24', '2026-01-01', '2026-05-01', '2026-12-25', '2027-01-01']
    for (const date of dates) await json('PUT', `${path}/${date}`, {})
    const list = async (search: string) => {
      const page = await json('GET', `${path}?${search}`)
      const { items, next_cursor } = await page.json<{ items: { date: string }[]; next_cursor: string | null }>()
      return [items.map(({ date }) => date), next_cursor]
    }
    expect(await list('from=2026-05-01&to=2026-12-24')).toEqual([['2026-05-01', '2026-12-24'], null])
    const [first, cursor] = await list('limit=3')
    expect(first).toEqual(['2026-01-01', '2026-05-01', '2026-12-24'])
    expect(await list(`limit=3&cursor=${cursor}`)).toEqual([['2026-12-25', '2027-01-01'], null])
  })

  test.each([
    ['PUT', '/2026-02-29', {}, 'date'],
    ['PUT', '/today', {}, 'date'],
    ['DELETE', '/2026-2-1', undefined, 'date'],
    ['GET', '?from=2026-02-02&to=2026-02-01', undefined, 'to'],
    ['GET', '?from=yesterday', undefined, 'from'],
  ])('refuses %s %s', async (method, at, body, where) => {
    const answer = await (await signedIn()).json(method, path + at, body)
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ path: where }] }])
  })
})
