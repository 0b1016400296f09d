import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { countsOf } from '../../../ledger/goal-tree'
import { commit } from '../../../lib/db/sql'
import { type LocalNow, localNow, type User } from '../../../lib/env'
import { filterText } from '../../../lib/filter'
import { Preferences } from '../../../lib/preferences'
import { addDays, datesBetween, dayStart, isoWeekday, type Range } from '../../../lib/time/days'
import { userOf } from '../../../time/sessions/import/testing'
import { newSession, putAll } from '../../../time/sessions/testing'
import type { PeriodUnit } from '../fields'
import { goal as goalById } from '../queries'
import { type GoalValues, newGoalValues } from '../schema'
import { addGoal } from '../writes'
import { goalPageData } from './page'
import type { Outcome } from './periods'

export const utc = { time_zone: 'UTC', day_start_minute: 0 }

/** The moment of noon on a date in UTC, for a person with such preferences. */
export const noon = (date: string, preferences: Partial<Preferences> = {}) =>
  localNow({ preferences: Preferences.parse({ ...utc, ...preferences }) }, dayStart(date, utc) + 12 * 3_600_000)

const { DB } = env

export const today = '2026-11-20'
export const first = '2026-09-01'
export const zones = [
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
const counted = fc.constantFrom(...subjectsOf.project, ...subjectsOf.other)
const group = (maxLength: number) => fc.uniqueArray(counted, { maxLength })
export const counts = fc.oneof(
  fc.constant(null),
  fc.uniqueArray(counted, { minLength: 1, maxLength: 4 }).map((all) => JSON.stringify(all)),
  fc
    .record({ all: fc.tuple(group(3), group(2)), none: group(2) })
    .map(({ all, none }) => countsOf(filterText({ all, none }))),
)
const ways = fc.oneof(
  fc.record({ progress_source: fc.constant('time' as const), counts }),
  fc.constant({ progress_source: 'time' as const, counts: '["app:org.game"]' }),
  fc.record({
    progress_source: fc.constant('times' as const),
    times_of: fc.constantFrom('sessions' as const, 'tasks' as const, 'cards' as const, 'chunks' as const),
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
export const goals = fc.record({
  way: ways,
  period: fc.constantFrom<PeriodUnit>('day', 'week', 'month', 'quarter', 'year'),
  direction: fc.constantFrom('at_least' as const, 'at_most' as const),
  target: fc.integer({ min: 1, max: 8 }),
  on_days: fc.constantFrom(null, null, '12345', '67'),
})

export const history = fc.record({
  ...{ sessions, tasks, ticks, use },
  /** Days on which cards of the plan are reviewed, and its chunks finished. */
  cards: fc.array(fc.nat(85), { maxLength: 10 }),
  chunks: fc.array(fc.nat(85), { maxLength: 6 }),
  off: fc.uniqueArray(fc.nat(85), { maxLength: 12 }),
  skips: fc.uniqueArray(fc.nat(85), { maxLength: 3 }),
})
type History = typeof history extends fc.Arbitrary<infer H> ? H : never
type Asked = typeof goals extends fc.Arbitrary<infer G> ? G : never

type World = {
  client: Client
  goal: string
  /** A subgoal with a list of its own; null without one. */
  part: { id: string; counts: string | null } | null
  projects: Record<string, { organization: string | null; classification: string }>
}

/** A person's history, written as the product writes it where that has rules of its own. */
export const begin = async (
  zone: (typeof zones)[number],
  { cards, chunks, off, use, tasks }: History,
): Promise<World> => {
  const client = await signedIn({ ...zone, week_start: 1 })
  const { userId } = client
  const add = (query: string, ...values: unknown[]) => DB.prepare(query).bind(userId, ...values)
  const projects = {
    p1: { organization: 'o1', classification: 'work' },
    p2: { organization: null, classification: 'learning' },
    p3: { organization: null, classification: 'work' },
  }
  await DB.batch([
    add(
      "INSERT INTO organizations (user_id, id, name, name_key, type, seq, created_at, updated_at) VALUES (?, 'o1', 'Acme', 'acme', 'client', 1, 0, 0)",
    ),
    ...Object.entries(projects).map(([id, { organization, classification }]) =>
      add(
        `INSERT INTO projects (user_id, id, name, name_key, organization_id, classification, color, seq, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, 'jade', 1, 0, 0)`,
        ...[id, id, id, organization, classification],
      ),
    ),
    add(
      `INSERT INTO plans (user_id, id, project_id, title, status, tags, content, chunks, seq, created_at, updated_at)
       VALUES (?, 'l1', 'p1', 'Plan', 'in_progress', '[]', '', '[]', 1, 0, 0)`,
    ),
    add(
      `INSERT INTO cards (user_id, id, plan_id, question, answer, sm2_next, fsrs_next, next_review, seq, created_at, updated_at)
       VALUES (?, 'c1', 'l1', 'Q', 'A', '2026-01-01', '2026-01-01', '2026-01-01', 1, 0, 0)`,
    ),
    ...cards.map((ago) =>
      add(
        `INSERT INTO card_reviews (user_id, id, card_id, rating, reviewed_at, date, is_first, before, after, created_at)
         VALUES (?, ?, 'c1', 3, 0, ?, 0, '{}', '{}', 0)`,
        ...[uuid(), addDays(today, -ago)],
      ),
    ),
    ...chunks.map((ago) =>
      add(
        `INSERT INTO plan_chunks (user_id, plan_id, id, position, title, status, completed_on)
         VALUES (?, 'l1', ?, 0, 'C', 'completed', ?)`,
        ...[uuid(), addDays(today, -ago)],
      ),
    ),
    ...off.map((ago) => add('INSERT INTO days_off (user_id, date, seq) VALUES (?, ?, 1)', addDays(today, -ago))),
    ...tasks.map(({ ago, project, tags }) =>
      add(
        `INSERT INTO tasks (user_id, id, title, status, project_id, tags, completed_at, completed_on, seq, created_at, updated_at)
         VALUES (?, ?, 'T', 'done', ?, ?, 1, ?, 1, 0, 0)`,
        ...[uuid(), project, JSON.stringify(tags), addDays(today, -ago)],
      ),
    ),
    ...use.map(({ ago, app, seconds }) =>
      add(
        `INSERT INTO daily_usage (user_id, package_name, date, total_seconds, event_count) VALUES (?, ?, ?, ?, 1)
         ON CONFLICT DO UPDATE SET total_seconds = total_seconds + excluded.total_seconds`,
        ...[app, addDays(today, -ago), seconds],
      ),
    ),
  ])
  return { client, goal: uuid(), part: null, projects }
}

export const valuesOf = ({ way, period, direction, target, on_days }: Asked): GoalValues => {
  const isTime = way.progress_source === 'time'
  return {
    ...newGoalValues,
    ...{ title: 'Goal', status: 'in_progress', start_date: first, ...way, period, direction, on_days },
    kind: period === 'week' ? 'weekly' : period === 'month' ? 'monthly' : 'open',
    target_minutes: isTime ? target * 30 : null,
    target: isTime ? null : target,
  }
}

/** Adds a goal, and what names it. */
export const addCounted = async (
  world: World,
  values: GoalValues,
  zone: (typeof zones)[number],
  all: History,
  now: LocalNow,
) => {
  const { userId } = world.client
  world.goal = uuid()
  await commit(DB, userId, [], addGoal(DB, userId, world.goal, values, now))
  await putAll(
    world.client,
    all.sessions.map(({ ago, minute, minutes, project, plan, tags, own }) =>
      newSession(dayStart(addDays(today, -ago), zone) + minute * 60_000, minutes, {
        ...{ ...zone, project_id: project, plan_id: plan, tags, goal_id: own ? world.goal : null },
      }),
    ),
  )
  const adding = [
    ...all.ticks.map(({ ago, amount }) =>
      DB.prepare(
        'INSERT INTO goal_ticks (user_id, id, goal_id, date, amount, seq, created_at) VALUES (?, ?, ?, ?, ?, 1, 0)',
      ).bind(userId, uuid(), world.goal, addDays(today, -ago), amount),
    ),
    ...all.skips.map((ago) =>
      DB.prepare("INSERT INTO goal_skips (user_id, goal_id, date, reason, seq) VALUES (?, ?, ?, 'ill', 1)").bind(
        ...[userId, world.goal, addDays(today, -ago)],
      ),
    ),
  ]
  if (adding.length > 0) await DB.batch(adding)
}

type Thing = { goal_id?: string | null; project_id: string | null; plan_id?: string | null; tags: string[] }

/** True for a thing that counts for a list of a goal, one subject after the other. */
const fits = ({ projects }: World, goal: string, list: string | null, thing: Thing) => {
  if (list === null) return thing.goal_id === goal
  const project = thing.project_id === null ? undefined : projects[thing.project_id]
  const read: string[] | { all: string[][]; none: string[] } = JSON.parse(list)
  const is = (subject: string) => {
    if (subject === 'all') return true
    if (subject === 'organization:o1' || subject === 'client:=Acme') return project?.organization === 'o1'
    if (subject === 'classification:learning') return project?.classification === 'learning' || Boolean(thing.plan_id)
    if (subject.startsWith('tag:#')) return thing.tags.includes(subject.slice(5))
    return subject === `project:${thing.project_id}` || subject === `plan:${thing.plan_id}`
  }
  if (Array.isArray(read)) return read.some(is)
  return read.all.every((any) => any.some(is)) && !read.none.some(is)
}

const within = (date: string, { from, to }: Range) => date >= from && date <= to

type Kept = Omit<Thing, 'tags'> & { tags: string; days: string; completed_on: string }

/** Gives what a goal with some values reaches in a range, added up from the rows one after the other. */
export const naively = async (world: World) => {
  const { userId } = world.client
  const read = async (query: string) =>
    (await rows<Kept>(query, userId)).map((one) => ({ ...one, tags: JSON.parse(one.tags ?? '[]') as string[] }))
  const kept = await read('SELECT goal_id, project_id, plan_id, tags, days FROM sessions WHERE user_id = ?')
  const done = {
    tasks: await read('SELECT project_id, tags, completed_on FROM tasks WHERE user_id = ?'),
    cards: await read(
      `SELECT date AS completed_on, plans.id AS plan_id, project_id FROM card_reviews
         JOIN cards USING (user_id) JOIN plans USING (user_id) WHERE user_id = ?`,
    ),
    chunks: await read(
      'SELECT completed_on, plan_id, project_id FROM plan_chunks AS c JOIN plans USING (user_id) WHERE c.user_id = ?',
    ),
  }
  const apps = await rows<{ package_name: string; date: string; total_seconds: number }>(
    'SELECT package_name, date, total_seconds FROM daily_usage WHERE user_id = ?',
    userId,
  )
  const ticks = await rows<{ date: string; amount: number }>(
    'SELECT date, amount FROM goal_ticks WHERE user_id = ? AND goal_id = ?',
    ...[userId, world.goal],
  )
  return ({ counts: list, on_days, times_of, day_seconds, progress_source }: GoalValues, range: Range): number => {
    const isOn = (date: string) => on_days === null || on_days.includes(String(isoWeekday(date)))
    const sum = (all: [string, number][]) =>
      all.reduce((total, [date, amount]) => (within(date, range) && isOn(date) ? total + amount : total), 0)
    const { part } = world
    const isCounted = (one: Thing) =>
      fits(world, world.goal, list, one) || (part !== null && fits(world, part.id, part.counts, one))
    const times = progress_source === 'times' ? times_of : null
    if (times === 'ticks') return sum(ticks.map(({ date, amount }) => [date, amount]))
    if (times === 'tasks' || times === 'cards' || times === 'chunks')
      return sum(done[times].filter(isCounted).map(({ completed_on }) => [completed_on, 1]))
    // Tracked time of a subgoal is no time of apps.
    if (list === '["app:org.game"]') {
      const game = apps.filter(({ package_name }) => package_name === 'org.game')
      return sum(game.map(({ date, total_seconds }) => [date, total_seconds]))
    }
    const days = kept.filter(isCounted).map((one) => JSON.parse(one.days) as [string, number][])
    if (times === null) return sum(days.flat())
    if (times === 'sessions') return sum(days.flatMap(([start]): [string, number][] => (start ? [[start[0], 1]] : [])))
    return datesBetween(range.from, range.to).filter((date) => {
      const own = days.flat().filter(([day]) => day === date)
      return isOn(date) && own.reduce((total, [, amount]) => total + amount, 0) >= (day_seconds ?? 1)
    }).length
  }
}

export const outcomesOf = async ({ client: { userId }, goal: id }: World, user: User, now: LocalNow) => {
  const goal = await goalById(DB, userId, id)
  if (!goal) throw new Error('the goal was not added')
  const { record, goal: shown } = await goalPageData(DB, user, goal, now)
  return { goal, outcomes: record?.outcomes ?? [], shown }
}

/** The verdict of a period, from what was reached, days off and skips. */
export const verdictOf = ({ from, to, whole, reached, rule }: Outcome, { off, skips }: History): Outcome['state'] => {
  const dates = datesBetween(from, to)
  const has = (all: number[]) => dates.filter((date) => all.some((ago) => addDays(today, -ago) === date)).length
  const isOver = to < today
  const isFreeDay = rule.period === 'day' && rule.on_days !== null && !rule.on_days.includes(String(isoWeekday(from)))
  const isMost = rule.direction === 'at_most'
  if (!isMost && reached >= rule.target) return 'met'
  if (has(skips) > 0) return 'skipped'
  const counting = dates.filter((date) => rule.on_days?.includes(String(isoWeekday(date))) ?? true)
  const isAllOff = counting.length > 0 && counting.every((date) => off.some((ago) => addDays(today, -ago) === date))
  // Saturday and Sunday are nobody's rest days here unless the goal says so.
  if (isFreeDay || isAllOff || 2 * has(off) > dates.length) return isOver ? 'off' : 'open'
  if (isMost && reached > rule.target) return 'missed'
  if (!isOver) return 'open'
  return !whole ? 'uncounted' : isMost ? 'met' : 'missed'
}

export const nowIn = (client: Client, zone: (typeof zones)[number]) => {
  const user = userOf(client, { ...zone, week_start: 1, rest_days: [] })
  return { user, now: localNow(user, dayStart(today, zone) + 12 * 3_600_000) }
}
