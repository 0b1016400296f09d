import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { newGoalValues } from '../schema'
import { type CountReached, familyOf, measureFamily, type ProgressColumns, subtreeIds } from './measure'

const RUNS = { numRuns: runs(500) }
const present = {
  week: { from: '2026-11-16', to: '2026-11-22' },
  month: { from: '2026-11-01', to: '2026-11-30' },
}

type Dated = ProgressColumns & { week_seconds: number; month_seconds: number }

/** Measures goals whose time of the present week and month is known. */
const measured = (members: Dated[]) => {
  const family = familyOf(members)
  const reached: CountReached = ({ id }, _, { from }) =>
    subtreeIds(family, id)
      .flatMap((below) => family.byId.get(below) ?? [])
      .reduce((sum, one) => sum + (from === present.week.from ? one.week_seconds : one.month_seconds), 0)
  return measureFamily(family, (unit) => present[unit === 'week' ? 'week' : 'month'], reached)
}

const plain = { ...newGoalValues, own_seconds: 0, value: null, created_on: null }

const member = (index: number, parentOf: (index: number) => fc.Arbitrary<number | null>): fc.Arbitrary<Dated> =>
  fc
    .record({
      parent: parentOf(index),
      status: fc.constantFrom('not_started', 'in_progress', 'completed', 'cancelled'),
      kind: fc.constantFrom('open', 'open', 'weekly', 'monthly', 'rotation'),
      progress_source: fc.constantFrom('auto', 'auto', 'manual', 'milestones', 'time'),
      progress_percentage: fc.integer({ min: 0, max: 100 }),
      target_minutes: fc.option(fc.integer({ min: 1, max: 200 })),
      own_seconds: fc.integer({ min: 0, max: 9_000 }),
      week_seconds: fc.integer({ min: 0, max: 5_000 }),
      month_seconds: fc.integer({ min: 0, max: 7_000 }),
      milestones: fc.integer({ min: 0, max: 6 }),
    })
    .chain(({ parent, ...rest }) =>
      fc.integer({ min: 0, max: rest.milestones }).map((reached) => ({
        ...plain,
        id: `${index}`,
        parent_id: parent === null ? null : `${parent}`,
        ...rest,
        plan_id: null,
        plan: null,
        reached,
      })),
    )

const some: Dated = {
  ...plain,
  ...{ id: '0', parent_id: null, status: 'in_progress', kind: 'open', progress_source: 'manual' },
  ...{ progress_percentage: 0, target_minutes: null, own_seconds: 0, week_seconds: 0, month_seconds: 0 },
  ...{ milestones: 0, reached: 0, plan_id: null, plan: null },
}

/** Each is part of one that stands before it, or of none. */
const trees = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, index) =>
        member(index, (at) => (at === 0 ? fc.constant(null) : fc.option(fc.nat(at - 1)))),
      ),
    ),
  )

/** The order of sources of progress in docs/goals.md, one goal at a time. */
const model = (all: Dated[]) => {
  const isBelow = (goal: Dated, id: string): boolean => {
    if (goal.id === id) return true
    const parent = all.find(({ id }) => id === goal.parent_id)
    return parent !== undefined && isBelow(parent, id)
  }
  const sum = (id: string, of: 'own_seconds' | 'week_seconds' | 'month_seconds') =>
    all.filter((goal) => isBelow(goal, id)).reduce((total, goal) => total + goal[of], 0)
  const capped = (part: number, whole: number) => Math.min(100, Math.floor((part / whole) * 100 + 1e-9))

  const progress = (goal: Dated): number => {
    const { id, kind, progress_source, target_minutes: minutes, milestones } = goal
    const automatic = milestones > 0 ? 'milestones' : minutes === null ? 'manual' : 'time'
    const source = progress_source === 'auto' ? automatic : progress_source
    if (goal.status === 'completed') return 100
    if (minutes !== null && kind === 'weekly') return capped(sum(id, 'week_seconds'), minutes * 60)
    if (minutes !== null && kind === 'monthly') return capped(sum(id, 'month_seconds'), minutes * 60)
    if (minutes !== null && source === 'time') return capped(sum(id, 'own_seconds'), minutes * 60)
    const parts = all.filter((part) => part.parent_id === id && part.status !== 'cancelled').map(progress)
    const hundredths = parts.reduce((total, part) => total + part, 0)
    if (source === 'milestones') {
      const steps = goal.milestones + parts.length
      return steps === 0 ? 0 : Math.floor((goal.reached * 100 + hundredths) / steps)
    }
    return parts.length > 0 ? Math.floor(hundredths / parts.length) : goal.progress_percentage
  }
  return (goal: Dated) => ({ percent: progress(goal), seconds: sum(goal.id, 'own_seconds') })
}

test('progress and time of every goal are those of a naive model', () => {
  fc.assert(
    fc.property(trees, (members) => {
      const of = measured(members)
      const expected = model(members)
      for (const goal of members) expect(of(goal.id)).toMatchObject(expected(goal))
    }),
    RUNS,
  )
})

test('a goal with milestones and a target time measures the milestones and has both figures', () => {
  const goal = { ...some, progress_source: 'auto' as const, milestones: 3, target_minutes: 3_600, own_seconds: 0 }
  const { basis, percent } = measured([goal])('0')
  expect(basis).toEqual({ from: 'milestones', steps: 3, parts: 0, done: 0, target_seconds: 216_000 })
  expect(percent).toBe(0)
})

test('damage that goes in circles ends, counts each goal once, and stays between 0 and 100', () => {
  const circles = fc
    .integer({ min: 1, max: 8 })
    .chain((size) => fc.tuple(...Array.from({ length: size }, (_, index) => member(index, () => fc.option(fc.nat(8))))))
  fc.assert(
    fc.property(circles, (members) => {
      const family = familyOf(members)
      const of = measured(members)
      const all = members.reduce((sum, { own_seconds }) => sum + own_seconds, 0)
      for (const { id } of members) {
        expect(new Set(subtreeIds(family, id)).size).toBe(subtreeIds(family, id).length)
        expect(of(id).seconds).toBeLessThanOrEqual(all)
        expect(of(id).percent).toBeGreaterThanOrEqual(0)
        expect(of(id).percent).toBeLessThanOrEqual(100)
      }
    }),
    RUNS,
  )
})

test('a goal that is not there has nothing', () => {
  expect(measured([])('gone')).toMatchObject({ percent: 0, seconds: 0 })
})
