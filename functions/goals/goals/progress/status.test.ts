import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { commit } from '../../../lib/db/sql'
import { addDays, datesBetween, dayStart, monthOf, weekOf } from '../../../lib/time/days'
import { userOf } from '../../../time/sessions/import/testing'
import { newSession, putAll } from '../../../time/sessions/testing'
import { goal as goalById } from '../queries'
import { type GoalValues, newGoalValues } from '../schema'
import { addGoal, deleteGoal, restoreGoal, updateGoal } from '../writes'
import { goalPageData } from './page'
import { measureGoals, withProgress } from './status'
import { noon, utc } from './testing'

const { DB } = env
const today = '2026-11-20'
const start = '2026-09-14'
const now = noon(today, { rest_days: [7] })

/** A goal as the model knows it; `parent` is its number. */
type Known = {
  id: string
  parent: number | null
  /** Its parent when it was added: every step is taken today, and past weeks keep the tree that they ended with. */
  firstParent: number | null
  deleted: boolean
  values: GoalValues
  days: Map<string, number>
  milestones: boolean[]
}

const kinds = fc.constantFrom(
  { kind: 'open' as const, progress_source: 'manual' as const, target_minutes: null },
  { kind: 'open' as const, progress_source: 'milestones' as const, target_minutes: null },
  { kind: 'open' as const, progress_source: 'time' as const, target_minutes: 400 },
  { kind: 'open' as const, progress_source: 'auto' as const, target_minutes: null },
  { kind: 'open' as const, progress_source: 'auto' as const, target_minutes: 300 },
  { kind: 'weekly' as const, progress_source: 'manual' as const, target_minutes: 45 },
  { kind: 'monthly' as const, progress_source: 'time' as const, target_minutes: 150 },
)
const which = fc.nat(40)
const steps = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('add' as const), parent: fc.option(which), as: kinds, by: fc.nat(100) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), goal: which, parent: fc.option(which) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      goal: which,
      status: fc.constantFrom('completed' as const, 'cancelled' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), goal: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), goal: which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('track' as const),
      goal: which,
      ago: fc.nat(70),
      minutes: fc.integer({ min: 1, max: 90 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('milestone' as const), goal: which, reached: fc.boolean() }) },
)
type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never

const insertMilestone = (userId: string, goalId: string, reached: boolean) =>
  DB.prepare(
    'INSERT INTO goal_milestones (user_id, id, goal_id, description, completed_at, position, seq, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 1, 1, 1, 1)',
  ).bind(userId, uuid(), goalId, 'Step', reached ? 1 : null)

/** Does a step, through the writers, and notes it in the model where it was done. */
const take = async (client: Client, all: Known[], step: Step) => {
  const { userId } = client
  const pick = (n: number | null) => (n === null || all.length === 0 ? null : n % all.length)
  const write = (writes: D1PreparedStatement[]) => commit(DB, userId, [], writes)
  if (step.do === 'add') {
    const parent = pick(step.parent)
    const id = uuid()
    const values: GoalValues = {
      ...newGoalValues,
      ...step.as,
      title: 'Goal',
      status: 'in_progress',
      start_date: start,
      progress_percentage: step.by,
      parent_id: (parent !== null && all[parent]?.id) || null,
    }
    if (await write(addGoal(DB, userId, id, values, now))) {
      all.push({ id, parent, firstParent: parent, deleted: false, values, days: new Map(), milestones: [] })
    }
    return
  }
  const known = all[pick(step.goal) ?? -1]
  if (!known) return
  if (step.do === 'track') {
    const date = addDays(today, -step.ago)
    const begins = dayStart(date, utc) + 3_600_000
    await putAll(client, [newSession(begins, step.minutes, { ...utc, goal_id: known.id })])
    known.days.set(date, (known.days.get(date) ?? 0) + step.minutes * 60)
  } else if (step.do === 'milestone') {
    await insertMilestone(userId, known.id, step.reached).run()
    known.milestones.push(step.reached)
  } else if (step.do === 'delete') {
    if (await write(deleteGoal(DB, userId, known.id, now).statements)) known.deleted = true
  } else if (step.do === 'restore') {
    if (await write(restoreGoal(DB, userId, known.id, now).statements)) known.deleted = false
  } else {
    const parent = step.do === 'move' ? pick(step.parent) : known.parent
    const status = step.do === 'end' ? step.status : known.values.status
    const saved = await goalById(DB, userId, known.id)
    if (!saved) return
    const values = { ...known.values, status, parent_id: (parent !== null && all[parent]?.id) || null }
    if (await write(updateGoal(DB, userId, known.id, { ...values, seq: saved.seq }, now, false))) {
      known.parent = parent
      known.values = values
    }
  }
}

