import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { origin, request, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { anotherBrowser } from '../../account/settings/sign-in/testing'

/**
 * The law of a desk that is online and a phone whose lines arrive later: each second that one of them tracked is stored,
 * and no other. A device tracks from its start to its own next tap, or to one of the other device that knew of it: of the
 * desk once the phone's start has arrived, and a start of the phone two minutes or more after that of the desk.
 * `told`: when the phone was told that its session is left running (epoch ms).
 */
type Span = { from: number; to: number | null; cut: number; joined?: number; told?: number }

const second = (at: number) => Math.floor(at / 1000) * 1000
const tolerance = 120_000

const begin = (at: number): Span => ({ from: second(at), to: null, cut: Number.POSITIVE_INFINITY })

/** Seconds of spans, as a set. */
const secondsOf = (spans: [from: number, to: number][]) => {
  const all = new Set<number>()
  for (const [from, to] of spans) for (let at = from; at < to; at += 1000) all.add(at)
  return all
}

/** The first second that the one set lacks. */
const lacking = (some: Set<number>, all: Set<number>) => {
  const missing = [...all].filter((at) => !some.has(at)).sort((a, b) => a - b)
  return missing.length === 0 ? 'none' : `${missing.length} from ${new Date(missing[0] ?? 0).toISOString()}`
}

type StoredSession = { id: string; started_at: number; ended_at: number | null; status: string }

const stored = (userId: string) =>
  rows<StoredSession>(
    'SELECT id, started_at, ended_at, status FROM sessions WHERE user_id = ? AND deleted_at IS NULL ORDER BY number',
    userId,
  )

let keys = 0

/** Sends a line of the phone that was made earlier. @param off how far its clock is off (ms) */
const sendLine = (cookie: string, path: string, fields: Record<string, string>, made: number, off = 0) => {
  keys += 1
  const headers = {
    ...{ Cookie: cookie, Origin: origin, 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
    ...{ 'Idempotency-Key': `line-${keys}`, 'Made-At': `${made + off}`, 'Sent-At': `${Date.now() + off}` },
  }
  return request(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
}

/** `end`: a Stop of the desk's timer, which the phone has shown. */
type Line = {
  does: 'start' | 'stop' | 'log' | 'end'
  path: string
  fields: Record<string, string>
  made: number
  span?: Span
}

const waysToStart: [path: string, fields: Record<string, string>][] = [
  ['/timer/start', { title: 'Walk' }],
  ['/sessions/entry', { entry: 'writing report' }],
  ['/timer/focus', { entry: 'writing report' }],
]

const walk = async (steps: { gap: number; tap: string; way: number }[], off: number) => {
  let now = Date.parse('2026-03-10T02:00:00Z')
  vi.setSystemTime(now)
  const client = await signedIn({ time_zone: 'UTC' })
  const { cookie } = await anotherBrowser(client.userId)
  /** A phone that is a bit behind is believed; of another that is wrong the server takes the age of its lines. */
  const believed = off <= 0 && -off <= tolerance ? off : 0
  const spans: Span[] = []
  const queue: Line[] = []
  const phoneSpans = new Set<Span>()
  /** `shown` is the phone's session that the desk sees running. */
  const on: Record<'desk' | 'phone' | 'shown', Span | null> = { desk: null, phone: null, shown: null }

  const deskTaps = async (does: string) => {
    if (on.desk) on.desk.to = now
    if (on.shown) on.shown.cut = Math.min(on.shown.cut, now)
    on.shown = null
    on.desk = does === 'start' ? begin(now) : null
    if (on.desk) spans.push(on.desk)
    const answer = await client.json('POST', `/api/v1/timer/${does}`, {})
    expect([200, 201, ...(does === 'stop' ? [404] : [])]).toContain(answer.status)
  }
  const phoneTaps = async (does: Line['does'], way: number) => {
    const [{ id = '' } = {}] = (await stored(client.userId)).filter(({ status }) => status === 'active')
    const at = second(now + believed)
    const line: Line = { does, path: '/sessions/entry', fields: { entry: 'Mail 25m' }, made: now }
    if (does === 'log') spans.push({ from: at - 25 * 60_000, to: at, cut: Number.POSITIVE_INFINITY })
    else if (does === 'end') {
      if (on.phone || !on.desk || on.desk.cut <= now) return
      Object.assign(line, { path: '/timer/stop', fields: { id }, span: on.desk })
    } else if (does === 'stop') {
      if (!on.phone) return
      Object.assign(line, { path: '/timer/stop', fields: {}, span: on.phone })
      on.phone.to = at
      on.phone = null
    } else {
      // Where something runs on the device its focus button plans the end of that.
      const [path, fields] = waysToStart[on.phone ? way % 2 : way] ?? ['', {}]
      // Told that its session is left running, it does not end that by starting another.
      if (on.phone && !((on.phone.told ?? at) < at)) on.phone.to = at
      on.phone = begin(at)
      phoneSpans.add(on.phone)
      spans.push(on.phone)
      Object.assign(line, { path, fields, span: on.phone })
    }
    queue.push(line)
  }
  const arrive = async () => {
    const [line] = queue
    if (!line || now - line.made < 4_000) return false
    queue.shift()
    const { does, path, fields, made, span } = line
    const before = JSON.stringify(await stored(client.userId))
    const answer = await sendLine(cookie, path, fields, made, off)
    const at = second(does === 'end' && span && second(made + believed) < span.from ? made : made + believed)
    const isOver = does === 'end' ? span?.to !== null || span.cut <= now : span && span.cut <= at
    const isVain = /stop|end/.test(does) && isOver
    expect(answer.status, await answer.clone().text()).toBe(isVain ? 422 : 200)
    if (isVain) {
      const message = /Nothing to stop<.*(already ended at|ran until) \d\d:\d\d/
      expect(await answer.text()).toMatch(message)
      expect(JSON.stringify(await stored(client.userId))).toBe(before)
    } else if (does === 'start' && span) {
      const runs = on.desk && on.desk.cut > now ? on.desk : null
      if (!runs || made + believed - runs.from >= tolerance) on.shown = span
      else span.told = now
      if (runs && on.shown === span) {
        runs.cut = span.from
        if (path === '/timer/focus') span.joined = runs.from
      }
    } else if (does === 'end' && span) {
      span.to = at
      on.desk = null
    } else if (span === on.shown) on.shown = null
    return true
  }

  for (const { gap, tap, way } of steps) {
    now += gap * 1000
    vi.setSystemTime(now)
    if (tap.startsWith('desk ')) await deskTaps(tap.slice(5))
    else if (tap === 'arrive') for (let count = 0; count <= way && (await arrive()); count += 1);
    else await phoneTaps(tap.slice(6) as Line['does'], way)
  }
  now += 5_000
  vi.setSystemTime(now)
  while (await arrive());

  const found = await stored(client.userId)
  const counted = found.filter(({ status }) => status !== 'abandoned')
  expect(counted.filter(({ started_at, ended_at }) => ended_at === started_at)).toEqual([])
  const kept = secondsOf(counted.map(({ started_at, ended_at }) => [started_at, ended_at ?? now]))
  const isRunning = (span: Span) => !phoneSpans.has(span) || span === on.shown || span.cut < now
  const tracked = spans.filter((span) => span.to !== null || isRunning(span))
  for (const { from } of spans.filter((span) => !tracked.includes(span)))
    expect(found).toContainEqual(expect.objectContaining({ started_at: from, status: 'abandoned' }))
  const all = secondsOf(spans.map(({ from, to }) => [from, to ?? now]))
  expect(lacking(kept, secondsOf(tracked.map(({ from, to, cut }) => [from, Math.min(to ?? now, cut)])))).toBe('none')
  expect(lacking(all, kept)).toBe('none')
  const [active] = found.filter(({ status }) => status === 'active')
  const running = on.desk && on.desk.cut > now ? on.desk : on.shown
  expect(active?.started_at).toBe(running?.joined ?? running?.from)
  expect(await wrongSums(client.userId)).toEqual([])
}

const taps = [
  'desk start',
  'desk stop',
  'phone start',
  'phone start',
  'phone stop',
  'phone stop',
  'phone end',
  'phone log',
  'arrive',
]
const steps = fc.array(
  fc.record({
    gap: fc.oneof(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 4_000 })),
    tap: fc.constantFrom(...taps),
    way: fc.nat({ max: 2 }),
  }),
  { minLength: 4, maxLength: 14, size: 'max' },
)
const clocks = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -119_000, max: 119_000 }),
  fc.integer({ min: -5 * 86_400_000, max: 5 * 86_400_000 }),
)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})

