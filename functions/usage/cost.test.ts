import { env } from 'cloudflare:workers'
import { expect, onTestFinished, test, vi } from 'vitest'
import { cost, request, signedIn } from '../../test/client'
import { seedUsage } from '../../test/history'
import { plansOf } from '../../test/plans'
import { wrongSums } from '../../test/sums'
import { bindings } from '../auth/programs/testing'
import { metered, noCost } from '../lib/cost'
import { activitySigns, knownInterval } from '../timer/unfinished/queries'
import { lastReports } from './queries'
import { device, hourOf } from './testing'
import { addUses, dropOldClients, noteClient } from './writes'

const hour = 3_600_000
const utc = { time_zone: 'UTC', day_start_minute: 0 }

/** Counts the round trips to the database from here to the end of the test. */
const countedTrips = () => {
  const statement: D1PreparedStatement = Object.getPrototypeOf(env.DB.prepare('SELECT 1'))
  const calls = [
    vi.spyOn(env.DB, 'batch'),
    ...(['all', 'run', 'first'] as const).map((call) => vi.spyOn(statement, call)),
  ]
  onTestFinished(() => calls.forEach((call) => void call.mockRestore()))
  return () => calls.reduce((sum, { mock }) => sum + mock.calls.length, 0)
}

const limited = { ...bindings, RATE_LIMITS: 'on' }

test('500 events of the longest names take three round trips to the database and one that counts, and no more the second time', async () => {
  const { userId } = await signedIn()
  const { token, report } = await device(userId, 'Phone')
  await report([null])
  const events = Array.from({ length: 500 }, (_, n) =>
    hourOf(`${'😀'.repeat(96)}${1000 + n}`, n * hour, `${'𐀀'.repeat(252)}${(n % 100) + 100}`),
  )
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  // Some clients escape all characters: each of these then takes twelve bytes.
  const body = JSON.stringify({ events }).replaceAll(
    /[\ud800-\udfff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
  )
  const trips = countedTrips()
  for (const [count, expected] of [
    [4, { accepted: 500, duplicates: 0, rejected: [] }],
    [8, { accepted: 0, duplicates: 500, rejected: [] }],
  ] as const) {
    const answer = await request('/api/v1/usage', { method: 'POST', headers, body }, limited)
    expect([answer.status, await answer.json()]).toEqual([200, expected])
    expect(trips()).toBe(count)
    expect(cost(answer).statements).toBeLessThanOrEqual(8)
  }
  expect(await wrongSums(userId)).toEqual([])
})

test('the last use within a stretch of time is at most one row more to read, however many there are', async () => {
  const now = Date.now()
  const read = async (events: number) => {
    const { userId } = await signedIn()
    if (events > 0) await seedUsage(env.DB, userId, { events, apps: 3, days: 2, now })
    const meter = noCost()
    const lost = knownInterval({ id: 'x', since: now - 48 * hour, until: now - hour })
    const signs = await activitySigns(metered(env.DB, meter), userId, lost, now)
    return { at: signs.find(({ kind }) => kind === 'app')?.at, rowsRead: meter.rowsRead }
  }
  const [none, many] = [await read(0), await read(300)]
  expect(none.at).toBeNull()
  expect(many.rowsRead - none.rowsRead).toBeLessThanOrEqual(1)
  expect(many.at).toBeLessThanOrEqual(now - hour)
  expect(many.at).toBeGreaterThan(now - 5 * hour)
})

test('no statement of a report reads more where there is more', async () => {
  const plans = await plansOf((db) => [
    lastReports(db, 'x'),
    addUses(db, 'x', 'x', [{ id: 'x', package_name: 'x', started_at: 0, ended_at: 0 }], utc, 0),
    noteClient(db, 'x', 'x', 0),
    dropOldClients(db, 'x', 0),
  ])
  expect(plans.flatMap(({ scans }) => scans)).toEqual([])
  expect(plans).toHaveLength(4)
})
