import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { deletePlan, putPlan } from '../../learning/plans/testing'
import { addDays, datesBetween, dayOf, monthOf, splitDays, weekStartOf } from '../../lib/time/days'
import type { NewSession } from '../../time/sessions/schema'
import { deleteProject, newSession, putAll, putGoal, putProject } from '../../time/sessions/testing'

type Sums = { total_seconds: number; session_count: number }
type Figures = Sums & {
  from: string
  to: string
  active_days: number
  average_session_seconds: number
  current_streak: number
  longest_streak: number
  best_day: { date: string; seconds: number } | null
  series: (Sums & { date: string })[]
  previous: Sums
}
type Breakdown = { items: (Sums & { key: string | number | null; label: string })[]; total_seconds: number }

const path = '/api/v1/stats'

const figures = async (client: Client, query: string) => {
  const answer = await client.json('GET', `${path}?${query}`)
  expect(answer.status).toBe(200)
  return answer.json<Figures>()
}

const breakdown = async (client: Client, query: string) => {
  const answer = await client.json('GET', `${path}/breakdown?${query}`)
  expect(answer.status).toBe(200)
  return answer.json<Breakdown>()
}

/** A day of a session, as the naive model sums them. */
type Piece = { session: NewSession; date: string; seconds: number; starts: number }

const piecesOf = (sessions: NewSession[]): Piece[] =>
  sessions.flatMap((session) =>
    splitDays(session.started_at, session.duration_seconds, session).map(([date, seconds], index) => ({
      session,
      date,
      seconds,
      starts: Number(index === 0),
    })),
  )

const sum = (pieces: Piece[]): Sums => ({
  total_seconds: pieces.reduce((total, { seconds }) => total + seconds, 0),
  session_count: pieces.reduce((total, { starts }) => total + starts, 0),
})

