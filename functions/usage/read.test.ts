import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'
import { seedUsage } from '../../test/history'
import { wrongSums } from '../../test/sums'
import { dayOf } from '../lib/days'
import { setRules } from '../whitelists/rules/write'
import { device, event } from './testing'

const minute = 60_000
const hour = 60 * minute

test('by day and app, with what holds now, in a range', async () => {
  const { userId, json } = await signedIn({ time_zone: 'Europe/Lisbon' })
  const phone = await device(userId, 'Phone')
  const noon = Date.parse(
    `${dayOf(Date.now() - 48 * hour, { time_zone: 'Europe/Lisbon', day_start_minute: 0 })}T12:00:00Z`,
  )
  await phone.report([
    event('a', 'b.app', noon, noon + hour),
    event('b', 'a.app', noon, noon + 1999),
    event('c', 'a.app', noon + 24 * hour, noon + 25 * hour),
    event('d', 'b.app', noon + 30 * minute, noon + hour),
    event('e', 'a.app', noon - 100 * 24 * hour, noon - 100 * 24 * hour),
  ])
  await setRules(
    env.DB,
    { id: userId },
    [
      { package_name: 'a.app', rule: { is_whitelisted: 1, after: null } },
      { package_name: 'b.app', rule: { is_whitelisted: 0, after: null } },
    ],
    Date.now(),
  )
  const [date, next] = [0, 24].map((hours) => new Date(noon + hours * hour).toISOString().slice(0, 10))
  const items = [
    { date, package_name: 'a.app', total_seconds: 1, is_whitelisted: true },
    { date, package_name: 'b.app', total_seconds: 5400, is_whitelisted: false },
    { date: next, package_name: 'a.app', total_seconds: 3600, is_whitelisted: true },
  ]
  const read = async (query: string) => (await json('GET', `/api/v1/usage${query}`)).json<{ items: unknown[] }>()
  expect(await read('')).toEqual({ items })
  expect(await read(`?from=${next}&to=${next}`)).toEqual({ items: items.slice(2) })
  const old = new Date(noon - 100 * 24 * hour).toISOString().slice(0, 10)
  expect(await read(`?from=${old}&to=${old}`)).toEqual({
    items: [{ date: old, package_name: 'a.app', total_seconds: 0, is_whitelisted: true }],
  })
})

test.each([
  '?from=2026-01-01',
  '?from=2025-01-01&to=2026-02-05',
  '?from=2026-01-02&to=2026-01-01',
  '?from=2026-02-30&to=2026-03-01',
])('%s makes no sense', async (query) => {
  expect((await (await signedIn()).json('GET', `/api/v1/usage${query}`)).status).toBe(422)
})

test('again only when a report came, a rule changed or the day did', async () => {
  const { userId, json } = await signedIn()
  const phone = await device(userId, 'Phone')
  const version = async () => (await json('GET', '/api/v1/usage')).headers.get('ETag') ?? ''
  const seen = [await version()]
  const again = await json('GET', '/api/v1/usage', undefined, { 'If-None-Match': seen[0] ?? '' })
  expect([again.status, await again.text()]).toEqual([304, ''])
  await phone.report([event('x', 'org.example', Date.now() - hour, Date.now())])
  seen.push(await version())
  await setRules(
    env.DB,
    { id: userId },
    [{ package_name: 'org.example', rule: { is_whitelisted: 1, after: null } }],
    Date.now(),
  )
  seen.push(await version())
  expect(new Set(seen).size).toBe(3)
})

test('of somebody else: nothing', async () => {
  const owner = await signedIn()
  await seedUsage(env.DB, owner.userId, { events: 20, apps: 3, days: 5 })
  expect(await wrongSums(owner.userId)).toEqual([])
  expect(await (await (await signedIn()).json('GET', '/api/v1/usage')).json()).toEqual({ items: [] })
  const own = await (await owner.json('GET', '/api/v1/usage')).json<{ items: unknown[] }>()
  expect(own.items.length).toBeGreaterThan(5)
})
