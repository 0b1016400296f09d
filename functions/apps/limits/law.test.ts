import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { useMachineClock } from '../../../test/support/clock'
import { runs } from '../../../test/support/runs'
import { sql } from '../../lib/db/sql'
import { addDays, isoWeekday } from '../../lib/time/days'
import { newSession, putAll } from '../../time/sessions/testing'
import type { AppRule, TimeLimit } from '../app-rules/schema'
import { putAppsForTest, putRule } from '../whitelists/testing'
import { check, report, someLimit } from './testing'

/**
 * The law: whatever is used, tracked, extended and set, in whatever order it is reported, the check says what somebody
 * with a sheet of paper says who walks through each minute.
 */
useMachineClock()

const minute = 60_000

/** Shortly before and after clock changes of 60 and 30 minutes, and on usual days. */
const places = [
  { time_zone: 'Europe/Lisbon', now: '2027-03-28T09:10:00Z' },
  { time_zone: 'America/New_York', now: '2027-11-07T13:20:00Z' },
  { time_zone: 'Australia/Lord_Howe', now: '2027-04-04T03:00:00Z' },
  { time_zone: 'Asia/Kathmandu', now: '2027-06-16T18:05:00Z' },
]

const limit: fc.Arbitrary<TimeLimit> = fc
  .record({
    seconds: fc.constantFrom(60, 600, 1800, 3600, 14_400),
    period: fc.constantFrom('day', 'week'),
    weekdays: fc.constantFrom(null, null, [1, 2, 3, 4, 5], [6, 7], [3, 7]),
    grace_seconds: fc.constantFrom(0, 0, 300),
    extensions: fc.constant(true),
    earns: fc.option(
      fc.record({
        seconds: fc.constantFrom(300, 600),
        per_seconds: fc.constantFrom(600, 3600),
        subject: fc.constant('all'),
        at_most: fc.constantFrom(600, 1800),
      }),
      { nil: null },
    ),
  })
  .map(someLimit)

const maybeLimit = fc.option(limit, { nil: null })
const after = { subject: 'all', seconds: 1800, period: 'day' } as const

const rule: fc.Arbitrary<AppRule | null> = fc.oneof(
  fc.constantFrom(null, { is_whitelisted: 0, after: null } as const, { is_whitelisted: 1, after: null } as const),
  { weight: 3, arbitrary: limit.map((one): AppRule => ({ is_whitelisted: 1, after: null, limit: one })) },
  limit.map((one): AppRule => ({ is_whitelisted: 1, after, limit: one })),
)

const minutes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 }))
/** Minutes before now that something ended: just now, late, or days late. */
const ago = fc.oneof(fc.constant(0), fc.nat(600), fc.nat(8 * 1440))
const app = fc.constantFrom('a', 'b', 'locked', 'free')
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ use: app, minutes, ago }) },
  fc.record({ work: fc.constant(true), minutes, ago }),
  fc.record({ extend: app }),
  fc.record({ wait: fc.constantFrom(5, 90, 600, 1440) }),
)