const day = fc.integer({ min: 0, max: 100 }).map((days) => addDays('2026-02-01', days))
const range = fc.tuple(day, day).map((days) => days.sort())
const drawn = fc.array(
  fc.record({
    day,
    minute: fc.integer({ min: 0, max: 1439 }),
    minutes: fc.integer({ min: 0, max: 3000 }),
    project: fc.integer({ min: 0, max: 2 }),
    goal: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 25 },
)

/** A person with these sessions, each with one of two projects and goals, or none. */
const person = async (sessions: typeof drawn extends fc.Arbitrary<infer T> ? T : never, preferences = {}) => {
  const client = await signedIn({ time_zone: 'Europe/Berlin', ...preferences })
  const projects = [await putProject(client, 'One'), await putProject(client, 'Two'), null]
  const goals = [await putGoal(client, 'First'), await putGoal(client, 'Second'), null]
  const put = sessions.map(({ day, minute, minutes, project, goal }) =>
    newSession(Date.parse(`${day}T00:00:00Z`) + minute * 60_000, minutes, {
      project_id: projects[project] ?? null,
      goal_id: goals[goal] ?? null,
    }),
  )
  if (put.length > 0) await putAll(client, put)
  return { client, projects, goals, pieces: piecesOf(put) }
}

describe('figures', () => {
  test('equal those of a naive model, by day, week and month, of all, a project and what has no goal', async () => {
    await fc.assert(
      fc.asyncProperty(
        drawn,
        range,
        fc.constantFrom('day', 'week', 'month'),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('all', 'project', 'goal:none'),
        async (sessions, [from = '', to = ''], group, week_start, kind) => {
          const { client, projects, pieces } = await person(sessions, { week_start })
          const subject = kind === 'project' ? `project:${projects[0]}` : kind
          const mine = pieces.filter(({ session }) => {
            if (kind === 'project') return session.project_id === projects[0]
            return kind === 'all' || session.goal_id === null
          })
          const between = (first: string, last: string) => mine.filter(({ date }) => date >= first && date <= last)
          const periodOf = (date: string) => {
            if (group === 'day') return date
            const start = group === 'week' ? weekStartOf(date, week_start) : `${monthOf(date)}-01`
            return start < from ? from : start
          }
          const found = await figures(client, `from=${from}&to=${to}&group=${group}&subject=${subject}`)

          const dates = datesBetween(from, to)
          const periods = [...new Set(dates.map(periodOf))]
          const all = sum(between(from, to))
          expect(found).toMatchObject({ from, to, group, subject, ...all })
          expect(found.series).toEqual(
            periods.map((date) => ({
              date,
              ...sum(between(from, to).filter((piece) => periodOf(piece.date) === date)),
            })),
          )
          expect(found.previous).toEqual(sum(between(addDays(from, -dates.length), addDays(from, -1))))
          const byDay = dates.map((date) => ({ date, seconds: sum(between(date, date)).total_seconds }))
          const most = Math.max(...byDay.map(({ seconds }) => seconds))
          expect(found.active_days).toBe(byDay.filter(({ seconds }) => seconds > 0).length)
          expect(found.best_day).toEqual(most > 0 ? byDay.find(({ seconds }) => seconds === most) : null)
          expect(found.average_session_seconds).toBe(
            all.session_count > 0 ? Math.floor(all.total_seconds / all.session_count) : 0,
          )
        },
      ),
      { numRuns: runs(15) },
    )
  })
})

describe('a breakdown', () => {
  test('names what it divides by, also what was deleted, the longest first and what has none last', async () => {
    const client = await signedIn()
    const [short, long] = [await putProject(client, 'Short'), await putProject(client, 'Long')]
    await putAll(client, [
      newSession('2026-03-06T10:00:00Z', 10, { project_id: short }),
      newSession('2026-03-06T11:00:00Z', 60, { project_id: long }),
      newSession('2026-03-06T12:00:00Z', 90),
    ])
    await deleteProject(long)
    const { items } = await breakdown(client, 'from=2026-03-01&to=2026-03-31&by=project')
    expect(items.map(({ key, label }) => [key, label])).toEqual([
      [long, 'Long'],
      [short, 'Short'],
      [null, 'No project'],
    ])
  })

  test('by plan and by chunk has the titles of plans, of deleted ones too, and the rest', async () => {
    const client = await signedIn()
    await putPlan(client, 'sql', 'SQL', { one: 'not-started' })
    await putPlan(client, 'gone', 'Rust', { one: 'not-started' })
    await putPlan(await signedIn(), 'foreign', 'Secret')
    await deletePlan(client, 'gone')
    await putAll(client, [
      newSession('2026-03-06T10:00:00Z', 10, { plan_id: 'sql', chunk_id: 'one' }),
      newSession('2026-03-06T11:00:00Z', 60, { plan_id: 'gone', chunk_id: 'one' }),
      newSession('2026-03-06T12:00:00Z', 30, { plan_id: 'foreign' }),
      newSession('2026-03-06T12:00:00Z', 90),
    ])
    const itemsOf = async (query: string) => {
      const { items } = await breakdown(client, `from=2026-03-01&to=2026-03-31&${query}`)
      return items.map(({ key, label, total_seconds }) => [key, label, total_seconds])
    }
    for (const subject of ['all', 'tag:none']) {
      expect(await itemsOf(`by=plan&subject=${subject}`)).toEqual([
        ['gone', 'Rust', 3600],
        ['foreign', 'foreign', 1800],
        ['sql', 'SQL', 600],
        [null, 'No plan', 5400],
      ])
    }
    const ofPlan = ['sql/one', 'SQL: The one', 600]
    expect(await itemsOf('by=chunk')).toEqual([['gone/one', 'Rust: The one', 3600], ofPlan, [null, 'No chunk', 7200]])
    expect(await itemsOf('by=chunk&subject=plan:sql')).toEqual([ofPlan])
  })
})

test.each([
  ['?from=2026-03-01&from=2026-03-02&to=2026-03-03', 'from'],
  ['?subject=', 'subject'],
  ['/breakdown?by=minute', 'by'],
])('%s cannot be asked for', async (query, where) => {
  const answer = await (await signedIn()).json('GET', path + query)
  const { errors } = await answer.json<{ errors: { path: string }[] }>()
  expect([answer.status, errors[0]?.path]).toEqual([422, where])
})

test('figures without dates are those of the last 30 days', async () => {
  const today = dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 })
  const found = await figures(await signedIn(), '')
  expect([found.from, found.to, found.best_day]).toEqual([addDays(today, -29), today, null])
})
