import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { localNow } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { Preferences } from '../../lib/preferences'
import { energyPage, minCheckIns } from './averages'

const api = '/api/v1/energy'
const { DB } = env

type CheckIn = {
  id: string
  at: string
  date: string
  weekday: number
  hour: number
  energy_level: number
  seq: number
}

const add = (client: Client, checkIn: object = {}) =>
  client.made<CheckIn>('/energy', { energy_level: 4, engagement_level: 3, ...checkIn })

const live = async (client: Client, zone: object) =>
  expect((await client.json('PATCH', '/api/v1/me', { preferences: zone })).status).toBe(200)

describe('a check-in', () => {
  test('keeps the date, weekday and hour of its moment, wherever one goes', async () => {
    const client = await signedIn({ time_zone: 'Asia/Tokyo', day_start_minute: 240 })
    // 02:30 on a Saturday in Tokyo, where the day starts at 4.
    const { id } = await add(client, { at: '2026-11-20T17:30:00.000Z' })
    const kept = { date: '2026-11-20', weekday: 5, hour: 2, time_zone: 'Asia/Tokyo' }
    await live(client, { time_zone: 'America/New_York', day_start_minute: 0 })
    await client.json('PATCH', `${api}/${id}`, { energy_level: 5 })
    expect(await (await client.json('GET', `${api}/${id}`)).json()).toMatchObject(kept)
    expect(await add(client, { at: '2026-11-20T17:30:00.000Z' })).toMatchObject({ hour: 12, weekday: 5 })
  })

  test('is made from any page with two fields, can be undone, and gets words later', async () => {
    const client = await signedIn()
    const part = { part: true, page: '/sessions' }
    const answer = await client.post('/energy', { energy_level: '4', engagement_level: '2' }, part)
    const html = await answer.text()
    const [row] = await rows<{ id: string }>('SELECT id FROM energy_checkins WHERE user_id = ?', client.userId)
    expect(html).toContain(`hx-post="/energy/${row?.id}/delete"`)
    expect(html).toContain(`href="/energy/${row?.id}/edit"`)
    expect(html).toContain('id="check-in-form"')
    expect(html).not.toContain('energy-list')
    const own = await client.post(
      '/energy',
      { energy_level: '1', engagement_level: '1' },
      { part: true, page: '/energy' },
    )
    expect(await own.text()).toContain('id="energy-list" hx-swap-oob')
    expect(await (await client.get('/sessions')).text()).toContain('<dialog class="dialog" id="check-in"')
  })

  test.each([
    [{ energy_level: '6', engagement_level: '3' }, 'Choose your energy from 1 to 5'],
    [{ energy_level: '3' }, 'Choose your engagement from 1 to 5'],
    [{ energy_level: '3', engagement_level: '3', mood: 'x'.repeat(101) }, 'A mood has at most 100 characters'],
  ])('%j is refused', async (form, message) => {
    const client = await signedIn()
    const answer = await client.post('/energy', form)
    expect([answer.status, (await answer.text()).includes(message)]).toEqual([422, true])
  })

  test('cannot be in the future', async () => {
    const client = await signedIn()
    const at = new Date(Date.now() + 3_600_000).toISOString()
    expect((await client.json('POST', api, { energy_level: 4, engagement_level: 3, at })).status).toBe(422)
  })

  test('is found by its words, and listed by its dates', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    const { id } = await add(client, { mood: 'Foggy', notes: '<b>Slept</b> badly', at: '2026-03-01T10:00:00Z' })
    await add(client)
    const list = async (query: string) =>
      (await (await client.json('GET', `${api}?${query}`)).json<{ items: CheckIn[] }>()).items.map((one) => one.id)
    expect(await list('q=slept')).toEqual([id])
    expect(await list('from=2026-03-01&to=2026-03-01')).toEqual([id])
    expect(await (await client.get('/search?q=foggy')).text()).toContain('<mark>Foggy</mark>')
    const day = await (await client.get('/energy?date=2026-03-01')).text()
    expect(day).toContain('&lt;b&gt;Slept&lt;/b&gt; badly')
    expect((await client.get(`/energy/${id}`)).headers.get('Location')).toBe(`/energy?date=2026-03-01#check-in-${id}`)
  })
})

