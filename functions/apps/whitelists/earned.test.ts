import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, cost, signedIn } from '../../../test/support/client'
import { useMachineClock } from '../../../test/support/clock'
import { runs } from '../../../test/support/runs'
import { hour, utc } from '../../../test/support/times'
import { Preferences } from '../../lib/preferences'
import { addDays, dayOf, dayStart, weekOf } from '../../lib/time/days'
import { putGoal, putProject, words } from '../../time/sessions/testing'
import type { UnlockCondition } from '../app-rules/schema'
import { putEarned } from './testing'

useMachineClock()

const at = (instant: string | number) => vi.setSystemTime(new Date(instant))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})

type Checked = {
  is_whitelisted: boolean
  unlocks_in_seconds?: number
  unlock?: { until: string; tracked_seconds: number }
}

const check = async ({ json }: Client, packageName: string) =>
  (await json('GET', `/api/v1/whitelist/check?package_name=${packageName}`)).json<Checked>()

const list = async ({ json }: Client, etag = '') => {
  const answer = await json('GET', '/api/v1/whitelist', undefined, { 'If-None-Match': etag })
  const apps = answer.status === 200 ? (await answer.json<{ apps: (Checked & { package_name: string })[] }>()).apps : []
  return { status: answer.status, etag: answer.headers.get('ETag') ?? '', apps, read: cost(answer).read }
}

const track = ({ add }: Client, start: string | number, seconds: number, more: object = {}) =>
  add('/sessions', { started_at: new Date(start).toISOString(), duration_seconds: seconds, ...more })

const change = async ({ json }: Client, id: string, fields: object) =>
  expect((await json('PATCH', `/api/v1/sessions/${id}`, fields)).status).toBe(200)

const remove = async ({ json }: Client, id: string) =>
  expect((await json('DELETE', `/api/v1/sessions/${id}`)).status).toBe(204)

test('an earned app opens at the second, and closes when what earned it is moved elsewhere', async () => {
  at('2027-03-24T12:00:00Z')
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  const [thesis, other] = [await putProject(client, 'Thesis'), await putProject(client, 'Other')]
  const app = await putEarned(client.userId, { subject: `project:${thesis}`, seconds: 3600 })
  const id = await track(client, '2027-03-24T09:00:00Z', 3599, { project_id: thesis })
  expect(await check(client, app)).toMatchObject({ is_whitelisted: false, unlocks_in_seconds: 1 })
  await change(client, id, { duration_seconds: 3600, ended_at: '2027-03-24T10:00:00.000Z' })
  expect(await check(client, app)).toMatchObject({ is_whitelisted: true, unlocks_in_seconds: 0 })
  const open = await list(client)
  await change(client, id, { project_id: other })
  expect(await check(client, app)).toMatchObject({ is_whitelisted: false, unlocks_in_seconds: 3600 })
  expect((await list(client, open.etag)).status).toBe(200)
  await change(client, id, { project_id: thesis })
  expect((await list(client, open.etag)).status).toBe(304)
})

test('the timer that runs does not count until it stops', async () => {
  at('2027-03-24T12:00:00Z')
  const client = await signedIn()
  const app = await putEarned(client.userId, { seconds: 600 })
  await client.json('POST', '/api/v1/timer/start', {})
  at('2027-03-24T12:30:00Z')
  expect(await check(client, app)).toMatchObject({ is_whitelisted: false, unlocks_in_seconds: 600 })
  expect(words(await (await client.get('/whitelists/earned')).text())).toContain('+ 30m running counts when you stop')
  await client.json('POST', '/api/v1/timer/stop')
  expect(await check(client, app)).toMatchObject({ is_whitelisted: true, unlocks_in_seconds: 0 })
})

