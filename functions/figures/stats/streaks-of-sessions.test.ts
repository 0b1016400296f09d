import { describe, expect, test, vi } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { utc } from '../../../test/support/times'
import type { Preferences } from '../../lib/preferences'
import { datesBetween } from '../../lib/time/days'
import { newSession, putAll, words } from '../../time/sessions/testing'

/** From here on it is that instant. */
const at = (instant: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })

/** Logs a session as a program would, where the person is now; gives its id. */
const log = (client: Client, started_at: string, duration_seconds = 1800) =>
  client.add('/sessions', { started_at, duration_seconds })

const logDays = (client: Client, ...dates: string[]) =>
  putAll(
    client,
    dates.map((date) => newSession(`${date}T10:00:00Z`, 30, utc)),
  )

const prefer = async (client: Client, preferences: Partial<Preferences>) => {
  const answer = await client.json('PATCH', '/api/v1/me', { preferences })
  expect(answer.status).toBe(200)
}

/** The present streak and the longest of all time, which the statistics show in every range. */
const streak = async (client: Client) => {
  const [all = '', week = ''] = await Promise.all(
    ['/stats?range=all', '/stats?range=7'].map(async (path) => words(await (await client.get(path)).text())),
  )
  const [, current, longest] = / Streak (\d+) days? longest (\d+) days?/.exec(all) ?? []
  expect(/ Streak (\d+) days? longest in range \d+ , ever (\d+)/.exec(week)?.slice(1)).toEqual([current, longest])
  return [Number(current), Number(longest)]
}

describe('the streak that a person sees', () => {
  test('goes on while they travel from Tokyo to Honolulu and back', async () => {
    at('2026-03-12T01:00:00Z')
    const client = await signedIn({ time_zone: 'Asia/Tokyo' })
    for (const day of ['10', '11', '12']) await log(client, `2026-03-${day}T00:00:00Z`)
    expect(await streak(client)).toEqual([3, 3])
    // It is the 11th in Honolulu: the 12th, tracked in Tokyo, is yet to come.
    await prefer(client, { time_zone: 'Pacific/Honolulu' })
    expect(await streak(client)).toEqual([2, 2])
    at('2026-03-12T20:00:00Z')
    expect(await streak(client)).toEqual([3, 3])
    at('2026-03-14T02:00:00Z')
    await log(client, '2026-03-13T21:00:00Z')
    expect(await streak(client)).toEqual([4, 4])
    // Back over the date line it is the 14th already, and the 15th with the next morning.
    at('2026-03-14T11:00:00Z')
    await prefer(client, { time_zone: 'Asia/Tokyo' })
    await log(client, '2026-03-14T10:00:00Z')
    at('2026-03-15T01:00:00Z')
    await log(client, '2026-03-15T00:00:00Z')
    expect(await streak(client)).toEqual([6, 6])
  })

  test.each([
    ['forward', ['2026-03-28T22:30:00Z', '2026-03-29T21:30:00Z', '2026-03-30T21:30:00Z'], '2026-03-30T21:59:00Z'],
    ['back', ['2026-10-24T21:30:00Z', '2026-10-25T22:30:00Z', '2026-10-26T22:30:00Z'], '2026-10-26T22:59:00Z'],
  ])('has a day for each late evening around the clocks going %s', async (_, evenings, now) => {
    at(now)
    const client = await signedIn({ time_zone: 'Europe/Berlin' })
    for (const evening of evenings) await log(client, evening, 600)
    expect(await streak(client)).toEqual([3, 3])
  })

  test('counts the small hours to the day before where days begin at 04:00, today’s too', async () => {
    at('2026-03-06T12:00:00Z')
    const client = await signedIn({ ...utc, day_start_minute: 240 })
    for (const start of ['2026-03-05T03:30:00Z', '2026-03-06T03:00:00Z']) await log(client, start, 600)
    expect(await streak(client)).toEqual([2, 2])
    await log(client, '2026-03-06T04:00:00Z')
    expect(await streak(client)).toEqual([3, 3])
    at('2026-03-08T03:59:00Z')
    expect(await streak(client)).toEqual([3, 3])
    at('2026-03-08T04:00:00Z')
    expect(await streak(client)).toEqual([0, 3])
  })

  test('passes over rest days and days off, from when they are set', async () => {
    at('2026-03-10T12:00:00Z')
    const client = await signedIn()
    await logDays(client, '2026-03-05', '2026-03-06', '2026-03-10')
    expect(await streak(client)).toEqual([1, 2])
    await prefer(client, { rest_days: [6, 7] })
    expect(await streak(client)).toEqual([1, 2])
    expect((await client.json('PUT', '/api/v1/days-off/2026-03-09', { label: '' })).ok).toBe(true)
    expect(await streak(client)).toEqual([3, 3])
    expect((await client.json('DELETE', '/api/v1/days-off/2026-03-09')).status).toBe(204)
    expect(await streak(client)).toEqual([1, 2])
  })

  test('is in a range only what the range has of it, beside that of all time', async () => {
    at('2026-03-06T12:00:00Z')
    const client = await signedIn()
    await logDays(client, ...datesBetween('2026-02-01', '2026-02-20'), '2026-03-05', '2026-03-06')
    const page = words(await (await client.get('/stats?from=2026-02-18&to=2026-03-06')).text())
    expect(page).toContain('Streak 2 days longest in range 3 , ever 20')
  })
})
