import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rows } from '../../../../test/client'
import { runs } from '../../../../test/runs'
import { readLog } from '../csv/testing'
import { appSums, expectImported, importText, settled } from '../import/testing'
import { joined, within } from './activitywatch'

type Event = { timestamp: string; duration: number; data: Record<string, unknown> }

const bucket = (type: string, hostname: string, events: Event[], id = `aw-watcher-${type}_${hostname}`) => ({
  ...{ id, type, hostname, client: `aw-watcher-${type}`, created: '2026-03-01T00:00:00+00:00', data: {} },
  events,
})

const event = (timestamp: string, duration: number, data: Record<string, unknown>): Event => ({
  timestamp: `${timestamp}+00:00`,
  duration,
  data,
})

const windows = [
  event('2026-03-02T23:55:00.250000', 600.5, { app: 'Visual Studio Code', title: 'plan.ts' }),
  event('2026-03-02T10:30:00', 3600, { app: 'firefox', title: 'News' }),
  event('2026-03-02T10:00:00', 1800, { app: 'Visual Studio Code', title: '<b>index.ts</b>' }),
  event('2026-03-02T09:00:00', 10, { app: 'loginwindow', title: '' }),
]
const presence = [
  event('2026-03-02T23:00:00', 7200, { status: 'not-afk' }),
  event('2026-03-02T11:00:00', 43_200, { status: 'afk' }),
  event('2026-03-02T10:20:00', 2400, { status: 'not-afk' }),
  event('2026-03-02T10:00:00', 1500, { status: 'not-afk' }),
]
const phone = [event('2026-03-02T12:00:00', 60, { app: 'Chrome', package: 'com.android.chrome' })]
const buckets = [
  bucket('currentwindow', 'laptop', windows),
  bucket('afkstatus', 'laptop', presence),
  bucket('web.tab.current', 'laptop', [event('2026-03-02T10:30:00', 3600, { url: 'https://example.com' })]),
  bucket('currentwindow', 'phone', phone),
]
const file = JSON.stringify({ buckets: Object.fromEntries(buckets.map((one) => [one.id, one])) })

/** Seconds by day in UTC and app in which a window was open and somebody there. */
const sums = {
  '2026-03-02 Visual-Studio-Code': 1800 + 300,
  '2026-03-03 Visual-Studio-Code': 301,
  '2026-03-02 firefox': 1800,
  '2026-03-02 com.android.chrome': 60,
}

describe('buckets of ActivityWatch', () => {
  test('become app use, without the time away', async () => {
    const client = await settled('UTC')
    const undo = await expectImported(client, file, { apps: sums })
    await undo()
  })

  test('count on the person’s own days', async () => {
    const client = await settled('Europe/Berlin')
    await importText(client, file, { time_zone: 'Europe/Berlin' })
    expect(await appSums(client)).toMatchObject({
      '2026-03-03 Visual-Studio-Code': 601,
      '2026-03-02 Visual-Studio-Code': 1800,
    })
  })

  test('advance the version of app use, also when they go', async () => {
    const client = await settled('UTC')
    const version = async () =>
      (await client.json('GET', '/api/v1/usage?from=2026-03-02&to=2026-03-03')).headers.get('ETag')
    const before = await version()
    const { id } = await importText(client, file)
    const after = await version()
    await client.post(`/sessions/import/${id}/undo`)
    expect(new Set([before, after, await version()]).size).toBe(3)
    expect(await rows('SELECT id FROM imports WHERE user_id = ?', client.userId)).toEqual([])
  })
})

const read = (events: unknown[]) =>
  readLog(JSON.stringify({ buckets: [{ ...bucket('currentwindow', 'pc', []), events }] }))

test.each([
  [{ timestamp: 'now', duration: 1, data: { app: 'a' } }, /timestamp and duration/],
  [{ timestamp: '2026-03-02T09:00:00', duration: 1, data: { app: 'a' } }, /timestamp and duration/],
  [{ timestamp: '2026-03-02T09:00:00Z', duration: -1, data: { app: 'a' } }, /timestamp and duration/],
  [{ timestamp: '2026-03-02T09:00:00Z', duration: 1, data: {} }, /data.app is missing/],
  [null, /data.app is missing/],
])('the event %j is rejected', async (bad, reason) => {
  const log = await read([event('2026-03-02T09:00:00', 1, { app: 'a' }), bad])
  expect(log).toMatchObject({ rejected: [{ line: 2, reason: expect.stringMatching(reason) }], uses: [{ seconds: 1 }] })
})

const intervals = fc.array(
  fc.tuple(fc.nat(200), fc.nat(50)).map(([from, length]) => ({ from, to: from + length })),
  { maxLength: 12 },
)

test('what of an interval lies in others is what lies in any of them', () => {
  fc.assert(
    fc.property(fc.tuple(fc.nat(200), fc.nat(80)), intervals, ([from, length], others) => {
      const parts = within({ from, to: from + length }, joined(others))
      const inside = Array.from({ length }, (_, at) => from + at).filter((at) =>
        others.some((one) => one.from <= at && at < one.to),
      )
      expect(parts.reduce((sum, part) => sum + part.to - part.from, 0)).toBe(inside.length)
    }),
    { numRuns: runs(300) },
  )
})