test('a desk and a phone without a network lose no second that one of them tracked', () =>
  fc.assert(fc.asyncProperty(steps, clocks, walk), {
    numRuns: runs(500, 15),
    // The second start of a device ends its first one, however soon it follows.
    examples: [[[10, 60].map((gap) => ({ gap, tap: 'phone start', way: 0 })), 0]],
  }))

test('a Stop that is not queued ends what runs, though a start from before has no end yet', async () => {
  const now = Date.parse('2026-03-10T09:00:00Z')
  vi.setSystemTime(now)
  const client = await signedIn({ time_zone: 'UTC' })
  const { cookie } = await anotherBrowser(client.userId)
  await client.post('/timer/start', { title: 'Desk' })
  vi.setSystemTime(now + 600_000)
  await sendLine(cookie, '/timer/start', { title: 'Phone' }, now - 60_000)
  expect((await sendLine(cookie, '/timer/stop', {}, Date.now())).status).toBe(200)
  const unfinished = { started_at: now - 60_000, status: 'abandoned' }
  expect(await stored(client.userId)).toMatchObject([{ ended_at: Date.now(), status: 'completed' }, unfinished])
})

test.each<
  [what: string, started: number, desk: [does: string, at: number][], message: string, ends: (number | null)[]]
>([
  ['that still runs ends at the press', 2, [], 'Stopped “Desk”, 1h', [1]],
  ['that began just before the press ends at it, though the clock is behind', 1.01, [], 'Stopped “Desk”, 36s', [1]],
  [
    'that ended later keeps its end',
    2,
    [['stop', 0.5]],
    '“Desk” ran until 11:30 on another device. Change its end',
    [0.5],
  ],
  ['that ended earlier keeps its end', 2, [['stop', 1.5]], '“Desk” already ended at 10:30.', [1.5]],
  ['that ended later leaves the next one', 2, [['start', 0.5]], '“Desk” ran until 11:30 on another', [0.5, null]],
  ['that ended earlier leaves the next one', 2, [['start', 1.5]], '“Desk” already ended at 10:30.', [1.5, null]],
])('a Stop made an hour ago of another device’s timer %s', async (_, started, desk, message, ends) => {
  const noon = Date.parse('2026-03-10T12:00:00Z')
  const ago = (hours: number) => noon - hours * 3_600_000
  vi.setSystemTime(ago(5))
  const client = await signedIn({ time_zone: 'UTC' })
  const { cookie } = await anotherBrowser(client.userId)
  // The desk ends this one, too.
  await sendLine(cookie, '/timer/start', { title: 'Phone' }, ago(5))
  vi.setSystemTime(ago(started))
  const id = await client.add('/timer/start', { title: 'Desk' })
  for (const [does, at] of desk) {
    vi.setSystemTime(ago(at))
    await client.post(`/timer/${does}`, { title: 'Next' })
  }
  vi.setSystemTime(noon)
  const answer = await sendLine(cookie, '/timer/stop', { id }, ago(1), started < 2 ? -90_000 : 0)
  expect(await answer.text()).toContain(message)
  const [, ...found] = await stored(client.userId)
  expect(found.map(({ ended_at }) => ended_at)).toEqual(ends.map((hours) => hours && ago(hours)))
})

test('a Stop of another device’s timer leaves the own timer of its device to the own Stop', async () => {
  const now = Date.parse('2026-03-10T09:00:00Z')
  vi.setSystemTime(now)
  const client = await signedIn({ time_zone: 'UTC' })
  const { cookie } = await anotherBrowser(client.userId)
  const id = await client.add('/timer/start', { title: 'Desk' })
  vi.setSystemTime(now + 600_000)
  await sendLine(cookie, '/timer/start', { title: 'Phone' }, now + 60_000)
  await sendLine(cookie, '/timer/stop', { id }, now + 120_000)
  expect((await sendLine(cookie, '/timer/stop', {}, now + 180_000)).status).toBe(200)
  expect(await stored(client.userId)).toMatchObject([{ ended_at: now + 120_000 }, { ended_at: now + 180_000 }])
})