const history = fc.record({
  place: fc.constantFrom(...places),
  day_start_minute: fc.constantFrom(0, 240, 300),
  week_start: fc.constantFrom(1, 7),
  unlisted_apps: fc.constantFrom('allow' as const, 'block' as const),
  own: fc.record({ a: rule, b: rule, free: rule }),
  admin: fc.option(rule, { nil: null, freq: 3 }),
  category: maybeLimit,
  all: maybeLimit,
  steps: fc.array(step, { minLength: 2, maxLength: 7 }),
})
type History = typeof history extends fc.Arbitrary<infer H> ? H : never

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Local date of an instant, read from the clock on the wall. */
const dateAt = (at: number, { place: { time_zone }, day_start_minute }: History) => {
  const clock =
    clocks.get(time_zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: time_zone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' })
  clocks.set(time_zone, clock)
  const [date = '', time = ''] = clock.format(at).split(', ')
  const [hours = 0, rest = 0] = time.split(':').map(Number)
  return hours * 60 + rest < day_start_minute ? addDays(date, -1) : date
}

type Paper = {
  uses: { app: string; date: string }[]
  work: string[]
  extensions: { scope: string; date: string; seconds: number }[]
}

const isInWeek = (date: string, today: string, weekStart: number) => {
  let first = today
  while (isoWeekday(first) !== weekStart) first = addDays(first, -1)
  return Array.from({ length: 7 }, (_, index) => addDays(first, index)).includes(date)
}

/** A limit on paper: its scope, its use, and whether it blocks. */
const walked = (scope: string, one: TimeLimit, paper: Paper, now: number, of: History) => {
  const today = dateAt(now, of)
  const isOn = (date: string) => one.weekdays === null || one.weekdays.includes(isoWeekday(date))
  const counts = (date: string) =>
    isOn(date) && (one.period === 'day' ? date === today : isInWeek(date, today, of.week_start))
  const isOfScope = (name: string) =>
    scope === 'all' || scope === `app:${name}` || (scope === 'category:Video' && name !== 'free')
  const used = paper.uses.filter((use) => isOfScope(use.app) && counts(use.date)).length * 60
  const added = paper.extensions.filter((more) => more.scope === scope && counts(more.date))
  const extended = added.reduce((sum, { seconds }) => sum + seconds, 0)
  let earned = 0
  if (one.earns) {
    let tracked = paper.work.filter(counts).length * 60
    for (; tracked >= one.earns.per_seconds; tracked -= one.earns.per_seconds) earned += one.earns.seconds
    earned = Math.min(earned, one.earns.at_most)
  }
  const total = one.seconds + extended + earned
  let until = now - (now % (30 * minute))
  const holdsAt = (at: number) => dateAt(at, of) === today || (one.period === 'week' && counts(dateAt(at, of)))
  do until += 15 * minute
  while (holdsAt(until))
  return {
    holds: isOn(today),
    total,
    blocks: used >= total + one.grace_seconds,
    said: {
      seconds: one.seconds,
      used_seconds: used,
      left_seconds: Math.max(0, total - used),
      ...(one.earns && { earned_seconds: earned }),
      ...(extended > 0 && { extended_seconds: extended }),
      period: one.period,
      scope,
      until: new Date(until).toISOString(),
    },
  }
}

/** The ladder: locked default, limit, unlock condition, rule, default, preference. */
const onPaper = (name: string, paper: Paper, now: number, of: History) => {
  if (name === 'locked') return { answer: { is_whitelisted: true, source: 'locked' } }
  const admin = name === 'b' ? of.admin : null
  const own = of.own[name as 'a']
  const decided = admin ?? own
  const source = admin ? 'admin' : own ? 'user' : name === 'free' ? 'unlisted' : 'default'
  const isAllowed = decided ? decided.is_whitelisted === 1 : name !== 'free' || of.unlisted_apps === 'allow'
  if (!isAllowed) return { answer: { is_whitelisted: false, source } }
  const limits = [
    ...(decided?.limit ? [walked(`app:${name}`, decided.limit, paper, now, of)] : []),
    ...(of.category && name !== 'free' ? [walked('category:Video', of.category, paper, now, of)] : []),
    ...(of.all ? [walked('all', of.all, paper, now, of)] : []),
  ].filter(({ holds }) => holds)
  const blocking = limits.filter(({ blocks }) => blocks)
  const among = blocking.length > 0 ? blocking : limits
  const least = Math.min(...among.map(({ said }) => said.left_seconds))
  const nearest = among.find(({ said }) => said.left_seconds === least)
  const tracked = paper.work.filter((date) => date === dateAt(now, of)).length * 60
  const isUnlocked = !decided?.after || tracked >= 1800
  return {
    nearest,
    answer: {
      is_whitelisted: isUnlocked && blocking.length === 0,
      source,
      ...(nearest && { limit: nearest.said }),
      ...(blocking.length > 0 && { blocked_by: 'limit' }),
    },
  }
}

const minutesOf = (now: number, { minutes, ago }: { minutes: number; ago: number }) =>
  Array.from({ length: minutes }, (_, index) => now - (ago + index + 1) * minute)

const setLimits = async ({ userId }: Client, of: History, nameOf: (name: string) => string) => {
  for (const [name, own] of Object.entries(of.own)) if (own) await putRule(userId, nameOf(name), own)
  if (of.admin) await putRule(userId, nameOf('b'), of.admin, userId)
  for (const [scope, one] of [
    ['category:Video', of.category],
    ['all', of.all],
  ] as const) {
    if (one)
      await sql(env.DB)`
        INSERT INTO app_limits (user_id, scope, time_limit, seq, created_at, updated_at)
        VALUES (${userId}, ${scope}, ${JSON.stringify(one)}, 1, 1, 1)`.run()
  }
}

test('the check says of each app what a sheet of paper says, and the list changes whenever an app does', async () => {
  const video = ['a', 'b', 'locked'].map((name) => `limits.${name}`)
  await putAppsForTest(
    ...video.map((package_name) => ({
      package_name,
      category: 'Video',
      is_locked: package_name.endsWith('locked') ? (1 as const) : (0 as const),
    })),
  )
  const nameOf = (name: string) => `limits.${name}`
  vi.useFakeTimers({ toFake: ['Date'] })
  await fc.assert(
    fc.asyncProperty(history, async (of) => {
      let now = Date.parse(of.place.now)
      vi.setSystemTime(now)
      const zone = { time_zone: of.place.time_zone, day_start_minute: of.day_start_minute }
      const { week_start, unlisted_apps } = of
      const client = await signedIn({ ...zone, week_start, unlisted_apps })
      await setLimits(client, of, nameOf)
      const paper: Paper = { uses: [], work: [], extensions: [] }
      let listed = { etag: '', open: '' }
      for (const one of of.steps) {
        if ('use' in one) {
          await report(client.userId, nameOf(one.use), now - one.ago * minute, one.minutes, zone)
          for (const at of minutesOf(now, one)) paper.uses.push({ app: one.use, date: dateAt(at, of) })
        } else if ('work' in one) {
          await putAll(client, [newSession(now - (one.ago + one.minutes) * minute, one.minutes, zone)])
          for (const at of minutesOf(now, one)) paper.work.push(dateAt(at, of))
        } else if ('extend' in one) {
          const { nearest } = onPaper(one.extend, paper, now, of)
          const path = `/api/v1/whitelist/apps/${nameOf(one.extend)}/extensions`
          const answer = await client.json('POST', path, { seconds: 300, reason: 'More' })
          expect(answer.status).toBe(nearest ? 201 : 409)
          if (nearest) {
            const { scope, used_seconds } = nearest.said
            const seconds = 300 + Math.max(0, used_seconds - nearest.total)
            paper.extensions.push({ scope, date: dateAt(now, of), seconds })
          }
        } else {
          now += one.wait * minute
          vi.setSystemTime(now)
        }
        const names = ['a', 'b', 'locked', 'free']
        const answers = await Promise.all(names.map((name) => check(client, nameOf(name))))
        for (const [index, name] of names.entries()) {
          const { unlock, unlocks_in_seconds, ...said } = answers[index] as object & Record<string, unknown>
          const text = JSON.stringify(onPaper(name, paper, now, of).answer).replace('"app:', '"app:limits.')
          expect([name, said]).toEqual([name, { package_name: nameOf(name), ...JSON.parse(text) }])
        }
        const open = answers.map(({ is_whitelisted }) => is_whitelisted).join()
        const list = await client.json('GET', '/api/v1/whitelist', undefined, { 'If-None-Match': listed.etag })
        if (list.status === 304) expect(open).toBe(listed.open)
        listed = { etag: list.headers.get('ETag') ?? '', open }
      }
    }),
    { numRuns: runs(2000, 40) },
  )
})
