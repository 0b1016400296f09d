import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../test/client'
import { runs } from '../../test/runs'
import { addDays, type Range } from '../lib/days'
import { newSession, putAll, putGoal, putProject } from '../sessions/testing'
import { breakdownShares, subjectIds } from '../stats/breakdown'
import { namedSubjectSums } from './subject-sums'
import { summary } from './summary'
import * as q from './sums'

const RUNS = { numRuns: runs(60) }
/** Milliseconds for that many, on a busy machine. */
const patience = 60_000
const { DB } = env
const first = '2026-01-20'

const zones = fc.record({
  time_zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe'),
  day_start_minute: fc.constantFrom(0, 240, 1439),
})

const drafts = fc.array(
  fc.record({
    startMinute: fc.nat(120 * 24 * 60),
    seconds: fc.oneof(fc.constant(0), fc.nat(12 * 3600), fc.constant(30 * 3600)),
    zone: zones,
    project: fc.option(fc.nat(2), { nil: null }),
    goal: fc.option(fc.nat(1), { nil: null }),
  }),
  { minLength: 1, maxLength: 25 },
)

const ranges = fc
  .tuple(fc.integer({ min: -10, max: 130 }), fc.nat(100))
  .map(([start, length]) => ({ from: addDays(first, start), to: addDays(first, start + length) }))

/** A person with three projects and two goals. */
const person = async () => {
  const client = await signedIn()
  const projects = [
    await putProject(client, 'Project 0', 'Client'),
    await putProject(client, 'Project 1', 'Client'),
    await putProject(client, 'Project 2', 'Client'),
  ]
  return {
    client,
    userId: client.userId,
    projects,
    goals: [await putGoal(client, 'Goal 0'), await putGoal(client, 'Goal 1')],
  }
}

type Person = Awaited<ReturnType<typeof person>>
type Draft = typeof drafts extends fc.Arbitrary<(infer D)[]> ? D : never

const add = ({ client, projects, goals }: Person, history: Draft[]) =>
  putAll(
    client,
    history.map(({ startMinute, seconds, zone, project, goal }) => {
      const started_at = Date.UTC(2026, 0, 20) + startMinute * 60_000
      return newSession(started_at, 0, {
        ended_at: started_at + seconds * 1000,
        duration_seconds: seconds,
        ...zone,
        project_id: projects[project ?? -1] ?? null,
        goal_id: goals[goal ?? -1] ?? null,
      })
    }),
  )

/** Every day of every session, straight from the sessions table: the date, the seconds and whether it starts there. */
const daysOf = async (userId: string) =>
  (
    await rows<{ days: string; project_id: string | null; goal_id: string | null }>(
      "SELECT days, project_id, goal_id FROM sessions WHERE user_id = ? AND status = 'completed' AND deleted_at IS NULL",
      userId,
    )
  ).flatMap(({ days, project_id, goal_id }) =>
    (JSON.parse(days) as [string, number][]).map(([date, seconds], n) => ({
      date,
      seconds,
      starts: n === 0 ? 1 : 0,
      project_id,
      goal_id,
    })),
  )

type Day = Awaited<ReturnType<typeof daysOf>>[number]

const sum = (days: Day[]) => ({
  total_seconds: days.reduce((total, { seconds }) => total + seconds, 0),
  session_count: days.reduce((count, { starts }) => count + starts, 0),
})

const within = (days: Day[], { from, to }: Range) => days.filter(({ date }) => date >= from && date <= to)

describe('the statistics of any range', { timeout: patience }, () => {
  const forAny = (check: (person: Person, days: Day[], range: Range) => Promise<void>) =>
    fc.assert(
      fc.asyncProperty(drafts, fc.array(ranges, { minLength: 3, maxLength: 3 }), async (history, checked) => {
        const one = await person()
        await add(one, history)
        const days = await daysOf(one.userId)
        for (const range of checked) await check(one, days, range)
      }),
      RUNS,
    )

  test('are what a count over the sessions gives', async () => {
    await forAny(async ({ userId, projects }, all, range) => {
      const own = within(all, range)
      expect(await q.rangeSum(DB, userId, 'all', range)).toEqual(sum(own))
      const project = projects[0] ?? ''
      expect(await q.rangeSum(DB, userId, `project:${project}`, range)).toEqual(
        sum(own.filter(({ project_id }) => project_id === project)),
      )

      const byDate = Map.groupBy(own, ({ date }) => date)
      const figures = summary(await q.daySums(DB, userId, 'all', range), range, {
        today: '2027-01-01',
        restDays: [],
        daysOff: new Set<string>(),
      })
      const lengths = [...byDate.values()].map((day) => sum(day).total_seconds)
      expect(figures).toMatchObject(sum(own))
      expect(figures.active_days).toBe(lengths.filter((seconds) => seconds > 0).length)
      expect(figures.best_day?.seconds ?? 0).toBe(Math.max(0, ...lengths))
    })
  })

  test('by project and by goal sum to the whole, and to each of its parts', async () => {
    await forAny(async ({ userId }, all, range) => {
      const own = within(all, range)
      const sums = await namedSubjectSums(DB, userId, range, ['all', 'project', 'goal'])
      const names = await q.subjectNames(DB, userId, subjectIds(sums, 'project'), subjectIds(sums, 'goal'))
      for (const [by, key] of [
        ['project', 'project_id'],
        ['goal', 'goal_id'],
      ] as const) {
        const expected = [...Map.groupBy(own, (day) => day[key])].map(([id, days]) => ({ key: id, ...sum(days) }))
        const shares = breakdownShares(by, sums, names)
        expect(shares.every(({ label }) => label !== 'Permanently deleted')).toBe(true)
        const found = shares.map(({ key, total_seconds, session_count }) => ({ key, total_seconds, session_count }))
        const ordered = (list: typeof found) => list.toSorted((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
        const counted = expected.filter((item) => item.total_seconds + item.session_count > 0)
        expect(ordered(found)).toEqual(ordered(counted))
      }
    })
  })

  test('are the sum of the statistics of its parts, wherever it is split', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, ranges, fc.nat(100), async (history, range, cut) => {
        const one = await person()
        await add(one, history)
        const middle = addDays(range.from, cut)
        const whole = await q.rangeSum(DB, one.userId, 'all', { from: range.from, to: addDays(middle, 50) })
        const left = await q.rangeSum(DB, one.userId, 'all', { from: range.from, to: middle })
        const right = await q.rangeSum(DB, one.userId, 'all', { from: addDays(middle, 1), to: addDays(middle, 50) })
        expect(whole.total_seconds).toBe(left.total_seconds + right.total_seconds)
        expect(whole.session_count).toBe(left.session_count + right.session_count)
      }),
      RUNS,
    )
  })
})

test('a project or a goal of somebody else has no name', async () => {
  const [one, other] = [await person(), await person()]
  expect(await q.subjectNames(DB, one.userId, other.projects, other.goals)).toEqual([])
  expect(await q.subjectNames(DB, one.userId, one.projects, one.goals)).toHaveLength(5)
})
