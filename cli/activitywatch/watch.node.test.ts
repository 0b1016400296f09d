import { mkdtemp, readFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { isWhole, seed } from '../../scripts/shares'
import { device, noon } from '../testing'
import { testToken } from '../testing-server'
import { network, type Seen, type SeenBucket } from './testing'

const runs = isWhole ? 120 : 25
const second = 1000

const desktop = (windows: Seen[], presence: Seen[], host = hostname()): Record<string, SeenBucket> => ({
  [`aw-watcher-window_${host}`]: { type: 'currentwindow', hostname: host, events: windows },
  [`aw-watcher-afk_${host}`]: { type: 'afkstatus', hostname: host, events: presence },
  [`aw-watcher-web-firefox_${host}`]: { type: 'web.tab.current', hostname: host, events: [] },
})

const window = (id: number, from: number, seconds: number, app: string, title = `Secret ${id}`): Seen => ({
  ...{ id, start: noon + from * second, end: noon + (from + seconds) * second },
  data: { app, title, url: `https://secret.example/${id}` },
})

const presence = (id: number, from: number, seconds: number, status: string): Seen => ({
  ...{ id, start: noon + from * second, end: noon + (from + seconds) * second, data: { status } },
})

const signedIn = async (buckets: Record<string, SeenBucket>) => {
  const net = network(buckets)
  const { daymark } = device()
  const login = ['login', '--server', 'https://daymark.example', '--token', '-']
  await daymark(login, { stdin: testToken, fetch: net.fetch })
  const watch = (at: number, more: string[] = [], options: Parameters<typeof daymark>[1] = {}) => {
    const now = noon + at * second
    net.at.now = Math.max(net.at.now, now)
    return daymark(['watch', '--activitywatch', ...more], { fetch: net.fetch, now, ...options })
  }
  const once = (at: number, ...more: string[]) => watch(at, ['--once', ...more])
  const used = () =>
    [...net.uses.values()].map(({ package_name, started_at, ended_at }) => {
      const [start, end] = [started_at, ended_at].map((at) => (Date.parse(at) - noon) / second)
      return `${package_name} ${start}-${end}`
    })
  return { ...net, watch, once, used, daymark }
}

test('uses are windows while somebody was there, without titles; the newest waits until it ends', async () => {
  const windows = [
    window(1, 0, 60, 'Google Chrome'),
    window(2, 61, 59, 'Google Chrome'),
    window(3, 120, 30, 'code'),
    window(4, 400, 100, 'code'),
  ]
  const there = [presence(1, 0, 140, 'not-afk'), presence(2, 140, 200, 'afk'), presence(3, 340, 900, 'not-afk')]
  const { once, used, posts } = await signedIn(desktop(windows, there))
  expect(await once(450)).toMatchObject({ code: 0, out: '2 uses of apps sent, 2m.\n' })
  expect(used()).toEqual(['Google-Chrome 0-120', 'code 120-140'])
  expect(JSON.stringify(posts)).not.toMatch(/Secret|secret|title/)
  expect(JSON.stringify(posts)).not.toContain(hostname())
  expect(await once(460)).toMatchObject({ out: 'Nothing new.\n' })
  windows.push(window(5, 510, 10, 'code'))
  await once(520)
  expect(used().slice(2)).toEqual(['code 400-500'])
})

test('long use is sent by the hour, and pages are days', async () => {
  const { once, used, asked } = await signedIn(
    desktop([window(1, -5400, 9000, 'code'), window(2, 3600, 60, 'mail')], [presence(1, -5400, 9060, 'not-afk')]),
  )
  await once(1800)
  expect(used()).toEqual([])
  await once(3660)
  expect(used()).toEqual(['code -5400--3600', 'code -3600-0', 'code 0-3600'])
  const spans = asked.flatMap((path) => {
    const query = new URLSearchParams(path.split('?')[1])
    return query.has('start') ? [Date.parse(query.get('end') ?? '') - Date.parse(query.get('start') ?? '')] : []
  })
  expect(spans.length).toBeGreaterThan(14)
  expect(Math.max(...spans)).toBeLessThanOrEqual(86_410_000)
})

test.each([true, false])('use over the full hour is sent once, where the storage cuts events: %s', async (cuts) => {
  const windows = [window(1, -1800, 900, 'code'), window(2, -900, 1800, 'code'), window(3, 900, 60, 'mail')]
  const { once, used, at } = await signedIn(desktop(windows, [presence(1, -1800, 3000, 'not-afk')]))
  at.cuts = cuts
  windows.push(window(4, 960, 60, 'code'))
  await once(930)
  await once(1000)
  expect(used()).toEqual(['code -1800-0', 'code 0-900'])
})

test('of two watchers of presence the one that still watches counts', async () => {
  const windows = [window(1, 0, 60, 'code'), window(2, 60, 20, 'mail'), window(3, 80, 20, 'web')]
  const buckets = desktop(windows, [presence(1, 0, 90, 'not-afk')])
  const former = { type: 'afkstatus', hostname: hostname(), events: [presence(9, -900_000, 60, 'not-afk')] }
  const { once, used } = await signedIn({ former, ...buckets })
  await once(90)
  expect(used()).toEqual(['code 0-60'])
})

test('a clock that was ahead for a while holds nothing up once it is right again', async () => {
  const year = 365 * 86_400
  const windows = [window(1, -60, 60, 'code'), window(2, year, 60, 'code'), window(3, year + 60, 90, 'mail')]
  const there = [presence(1, -60, 60, 'not-afk'), presence(2, year, 150, 'not-afk')]
  const { once, used } = await signedIn(desktop(windows, there))
  await once(year + 150)
  windows.push(window(4, 0, 60, 'web'), window(5, 60, 60, 'mail'))
  there.push(presence(3, 0, 120, 'not-afk'))
  await once(10)
  await once(100)
  expect(used()).toEqual(['code -60-0', 'web 0-60'])
})

test('a watcher of presence that ended days ago holds nothing up', async () => {
  const { once, used } = await signedIn(
    desktop(
      [window(1, -200_000, 60, 'code'), window(2, -100, 50, 'code'), window(3, 0, 50, 'mail')],
      [presence(1, -200_000, 60, 'not-afk')],
    ),
  )
  await once(60)
  expect(used()).toEqual(['code -200000--199940'])
})

test('a phone has no presence and no name, and its apps have package names', async () => {
  const phone: SeenBucket = {
    ...{ type: 'currentwindow', hostname: 'unknown' },
    events: [
      { ...window(1, 0, 60, 'Firefox'), data: { app: 'Firefox', package: 'org.mozilla.firefox', classname: 'x' } },
      window(2, 60, 60, 'Anki'),
      window(3, 120, 60, 'Clock'),
    ],
  }
  const other = {
    'aw-watcher-android-test': phone,
    'aw-watcher-afk_unknown': desktop([], [], 'unknown')['aw-watcher-afk_unknown'],
  }
  const { once, used } = await signedIn({ ...desktop([], []), ...other } as Record<string, SeenBucket>)
  await once(130, '--host', 'unknown')
  expect(used()).toEqual(['org.mozilla.firefox 0-60'])
})

test('a host that ActivityWatch does not know is named, with those that it knows', async () => {
  const { once } = await signedIn({ ...desktop([], [], 'attic'), ...desktop([], [], 'cellar') })
  const { code, err } = await once(0, '--host', 'roof')
  expect(code).toBe(1)
  expect(err).toContain('ActivityWatch has no windows of roof.')
  expect(err).toContain('It knows attic, cellar: choose one with --host.')
  expect((await once(0, '--host', 'ATTIC.local')).code).toBe(0)
})

test('an ActivityWatch that is away is told of once, and Ctrl-C ends it', async () => {
  const net = await signedIn(desktop([], []))
  net.state.isAway = true
  const controller = new AbortController()
  const { code, out } = await net.watch(0, [], { signal: controller.signal, onOutput: () => controller.abort() })
  expect([code, out.trim().split('\n').length]).toEqual([0, 1])
  expect(out).toContain('Can’t reach localhost:5600: connect ECONNREFUSED. Is ActivityWatch running on this computer?')
  expect(await net.once(0)).toMatchObject({ code: 4 })
})

test('it needs --activitywatch and a sign-in, and answers programs', async () => {
  const { daymark, watch } = await signedIn(
    desktop([window(1, 0, 60, 'a'), window(2, 60, 10, 'b'), window(3, 70, 10, 'c')], [presence(1, 0, 90, 'not-afk')]),
  )
  expect((await daymark('watch')).code).toBe(2)
  expect((await device().daymark('watch --activitywatch --once')).code).toBe(3)
  expect(JSON.parse((await watch(90, ['--once', '--json'])).out)).toEqual({
    sent: 1,
    seconds: 60,
    refused: 0,
    limits: [],
  })
})

const app = fc.constantFrom('code', 'mail', 'web')

/** Windows in turn, with gaps of a watcher, doubled events and a few at once. Offsets and lengths in seconds. */
const timeline = fc.record({
  windows: fc.array(
    fc.record({
      gap: fc.constantFrom(0, 0, 1, 2, 3, 4, 60, 5000, -5),
      length: fc.nat({ max: 2000 }),
      app,
      double: fc.boolean(),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  presence: fc.array(
    fc.record({ length: fc.integer({ min: 1, max: 4000 }), isThere: fc.boolean(), double: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 30,
    },
  ),
  looks: fc.array(fc.record({ after: fc.integer({ min: 1, max: 9000 }), loses: fc.nat({ max: 1 }) }), {
    maxLength: 12,
  }),
})

test('whatever is seen when, each second is sent once, and as a naive count has it', async () => {
  await fc.assert(
    fc.asyncProperty(timeline, async ({ windows, presence: stretches, looks }) => {
      const seen: Seen[] = []
      const there: Seen[] = []
      let at = 0
      for (const { gap, length, app, double } of windows) {
        at = Math.max(at + gap, (seen.at(-1)?.start ?? noon) / second - noon / second)
        if (double) seen.push(window(seen.length, at, Math.floor(length / 2), app))
        seen.push(window(seen.length, at, length, app))
        at += length
      }
      const end = at
      for (at = 0; at < end + 10_000; ) {
        for (const { length, isThere, double } of stretches) {
          const status = isThere ? 'not-afk' : 'afk'
          if (double) there.push(presence(there.length, at, Math.ceil(length / 2), status))
          there.push(presence(there.length, at, length, status))
          at += length
        }
      }
      seen.push(window(seen.length, end + 9_000, 1, 'last'))
      const { once, uses, state } = await signedIn(desktop(seen, there))
      let now = 0
      for (const { after, loses } of looks) {
        now += after
        state.loses = loses
        await once(now)
      }
      await once(end + 9_500)
      const naive = new Map<number, string>()
      for (let instant = noon; instant < noon + (end + 9_000) * second; instant += second) {
        const begun = seen.filter(({ start }) => start <= instant)
        const front = begun.toSorted((a, b) => b.start - a.start || b.end - a.end)[0]
        if (!front) continue
        const next = Math.min(...seen.filter(({ start }) => start > front.start).map(({ start }) => start))
        const until = next - front.end <= 3 * second ? next : front.end
        const isThere = there.some(
          ({ start, end, data }) => data.status === 'not-afk' && start <= instant && instant < end,
        )
        if (instant < until && isThere) naive.set(instant, String(front.data.app))
      }
      const sent = new Map<number, string>()
      for (const { package_name, started_at, ended_at } of uses.values()) {
        for (let instant = Date.parse(started_at); instant < Date.parse(ended_at); instant += second) {
          expect(sent.has(instant)).toBe(false)
          sent.set(instant, package_name)
        }
      }
      expect([...sent].toSorted()).toEqual([...naive].toSorted())
    }),
    { numRuns: runs, seed: Number(seed) },
  )
})

test('a used up limit of the app in front is told once in its period, also by a command', async () => {
  const windows = [window(1, 0, 60, 'code'), window(2, 61, 3600, 'Video Player')]
  const { once, state } = await signedIn(desktop(windows, [presence(1, 0, 9000, 'not-afk')]))
  const limit = {
    scope: 'category:Video',
    seconds: 1800,
    left_seconds: 100,
    period: 'week',
    until: '2026-11-26T00:00:00Z',
  }
  state.check = (app) => (app === 'Video-Player' ? { is_whitelisted: true, label: 'Video', limit } : {})
  const file = join(await mkdtemp(join(tmpdir(), 'daymark-limit-')), 'told')
  const command = `printf '%s|%s\\n' "$DAYMARK_APP" "$DAYMARK_MESSAGE" >> '${file}'`
  const at = (seconds: number) => once(seconds, '--on-limit', command)

  expect(await at(150)).toMatchObject({ code: 0, out: 'Nothing new.\n' })
  // The 100 seconds that the server knows to be left are gone.
  expect(await at(161)).toMatchObject({ out: 'Nothing new.\nVideo: the limit of 30m is used up.\n' })
  const told = 'Video-Player|Video: the limit of 30m is used up.\n'
  await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toBe(told), { timeout: 20_000 })
  expect(await at(221)).toMatchObject({ out: 'Nothing new.\n' })

  limit.until = '2026-11-27T00:00:00Z'
  expect(await at(240)).toMatchObject({ out: expect.stringContaining('is used up') })
  await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toBe(told + told), { timeout: 20_000 })

  state.check = () => null
  expect(await at(300)).toMatchObject({ code: 0, out: 'Nothing new.\n' })
})

test('nothing is told while nobody is at the computer', async () => {
  const { once, state } = await signedIn(
    desktop([window(1, 0, 3600, 'code')], [presence(1, 0, 60, 'not-afk'), presence(2, 60, 3600, 'afk')]),
  )
  state.check = () => ({
    limit: { scope: 'all', seconds: 60, left_seconds: 0, period: 'week', until: '2026-11-26T00:00:00Z' },
  })
  expect(await once(30)).toMatchObject({ out: expect.stringContaining('is used up') })
  const other = await signedIn(
    desktop([window(1, 0, 3600, 'code')], [presence(1, 0, 60, 'not-afk'), presence(2, 60, 3600, 'afk')]),
  )
  other.state.check = state.check
  expect((await other.once(120)).out).not.toContain('is used up')
})

test('time away from a window that stays in front uses no limit up', async () => {
  const { once, state } = await signedIn(
    desktop(
      [window(1, 0, 7200, 'code')],
      [presence(1, 0, 60, 'not-afk'), presence(2, 60, 3540, 'afk'), presence(3, 3600, 3600, 'not-afk')],
    ),
  )
  state.check = () => ({
    limit: { scope: 'all', seconds: 600, left_seconds: 600, period: 'week', until: '2026-11-26T00:00:00Z' },
  })
  expect((await once(3610)).out).not.toContain('is used up')
  expect((await once(4139)).out).not.toContain('is used up')
  expect((await once(4141)).out).toContain('is used up')
})

test('use before a limit started over does not use it up', async () => {
  const { once, state } = await signedIn(
    desktop([window(1, -7200, 9000, 'code')], [presence(1, -7200, 9000, 'not-afk')]),
  )
  const until = new Date(noon + 86_400_000).toISOString()
  state.check = () => ({ limit: { scope: 'all', seconds: 600, left_seconds: 600, period: 'day', until } })
  expect((await once(599)).out).not.toContain('is used up')
  expect((await once(601)).out).toContain('is used up')
})
