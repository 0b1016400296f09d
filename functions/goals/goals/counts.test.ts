import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { commit } from '../../lib/db/sql'
import { localNow } from '../../lib/env'
import { addDays, datesBetween, dayStart, isoWeekday, type Range } from '../../lib/time/days'
import { userOf } from '../../time/sessions/import/testing'
import { newSession, putAll } from '../../time/sessions/testing'
import { goalPageData } from './progress/page'
import { calendarPeriod, type Outcome } from './progress/periods'
import { goal as goalById } from './queries'
import { type GoalValues, newGoalValues, type PeriodUnit } from './schema'
import { addGoal } from './writes'

const { DB } = env

const today = '2026-11-20'
const first = '2026-09-01'
const zones = [
  { time_zone: 'UTC', day_start_minute: 0 },
  // Clocks go back within the history.
  { time_zone: 'America/New_York', day_start_minute: 240 },
  { time_zone: 'Europe/Berlin', day_start_minute: 0 },
]

const subjectsOf = {
  project: ['project:p1', 'project:p2', 'project:p3'],
  other: ['tag:#deep', 'tag:#mail', 'organization:o1', 'client:=Acme', 'classification:learning', 'plan:l1', 'all'],
}

const sessions = fc.array(
  fc.record({
    ago: fc.nat(85),
    minute: fc.nat(1_439),
    minutes: fc.integer({ min: 0, max: 300 }),
    project: fc.constantFrom(null, 'p1', 'p2', 'p3'),
    plan: fc.constantFrom(null, null, 'l1'),
    tags: fc.subarray(['deep', 'mail']),
    own: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
)
const tasks = fc.array(
  fc.record({ ago: fc.nat(85), project: fc.constantFrom(null, 'p1', 'p2'), tags: fc.subarray(['deep', 'mail']) }),
  { maxLength: 10 },
)
const ticks = fc.array(fc.record({ ago: fc.nat(85), amount: fc.integer({ min: 1, max: 5 }) }), { maxLength: 10 })
const use = fc.array(
  fc.record({
    ago: fc.nat(85),
    app: fc.constantFrom('org.game', 'org.mail'),
    seconds: fc.integer({ min: 1, max: 9_000 }),
  }),
  { maxLength: 8 },
)
const counts = fc.oneof(
  fc.constant(null),
  fc
    .uniqueArray(fc.constantFrom(...subjectsOf.project, ...subjectsOf.other), { minLength: 1, maxLength: 4 })
    .map((all) => JSON.stringify(all)),
)
const ways = fc.oneof(
  fc.record({ progress_source: fc.constant('time' as const), counts }),
  fc.constant({ progress_source: 'time' as const, counts: '["app:org.game"]' }),
  fc.record({
    progress_source: fc.constant('times' as const),
    times_of: fc.constantFrom('sessions' as const, 'tasks' as const),
    counts,
  }),
  fc.record({
    progress_source: fc.constant('times' as const),
    times_of: fc.constant('days' as const),
    day_seconds: fc.constantFrom(null, 1_200),
    counts,
  }),
  fc.constant({ progress_source: 'times' as const, times_of: 'ticks' as const, counts: null }),
)
const goals = fc.record({
  way: ways,
  period: fc.constantFrom<PeriodUnit>('day', 'week', 'month', 'quarter', 'year'),
  direction: fc.constantFrom('at_least' as const, 'at_most' as const),
  target: fc.integer({ min: 1, max: 8 }),
  on_days: fc.constantFrom(null, null, '12345', '67'),
})

type World = {
  client: Client
  goal: string
  projects: Record<string, { organization: string | null; classification: string }>
}

/** A person's history, written as the product writes it where that has rules of its own. */
const begin = async (zone: (typeof zones)[number]): Promise<World> => {
  const client = await signedIn({ ...zone, week_start: 1 })
  const { userId } = client
  const add = (query: string, ...values: unknown[]) =>
    DB.prepare(query)
      .bind(userId, ...values)
      .run()
  await add(
    "INSERT INTO organizations (user_id, id, name, name_key, type, seq, created_at, updated_at) VALUES (?, 'o1', 'Acme', 'acme', 'client', 1, 0, 0)",
  )
  const projects = {
    p1: { organization: 'o1', classification: 'work' },
    p2: { organization: null, classification: 'learning' },
    p3: { organization: null, classification: 'work' },
  }
  for (const [id, { organization, classification }] of Object.entries(projects)) {
    await add(
      `INSERT INTO projects (user_id, id, name, name_key, organization_id, classification, color, seq, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, 'jade', 1, 0, 0)`,
      ...[id, id, id, organization, classification],
    )
  }
  await add(
    "INSERT INTO plans (user_id, id, title, status, tags, content, chunks, seq, created_at, updated_at) VALUES (?, 'l1', 'Plan', 'in_progress', '[]', '', '[]', 1, 0, 0)",
  )
  return { client, goal: uuid(), projects }
}

type Kept = {
  goal_id: string | null
  project_id: string | null
  plan_id: string | null
  tags: string
  days: string
}

/** Whether a thing counts, one subject after the other. */
const fits = (
  { projects, goal }: World,
  list: string | null,
  thing: { goal_id?: string | null; project_id: string | null; plan_id?: string | null; tags: string[] },
) => {
  if (list === null) return thing.goal_id === goal
  const project = thing.project_id === null ? undefined : projects[thing.project_id]
  return JSON.parse(list).some((subject: string) => {
    if (subject === 'all') return true
    if (subject === 'organization:o1' || subject === 'client:=Acme') return project?.organization === 'o1'
    if (subject === 'classification:learning') return project?.classification === 'learning' || Boolean(thing.plan_id)
    if (subject.startsWith('tag:#')) return thing.tags.includes(subject.slice(5))
    return subject === `project:${thing.project_id}` || subject === `plan:${thing.plan_id}`
  })
}

const within = (date: string, { from, to }: Range) => date >= from && date <= to

describe('what a goal reaches in each period', () => {
  test('is a naive sum of what fits, and its verdict follows from it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zones),
        fc.record({ sessions, tasks, ticks, use }),
        fc.array(goals, { minLength: 1, maxLength: 4 }),
        async (zone, history, asked) => {
          const world = await begin(zone)
          const { client } = world
          const { userId } = client
          const user = userOf(client, { ...zone, week_start: 1 })
          const now = localNow(user, dayStart(today, zone) + 12 * 3_600_000)
          for (const { way, period, direction, target, on_days } of asked) {
            world.goal = uuid()
            const isTime = way.progress_source === 'time'
            const values: GoalValues = {
              ...newGoalValues,
              ...{ title: 'Goal', status: 'in_progress', start_date: first, ...way, period, direction, on_days },
              kind: period === 'week' ? 'weekly' : period === 'month' ? 'monthly' : 'open',
              target_minutes: isTime ? target * 30 : null,
              target: isTime ? null : target,
            }
            await commit(DB, userId, [], addGoal(DB, userId, world.goal, values, now))
            await putAll(
              client,
              history.sessions.map(({ ago, minute, minutes, project, plan, tags, own }) =>
                newSession(dayStart(addDays(today, -ago), zone) + minute * 60_000, minutes, {
                  ...{ ...zone, project_id: project, plan_id: plan, tags, goal_id: own ? world.goal : null },
                }),
              ),
            )
            const adding = [
              ...history.tasks.map(({ ago, project, tags }) =>
                DB.prepare(
                  `INSERT INTO tasks (user_id, id, title, status, project_id, tags, completed_at, completed_on, seq, created_at, updated_at)
                   VALUES (?, ?, 'T', 'done', ?, ?, 1, ?, 1, 0, 0)`,
                ).bind(userId, uuid(), project, JSON.stringify(tags), addDays(today, -ago)),
              ),
              ...history.ticks.map(({ ago, amount }) =>
                DB.prepare(
                  'INSERT INTO goal_ticks (user_id, id, goal_id, date, amount, seq, created_at) VALUES (?, ?, ?, ?, ?, 1, 0)',
                ).bind(userId, uuid(), world.goal, addDays(today, -ago), amount),
              ),
              ...history.use.map(({ ago, app, seconds }) =>
                DB.prepare(
                  `INSERT INTO daily_usage (user_id, package_name, date, total_seconds, event_count) VALUES (?, ?, ?, ?, 1)
                   ON CONFLICT DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds`,
                ).bind(userId, app, addDays(today, -ago), seconds),
              ),
            ]
            if (adding.length > 0) await DB.batch(adding)

            const kept = (
              await rows<Kept>(
                'SELECT goal_id, project_id, plan_id, tags, days FROM sessions WHERE user_id = ?',
                userId,
              )
            ).map((one) => ({ ...one, tags: JSON.parse(one.tags), days: JSON.parse(one.days) as [string, number][] }))
            const done = (
              await rows<{ project_id: string | null; tags: string; completed_on: string }>(
                'SELECT project_id, tags, completed_on FROM tasks WHERE user_id = ?',
                userId,
              )
            ).map((one) => ({ ...one, tags: JSON.parse(one.tags) }))
            const apps = await rows<{ package_name: string; date: string; total_seconds: number }>(
              'SELECT package_name, date, total_seconds FROM daily_usage WHERE user_id = ?',
              userId,
            )
            const list = values.counts
            const fitting = kept.filter((one) => fits(world, list, one))
            const counts = (date: string) => on_days === null || on_days.includes(String(isoWeekday(date)))
            const sum = (all: [string, number][], range: Range) =>
              all.reduce((total, [date, amount]) => (within(date, range) && counts(date) ? total + amount : total), 0)
            const naive = (range: Range) => {
              if (list === '["app:org.game"]') {
                const game = apps.filter(({ package_name }) => package_name === 'org.game')
                return sum(
                  game.map(({ date, total_seconds }) => [date, total_seconds]),
                  range,
                )
              }
              if (isTime)
                return sum(
                  fitting.flatMap(({ days }) => days),
                  range,
                )
              if (values.times_of === 'sessions') {
                return sum(
                  fitting.flatMap(({ days }): [string, number][] => (days[0] ? [[days[0][0], 1]] : [])),
                  range,
                )
              }
              if (values.times_of === 'tasks') {
                const own = list === null ? [] : done.filter((one) => fits(world, list, one))
                return sum(
                  own.map(({ completed_on }) => [completed_on, 1]),
                  range,
                )
              }
              if (values.times_of === 'ticks') {
                return sum(
                  history.ticks.map(({ ago, amount }) => [addDays(today, -ago), amount]),
                  range,
                )
              }
              return datesBetween(range.from, range.to).filter((date) => {
                const seconds = fitting.flatMap(({ days }) => days).filter(([day]) => day === date)
                const all = seconds.reduce((total, [, amount]) => total + amount, 0)
                return counts(date) && all >= (values.day_seconds ?? 1)
              }).length
            }

            const goal = await goalById(DB, userId, world.goal)
            if (!goal) throw new Error('the goal was not added')
            const { record, goal: shown } = await goalPageData(DB, user, goal, now)
            const outcomes = record?.outcomes ?? []
            expect(outcomes.length).toBeGreaterThan(0)
            for (const one of outcomes) expect({ ...one, reached: naive(one) }).toEqual(one)
            const { basis } = shown.progress
            const present = calendarPeriod(period, today, 1)
            expect(basis).toMatchObject({ from: 'period', period: { ...present, reached: naive(present) } })
            const limit = isTime ? target * 1_800 : target
            for (const { to, reached, state, whole } of outcomes.filter(({ state }) => state !== 'off')) {
              const isMet = direction === 'at_least' ? reached >= limit : reached <= limit
              const isOver = to < today
              const expected: Outcome['state'][] = isMet
                ? direction === 'at_least' || (isOver && whole)
                  ? ['met']
                  : ['open', 'uncounted']
                : isOver || direction === 'at_most'
                  ? ['missed', 'uncounted']
                  : ['open']
              expect(expected).toContain(state)
            }
            await DB.prepare("UPDATE goals SET status = 'completed' WHERE user_id = ?").bind(userId).run()
          }
        },
      ),
      { numRuns: runs(500) },
    )
  })
})
