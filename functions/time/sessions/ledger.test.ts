import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { subjectDays, wrongSums } from '../../../test/support/models/sums'
import { runs } from '../../../test/support/runs'
import { commit } from '../../lib/db/sql'
import { dayLengthSeconds, isoWeekday, splitDays } from '../../lib/time/days'
import { splitHours } from '../../lib/time/hours'
import { addSessions } from './queries'
import type { NewSession } from './schema'
import { ledger, newSession, putGoal, putProject } from './testing'
import { deleteSession, restoreSession, updateSession } from './writes'

const DB = env.DB
const RUNS = { numRuns: runs(100) }

const zones = fc.record({
  time_zone: fc.constantFrom(
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Europe/Lisbon',
  ),
  day_start_minute: fc.constantFrom(0, 90, 240, 1380),
})

/** Around clock changes of 2026 and the day that Apia skipped. */
const starts = fc
  .tuple(
    fc.constantFrom('2026-03-08', '2026-03-29', '2026-11-01', '2026-04-05', '2011-12-30'),
    fc.integer({ min: -172_800_000, max: 172_800_000 }),
  )
  .map(([date, offset]) => Date.parse(`${date}T00:00:00Z`) + offset)

const timesOf = (startedAt: number, tracked: number, idle: number) => ({
  started_at: startedAt,
  ended_at: startedAt + (tracked + idle) * 1000,
  duration_seconds: tracked,
})

const sessions = fc.record({
  startedAt: starts,
  tracked: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 14_400 }), fc.integer({ min: 80_000, max: 200_000 })),
  idle: fc.oneof(fc.constant(0), fc.nat(3600)),
  project: fc.nat(2),
  goal: fc.nat(1),
  plan: fc.constantFrom(null, 'sql', 'rust.2'),
  chunk: fc.constantFrom(null, 'chunk-001', 'last'),
  task: fc.constantFrom(null, 'call', 'write'),
})

/** A step on a user's sessions; `which` picks one of them. */
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('add' as const), session: sessions, zone: zones }),
    fc.record({ kind: fc.constant('edit' as const), session: sessions, which: fc.nat(9) }),
    fc.record({ kind: fc.constantFrom('delete' as const, 'restore' as const), which: fc.nat(9) }),
  ),
  { minLength: 2, maxLength: 9 },
)

type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never
type Held = NewSession & { seq: number; isDeleted: boolean }

const write = async (client: Client, statements: D1PreparedStatement[]) => {
  expect(await commit(DB, client.userId, ['stats'], statements)).toBe(true)
  return (await client.heads())?.seq ?? 0
}

/** Takes a step in the database and says what must be there afterwards. */
const take = async (client: Client, held: Held[], step: Step, projects: string[], goals: string[]) => {
  const given = (session: typeof sessions extends fc.Arbitrary<infer S> ? S : never) => ({
    ...timesOf(session.startedAt, session.tracked, session.idle),
    project_id: projects[session.project] ?? null,
    goal_id: goals[session.goal] ?? null,
    plan_id: session.plan,
    chunk_id: session.chunk,
    task_id: session.task,
  })
  if (step.kind === 'add') {
    const added = newSession(step.session.startedAt, 0, { ...given(step.session), ...step.zone })
    const seq = await write(client, addSessions(DB, client.userId, [added], Date.now()))
    return [...held, { ...added, seq, isDeleted: false }]
  }
  const there = held.filter(({ isDeleted }) => isDeleted === (step.kind === 'restore'))
  const session = there[step.which % Math.max(1, there.length)]
  if (!session) return held
  const rest = held.filter(({ id }) => id !== session.id)
  if (step.kind === 'edit') {
    const edited = { ...session, ...given(step.session) }
    const seq = await write(client, updateSession(DB, client.userId, edited, session.seq, Date.now()))
    return [...rest, { ...edited, seq }]
  }
  const remove = step.kind === 'delete' ? deleteSession : restoreSession
  const seq = await write(client, remove(DB, client.userId, session.id, 3))
  return [...rest, { ...session, seq, isDeleted: step.kind === 'delete' }]
}

/** The facts as the sessions alone would have them. */
const expected = (held: Held[]) =>
  held
    .filter(({ isDeleted }) => !isDeleted)
    .flatMap((session) => {
      const { id: session_id, project_id, goal_id, started_at, duration_seconds } = session
      const hours = splitHours(started_at, duration_seconds, session)
      return splitDays(started_at, duration_seconds, session).map(([date, seconds], index) => ({
        ...{ date, session_id, seconds, starts: Number(index === 0), project_id, goal_id },
        hours: JSON.stringify(
          hours.flatMap(([day, hour, part]) => (day === date ? [isoWeekday(date) * 1e7 + hour * 1e5 + part] : [])),
        ),
      }))
    })
    .sort((a, b) => (`${a.date} ${a.session_id}` < `${b.date} ${b.session_id}` ? -1 : 1))

test('whatever happens to sessions, ledger and day totals say what the sessions say, and preferences change none of it', async () => {
  await fc.assert(
    fc.asyncProperty(steps, zones, async (taken, otherZone) => {
      const client = await signedIn()
      const projects = [await putProject(client, 'A'), await putProject(client, 'B')]
      const goals = [await putGoal(client, 'G')]
      let held: Held[] = []
      for (const step of taken) held = await take(client, held, step, projects, goals)

      const entries = await ledger(client)
      expect(entries).toEqual(expected(held))
      expect(await wrongSums(client.userId)).toEqual([])

      await rows('UPDATE users SET preferences = ? WHERE id = ?', JSON.stringify(otherZone), client.userId)
      await client.get('/sessions')
      expect(await ledger(client)).toEqual(entries)
      expect(await wrongSums(client.userId)).toEqual([])
    }),
    RUNS,
  )
})

test('sessions that do not overlap never exceed the true length of a day', async () => {
  const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 50_000 }), fc.nat(20_000)), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(starts, gaps, zones, async (first, lengths, zone) => {
      const client = await signedIn()
      let at = first
      const added = lengths.map(([tracked, gap]) => {
        const session = newSession(at, 0, { ...timesOf(at, tracked, 0), ...zone })
        at = session.ended_at + gap
        return session
      })
      await write(client, addSessions(DB, client.userId, added, Date.now()))
      const days = await rows<{ date: string; total_seconds: number }>(
        `SELECT date, total_seconds FROM ${subjectDays} WHERE user_id = ? AND subject = 'all'`,
        client.userId,
      )
      for (const day of days) expect(day.total_seconds).toBeLessThanOrEqual(dayLengthSeconds(day.date, zone))
    }),
    RUNS,
  )
})