test.each([
  ['2027-03-28', { time_zone: 'Europe/Berlin' }, '2027-03-28T22:00:00Z', '2027-03-28T22:00:00Z'],
  ['2027-10-31', { time_zone: 'Europe/Berlin', day_start_minute: 240 }, '2027-11-01T03:00:00Z', '2027-11-01T03:00:00Z'],
  ['2027-06-02', { time_zone: 'America/New_York', week_start: 7 }, '2027-06-03T04:00:00Z', '2027-06-06T04:00:00Z'],
])(
  'on %s in %o what was earned is closed again at the end of the day and of the week, to the millisecond',
  async (date, preferences, dayEnd, weekEnd) => {
    const { time_zone } = preferences
    at(`${date}T15:00:00Z`)
    const client = await signedIn(preferences)
    const day = await putEarned(client.userId)
    const week = await putEarned(client.userId, { period: 'week' })
    await track(client, `${date}T14:00:00Z`, 60, { time_zone })
    for (const [app, end] of [
      [day, dayEnd],
      [week, weekEnd],
    ] as const) {
      at(`${date}T15:00:00Z`)
      expect((await check(client, app)).unlock?.until).toBe(new Date(end).toISOString())
      at(Date.parse(end) - 1)
      const before = await list(client)
      expect(await check(client, app)).toMatchObject({
        is_whitelisted: true,
        unlock: { until: new Date(end).toISOString() },
      })
      at(end)
      expect((await check(client, app)).is_whitelisted).toBe(false)
      expect((await list(client, before.etag)).status).toBe(200)
    }
  },
)

test('the daily target asks for nothing on rest days and days off, and follows the preferences at once', async () => {
  // A date of today, which SQLite compares with days off, and an hour with 45 minutes of it before.
  vi.useRealTimers()
  const noon = Date.parse(`${dayOf(Date.now(), utc)}T12:00:00Z`)
  vi.useFakeTimers({ toFake: ['Date'] })
  at(noon)
  const client = await signedIn({ time_zone: 'UTC', daily_target_minutes: 30 })
  const app = await putEarned(client.userId, { seconds: null })
  const prefer = async (preferences: object) =>
    expect((await client.json('PATCH', '/api/v1/me', { preferences })).status).toBe(200)
  const states: [done: () => Promise<unknown>, open: boolean, missing: number][] = [
    [async () => {}, false, 1800],
    [() => prefer({ daily_target_minutes: 45 }), false, 2700],
    [() => prefer({ rest_days: [((new Date().getUTCDay() + 6) % 7) + 1] }), true, 0],
    [() => prefer({ rest_days: [] }), false, 2700],
    [() => client.json('PUT', `/api/v1/days-off/${dayOf(Date.now(), utc)}`, {}), true, 0],
    [() => client.json('DELETE', `/api/v1/days-off/${dayOf(Date.now(), utc)}`), false, 2700],
    [() => track(client, Date.now() - 2_700_000, 2700), true, 0],
    [() => prefer({ daily_target_minutes: 46 }), false, 60],
  ]
  let etag = (await list(client)).etag
  let was = false
  for (const [done, open, missing] of states) {
    await done()
    expect(await check(client, app)).toMatchObject({ is_whitelisted: open, unlocks_in_seconds: missing })
    const now = await list(client, etag)
    expect([open, now.status]).toEqual([open, open === was ? 304 : 200])
    if (now.status === 200) etag = now.etag
    was = open
  }
})

/** Models the ledger from sessions alone. */
type Session = { start: number; seconds: number; subjects: string[] }

const trackedIn = (sessions: Session[], subject: string, from: number, to: number) =>
  sessions
    .filter(({ subjects }) => subjects.includes(subject))
    .reduce(
      (sum, { start, seconds }) => sum + Math.max(0, Math.min(start + seconds * 1000, to) - Math.max(start, from)),
      0,
    ) / 1000

const isOpen = (
  sessions: Session[],
  { subject, seconds, period }: UnlockCondition,
  now: number,
  person: Preferences,
) => {
  const today = dayOf(now, person)
  const { from, to } = period === 'day' ? { from: today, to: today } : weekOf(today, person.week_start)
  const needed =
    seconds ?? (person.rest_days.includes(new Date(today).getUTCDay() || 7) ? 0 : person.daily_target_minutes * 60)
  return trackedIn(sessions, subject, dayStart(from, person), dayStart(addDays(to, 1), person)) >= needed
}