const zones = ['UTC', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Auckland']

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), hours: fc.integer({ min: 0, max: 2000 }) }) },
  fc.record({ kind: fc.constantFrom('edit' as const, 'delete' as const, 'restore' as const), hours: fc.nat(50) }),
  fc.record({ kind: fc.constant('move' as const), hours: fc.nat(1439) }),
)

/** Weekday and hour on the clock of a zone, without our own calendar. */
const naive = (at: string, timeZone: string, dayStartMinute: number) => {
  const parts = (instant: number) =>
    Object.fromEntries(
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
        .formatToParts(instant)
        .map(({ type, value }) => [type, value]),
    )
  const { weekday = '', hour, minute } = parts(Date.parse(at))
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
  const before = Number(hour) * 60 + Number(minute) < dayStartMinute ? 6 : 0
  return { hour: Number(hour), weekday: ((names.indexOf(weekday) + before) % 7) + 1 }
}

test('averages equal those of a scan, after any adds, edits, deletes and restores in several zones', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 5, maxLength: 25 }),
      fc.integer({ min: 1, max: 5 }),
      async (actions, level) => {
        const client = await signedIn({ time_zone: 'UTC' })
        let zone = { time_zone: 'UTC', day_start_minute: 0 }
        const made: (CheckIn & { zone: typeof zone; engagement_level: number; deleted: boolean })[] = []
        for (const { kind, hours } of actions) {
          const one = made[hours % Math.max(made.length, 1)]
          if (kind === 'move') {
            zone = { time_zone: zones[hours % zones.length] ?? 'UTC', day_start_minute: hours }
            await live(client, zone)
          } else if (kind === 'add') {
            const engagement_level = (hours % 5) + 1
            const at = new Date(Date.now() - hours * 3_600_000).toISOString()
            made.push({
              ...(await add(client, { at, energy_level: level, engagement_level })),
              zone,
              engagement_level,
              deleted: false,
            })
          } else if (one && kind === 'edit' && !one.deleted) {
            one.energy_level = (hours % 5) + 1
            await client.json('PATCH', `${api}/${one.id}`, { energy_level: one.energy_level })
          } else if (one && kind !== 'edit') {
            await client.post(`/energy/${one.id}/${kind}`)
            one.deleted = kind === 'delete'
          }
        }
        expect(await wrongSums(client.userId)).toEqual([])
        const now = localNow({ preferences: Preferences.parse({ ...zone }), latest_day: null })
        const { hours, weekdays } = await energyPage(DB, client.userId, allOrgs, {}, now)
        for (const [by, buckets] of [
          ['hour', hours],
          ['weekday', weekdays],
        ] as const) {
          const groups = Map.groupBy(
            made.filter(({ deleted }) => !deleted),
            (one) => naive(one.at, one.zone.time_zone, one.zone.day_start_minute)[by],
          )
          const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length
          const scanned = [...groups].map(([at, of]) => ({
            at,
            checkins: of.length,
            energy: of.length < minCheckIns ? null : mean(of.map((one) => one.energy_level)),
            engagement: of.length < minCheckIns ? null : mean(of.map((one) => one.engagement_level)),
            tracked_seconds: 0,
          }))
          expect(buckets.filter(({ checkins }) => checkins > 0)).toEqual(scanned.toSorted((a, b) => a.at - b.at))
          const places = [...groups.keys()]
          const span = places.length > 0 ? Math.max(...places) - Math.min(...places) + 1 : 0
          expect(buckets.map(({ at }) => at)).toEqual(Array.from({ length: span }, (_, n) => Math.min(...places) + n))
        }
      },
    ),
    { numRuns: runs(40) },
  )
})

test('a row with fewer than ten check-ins claims nothing, in place of a guess', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  for (let count = 0; count < 9; count += 1) await add(client, { at: '2026-03-01T10:00:00Z' })
  const rowOf = async () =>
    /<tr><th scope="row"[^>]*>10:00.*?<\/tr>/s.exec(await (await client.get('/energy')).text())?.[0]
  expect(await rowOf()).toBeUndefined()
  await add(client, { at: '2026-03-01T10:00:00Z', energy_level: 5 })
  expect(await rowOf()).toContain('<td class="num">4.1</td>')
})
