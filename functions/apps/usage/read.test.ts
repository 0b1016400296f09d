import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { hour, minute } from '../../../test/support/times'
import { dayOf } from '../../lib/time/days'
import { putRule } from '../whitelists/testing'
import { device, event } from './testing'

test('by day and app, with what holds now, in a range', async () => {
  const { userId, json } = await signedIn({ time_zone: 'Europe/Lisbon' })
  const phone = await device(userId, 'Phone')
  const twoDaysAgo = dayOf(Date.now() - 48 * hour, { time_zone: 'Europe/Lisbon', day_start_minute: 0 })
  const noon = Date.parse(`${twoDaysAgo}T12:00:00Z`)
  await phone.report([
    event('a', 'b.app', noon, noon + hour),
    event('b', 'a.app', noon, noon + 1999),
    event('c', 'a.app', noon + 24 * hour, noon + 25 * hour),
    event('d', 'b.app', noon + 30 * minute, noon + hour),
    event('e', 'a.app', noon - 100 * 24 * hour, noon - 100 * 24 * hour),
  ])
  await putRule(userId, 'a.app', { is_whitelisted: 1, after: null })
  await putRule(userId, 'b.app', { is_whitelisted: 0, after: null })
  const [old, date, next] = [-2400, 0, 24].map((hours) => new Date(noon + hours * hour).toISOString().slice(0, 10))
  const items = [
    { date, package_name: 'a.app', total_seconds: 1, is_whitelisted: true },
    { date, package_name: 'b.app', total_seconds: 5400, is_whitelisted: false },
    { date: next, package_name: 'a.app', total_seconds: 3600, is_whitelisted: true },
  ]
  const read = async (query: string) => (await json('GET', `/api/v1/usage${query}`)).json<{ items: unknown[] }>()
  expect(await read('')).toEqual({ items })
  expect(await read(`?from=${next}&to=${next}`)).toEqual({ items: items.slice(2) })
  const unused = { date: old, package_name: 'a.app', total_seconds: 0, is_whitelisted: true }
  expect(await read(`?from=${old}&to=${old}`)).toEqual({ items: [unused] })
  expect(await (await (await signedIn()).json('GET', '/api/v1/usage')).json()).toEqual({ items: [] })
})

test.each([
  '?from=2026-01-01',
  '?from=2025-01-01&to=2026-02-05',
  '?from=2026-01-02&to=2026-01-01',
  '?from=2026-02-30&to=2026-03-01',
])('%s makes no sense', async (query) => {
  expect((await (await signedIn()).json('GET', `/api/v1/usage${query}`)).status).toBe(422)
})

test('the version is another when a report came and when a rule changed', async () => {
  const { userId, json } = await signedIn()
  const phone = await device(userId, 'Phone')
  const version = async () => (await json('GET', '/api/v1/usage')).headers.get('ETag')
  const seen = [await version()]
  await phone.report([event('x', 'org.example', Date.now() - hour, Date.now())])
  seen.push(await version())
  await putRule(userId, 'org.example', { is_whitelisted: 1, after: null })
  seen.push(await version())
  expect(new Set(seen).size).toBe(3)
})