const act = fc.oneof(
  fc.record({
    kind: fc.constant('track' as const),
    ago: fc.integer({ min: 0, max: 30 * 3600 }),
    seconds: fc.constantFrom(1, 1799, 1800, 3599, 3600),
    of: fc.integer({ min: 0, max: 7 }),
  }),
  fc.record({ kind: fc.constant('shorten' as const), which: fc.nat(), seconds: fc.constantFrom(1, 1799, 1800) }),
  fc.record({ kind: fc.constant('delete' as const), which: fc.nat() }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 40 }) }),
)
const person = fc.constantFrom(
  Preferences.parse({ time_zone: 'Europe/Berlin', daily_target_minutes: 30, rest_days: [7] }),
  Preferences.parse({ time_zone: 'Europe/Berlin', day_start_minute: 240, week_start: 7, daily_target_minutes: 60 }),
  Preferences.parse({ time_zone: 'America/New_York', day_start_minute: 30, week_start: 3, rest_days: [1, 6] }),
)

test('whatever is tracked, check, list and page say what the sessions say, and the version moves when an app opens or closes', async () => {
  const property = fc.asyncProperty(
    person,
    fc.array(act, { minLength: 5, maxLength: 9 }),
    async (preferences, acts) => {
      let now = Date.parse('2027-03-27T09:00:00Z')
      at(now)
      const client = await signedIn(preferences)
      const [project_id, goal_id] = [await putProject(client, 'Thesis'), await putGoal(client, 'Read')]
      const afters: UnlockCondition[] = [
        { subject: 'all', seconds: null, period: 'day' },
        { subject: 'all', seconds: 3600, period: 'week' },
        { subject: `project:${project_id}`, seconds: 1800, period: 'day' },
        { subject: `goal:${goal_id}`, seconds: 5400, period: 'week' },
        { subject: 'tag:#deep', seconds: 3599, period: 'day' },
      ]
      const apps = new Map<string, UnlockCondition>()
      for (const after of afters) apps.set(await putEarned(client.userId, after), after)
      const sessions = new Map<string, Session>()
      let last = await list(client)
      let states = ''
      let turn = 0
      for (const one of acts) {
        const ids = [...sessions.keys()]
        const id = 'which' in one ? ids[one.which % ids.length] : undefined
        const session = id && sessions.get(id)
        if (one.kind === 'wait') now += one.hours * hour
        at(now)
        if (one.kind === 'track') {
          const start = now - one.ago * 1000 - one.seconds * 1000
          const of = {
            ...(one.of & 1 && { project_id }),
            ...(one.of & 2 && { goal_id }),
            tags: one.of & 4 ? ['deep'] : [],
          }
          const subjects = [
            'all',
            ...(one.of & 1 ? [`project:${project_id}`] : []),
            ...(one.of & 2 ? [`goal:${goal_id}`] : []),
            ...(one.of & 4 ? ['tag:#deep'] : []),
          ]
          sessions.set(await track(client, start, one.seconds, of), { start, seconds: one.seconds, subjects })
        }
        if (one.kind === 'shorten' && id && session) {
          // One that ends in the future would not count yet.
          const seconds = Math.min(one.seconds, Math.floor((now - session.start) / 1000))
          const ended_at = new Date(session.start + seconds * 1000).toISOString()
          await change(client, id, { duration_seconds: seconds, ended_at })
          sessions.set(id, { ...session, seconds })
        }
        if (one.kind === 'delete' && id) {
          await remove(client, id)
          sessions.delete(id)
        }
        const wanted = Array.from(
          apps,
          ([name, after]) => [name, isOpen([...sessions.values()], after, now, preferences)] as const,
        )
        turn += 1
        const [asked, state] = wanted[turn % wanted.length] ?? ['', false]
        expect([asked, (await check(client, asked)).is_whitelisted]).toEqual([asked, state])
        const before = last
        const fresh = await list(client, before.etag)
        const held = JSON.stringify(wanted)
        if (states !== '') expect(fresh.status).toBe(held === states ? 304 : 200)
        if (fresh.status === 304) expect(fresh.read).toBeLessThanOrEqual(4)
        else {
          last = fresh
          const listed = new Map(fresh.apps.map((app) => [app.package_name, app.is_whitelisted]))
          expect(wanted.map(([name]) => [name, listed.get(name)])).toEqual(wanted)
        }
        states = held
      }
      const page = words(await (await client.get('/whitelists/earned')).text())
      const open = [...apps.values()].filter((after) => isOpen([...sessions.values()], after, now, preferences))
      expect(page.match(/unlocked until/g)?.length ?? 0).toBe(open.length)
      expect(page.match(/ to go/g)?.length ?? 0).toBe(apps.size - open.length)
    },
  )
  await fc.assert(property, { numRuns: runs(5) })
})