const model = (all: Known[]) => {
  const parts = (goal: Known) =>
    all.filter(({ parent, deleted }) => !deleted && parent !== null && all[parent] === goal)
  const sum = (goal: Known, counts: (date: string) => boolean): number =>
    [...goal.days].reduce((total, [date, seconds]) => (counts(date) ? total + seconds : total), 0) +
    parts(goal).reduce((total, part) => total + sum(part, counts), 0)
  const pastSum = (goal: Known, counts: (date: string) => boolean): number =>
    [...goal.days].reduce((total, [date, seconds]) => (counts(date) ? total + seconds : total), 0) +
    all
      .filter(({ firstParent }) => firstParent !== null && all[firstParent] === goal)
      .reduce((total, part) => total + pastSum(part, counts), 0)
  const inWeek = (date: string) => datesBetween('2026-11-16', '2026-11-22').includes(date)
  const inMonth = (date: string) => monthOf(date) === '2026-11'
  const share = (seconds: number, minutes: number | null) => Math.min(100, Math.floor(seconds / ((minutes ?? 1) * 0.6)))

  const progress = (goal: Known): number => {
    const { status, kind, target_minutes, progress_percentage } = goal.values
    const automatic = goal.milestones.length > 0 ? 'milestones' : target_minutes === null ? 'manual' : 'time'
    const progress_source = goal.values.progress_source === 'auto' ? automatic : goal.values.progress_source
    if (status === 'completed') return 100
    if (kind === 'weekly') return share(sum(goal, inWeek), target_minutes)
    if (kind === 'monthly') return share(sum(goal, inMonth), target_minutes)
    if (progress_source === 'time')
      return share(
        sum(goal, () => true),
        target_minutes,
      )
    const of = parts(goal)
      .filter(({ values }) => values.status !== 'cancelled')
      .map(progress)
    const own = progress_source === 'milestones' ? goal.milestones.map((reached) => (reached ? 100 : 0)) : []
    const scores = [...of, ...own]
    if (scores.length === 0) return progress_source === 'milestones' ? 0 : progress_percentage
    return Math.floor(scores.reduce((total, score) => total + score, 0) / scores.length)
  }
  /** The last six weeks before this one that are whole, or were met. */
  const weeks = (goal: Known) =>
    [6, 5, 4, 3, 2, 1].map((n) => {
      const { from, to } = weekOf(addDays(today, -7 * n), 1)
      return pastSum(goal, (date) => date >= from && date <= to) >= (goal.values.target_minutes ?? 0) * 60
    })
  return { progress, seconds: (goal: Known) => sum(goal, () => true), weeks, sum }
}

describe('where goals stand', () => {
  test('is what a naive model makes of goals, parts, sessions and milestones, however they were edited', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 12, maxLength: 24 }), async (list) => {
        const client = await signedIn()
        const all: Known[] = []
        for (const step of list) await take(client, all, step)
        const present = all.filter(({ deleted }) => !deleted)
        const { measureOf } = await measureGoals(DB, client.userId, now)
        const expected = model(all)
        for (const goal of present) {
          expect(measureOf(goal.id)).toMatchObject({
            percent: expected.progress(goal),
            seconds: expected.seconds(goal),
          })
          if (goal.values.kind !== 'weekly' || goal.values.status !== 'in_progress') continue
          const saved = await goalById(DB, client.userId, goal.id)
          const [shown] = saved ? await withProgress(DB, client.userId, [saved], now) : []
          const states = shown?.progress.record?.counted.map(({ state }) => state === 'met')
          expect(states).toEqual(expected.weeks(goal))
        }
      }),
      { numRuns: runs(25) },
    )
  })
})

describe('a goal’s page', () => {
  test('has its time by week, with that of its parts, and a streak of weeks met beyond a year', async () => {
    const client = await signedIn()
    const id = uuid()
    const part = uuid()
    const long = '2024-01-01'
    const values: GoalValues = {
      ...newGoalValues,
      title: 'Weekly',
      kind: 'weekly',
      target_minutes: 30,
      status: 'in_progress',
      start_date: long,
    }
    await commit(DB, client.userId, [], addGoal(DB, client.userId, id, values, now))
    await commit(
      DB,
      client.userId,
      [],
      addGoal(DB, client.userId, part, { ...newGoalValues, title: 'Part', parent_id: id }, now),
    )
    const mondays = Array.from({ length: 70 }, (_, n) => addDays('2026-11-16', -7 * n))
    await putAll(
      client,
      mondays.map((date, n) => newSession(dayStart(date, utc), 30, { ...utc, goal_id: n % 2 === 0 ? id : part })),
    )
    const goal = await goalById(DB, client.userId, id)
    if (!goal) throw new Error('the goal was not added')
    const view = await goalPageData(DB, userOf(client, { rest_days: [7] }), goal, now)
    expect(view.record?.inARow).toBe(70)
    expect(view.record?.periods).toHaveLength(13)
    expect(view.weeks).toHaveLength(26)
    expect(view.weeks.every(({ total_seconds }) => total_seconds === 1800)).toBe(true)
    expect(view.ownWeeks.filter(({ total_seconds }) => total_seconds === 1800)).toHaveLength(13)
    expect(view.goal.progress).toMatchObject({ seconds: 70 * 1800, own_seconds: 35 * 1800, percent: 100 })
    expect(view.sessions.map(({ goal_id }) => goal_id)).toEqual(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? id : part)),
    )
    expect(view.parts.map((item) => [item.goal.title, item.depth])).toEqual([['Part', 0]])
  })
})
