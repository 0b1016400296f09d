import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rows } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { readLog } from '../csv/testing'
import { appSums, expectImported, importText, settled } from '../import/testing'
import { floodEvents, intersectIntervals, mergeIntervals } from './activitywatch'

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

  test('leave the last use of an app before them when they go', async () => {
    const client = await settled('UTC')
    const earlier = bucket('currentwindow', 'tablet', [event('2026-03-01T09:00:00', 600, { app: 'firefox' })])
    await importText(client, JSON.stringify({ buckets: { [earlier.id]: earlier } }))
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
    await client.post(`/changes/session.import~${id}/undo`)
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
      const parts = intersectIntervals({ from, to: from + length }, mergeIntervals(others))
      const inside = Array.from({ length }, (_, at) => from + at).filter((at) =>
        others.some((one) => one.from <= at && at < one.to),
      )
      expect(parts.reduce((sum, part) => sum + part.to - part.from, 0)).toBe(inside.length)
    }),
    { numRuns: runs(300) },
  )
})

type Watched = { from: number; to: number; data: Map<string, unknown> }

const watched = (from: number, to: number, app: string): Watched => ({ from, to, data: new Map([['app', app]]) })

const sumOf = (events: Watched[]) => {
  const sums = new Map<unknown, number>()
  for (const { from, to, data } of events) sums.set(data.get('app'), (sums.get(data.get('app')) ?? 0) + to - from)
  return Object.fromEntries([...sums].filter(([, sum]) => sum > 0).toSorted())
}

/** `flood` of aw-core, line by line, for events that do not overlap. */
const awFlood = (events: Watched[], pulse = 5_000) => {
  const sorted = events.map((event) => ({ ...event })).toSorted((a, b) => a.from - b.from)
  for (const [index, e1] of sorted.slice(0, -1).entries()) {
    const e2 = sorted[index + 1]
    const gap = e2 ? e2.from - e1.to : 0
    if (!e2 || gap <= 0 || gap > pulse) continue
    if (e1.to - e1.from >= e2.to - e2.from) e1.to = e2.from
    else e2.from = e1.to
  }
  return sorted
}

const apps = fc.constantFrom('a', 'b', 'c')

test('gaps between events are filled as aw-core fills them', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 1, max: 20_000 }), apps), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(steps, (list) => {
      let at = 0
      const events = list.map(([gap, length, app]) => {
        const from = at + gap
        at = from + length
        return watched(from, at, app)
      })
      expect(sumOf(floodEvents(events))).toEqual(sumOf(awFlood(events)))
    }),
    { numRuns: runs(500) },
  )
})

test('overlapping events of a bucket count once, each moment for the one that began last', () => {
  const list = fc.array(fc.tuple(fc.nat(60), fc.nat(30), apps), { maxLength: 8 })
  fc.assert(
    fc.property(list, (made) => {
      // Ten seconds a step leave no gap that is filled.
      const events = made.map(([from, length, app]) => watched(from * 10_000, (from + length) * 10_000, app))
      const sums: Record<string, number> = {}
      for (let at = 0; at < 100; at += 1) {
        const here = events.filter(({ from, to }) => from <= at * 10_000 && at * 10_000 < to)
        const last = here.toSorted((a, b) => a.from - b.from || a.to - b.to).at(-1)
        const app = last && String(last.data.get('app'))
        if (app) sums[app] = (sums[app] ?? 0) + 10_000
      }
      const found = floodEvents(events)
      expect(found.every(({ from }, index) => from >= (found[index - 1]?.to ?? 0))).toBe(true)
      const total = (all: Record<string, number>) => Object.values(all).reduce((sum, one) => sum + one, 0)
      expect(total(sumOf(found))).toBe(total(sums))
      if (new Set(events.map(({ from, to }) => `${from} ${to}`)).size === events.length) {
        expect(sumOf(found)).toEqual(Object.fromEntries(Object.entries(sums).toSorted()))
      }
    }),
    { numRuns: runs(500) },
  )
})

test('an event that was kept twice, and gaps of heartbeats, count as one stretch; other buckets are named', async () => {
  const twice = [
    event('2026-03-02T10:00:00', 600, { app: 'a', title: 'x' }),
    event('2026-03-02T10:00:00', 1200, { app: 'a', title: 'x' }),
    event('2026-03-02T10:20:04', 596, { app: 'b', title: 'y' }),
    event('2026-03-02T10:30:06', 10, { app: 'b', title: 'y' }),
  ]
  const text = JSON.stringify({
    buckets: [bucket('currentwindow', 'pc', twice), bucket('web.tab.current', 'pc', [], 'aw-watcher-web')],
  })
  const log = await readLog(text)
  expect(log.uses.map(({ package_name, seconds }) => [package_name, seconds])).toEqual([
    ['a', 1204],
    ['b', 606],
  ])
  expect(log.leftOut).toMatchObject([{ line: 0, what: 'Bucket “aw-watcher-web”' }])
})
