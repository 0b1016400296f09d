import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { addDays, daysBetween, weekOf } from '../../../lib/time/days'
import { type GoalRow, newGoalValues } from '../schema'
import { latenessOf, periodLateness } from './lateness'
import type { Measure } from './measure'
import { percentPace } from './pace'
import { plainRule } from './rule'
import { latenessText } from './text'

const RUNS = { numRuns: runs(500) }
const today = '2026-11-20'
const day = (n: number) => addDays(today, n)
const calendar = { today, restDays: [], daysOff: new Set<string>() }

const goal: GoalRow = {
  ...newGoalValues,
  ...{ id: 'g', parent_id: null, title: 'Goal', description: '', kind: 'open', category: 'personal' },
  ...{ start_date: day(-90), target_date: day(10), status: 'in_progress', progress_source: 'auto' },
  ...{
    plan_id: null,
    organization_id: null,
    progress_percentage: 0,
    target_minutes: null,
    completed_at: null,
    created_on: day(-90),
    completed_on: null,
    created_at: 0,
    updated_at: 0,
    seq: 1,
  },
}
const measured = (percent: number): Measure => ({ percent, seconds: 0, own_seconds: 0, basis: { from: 'manual' } })

const lateness = (values: Partial<GoalRow>, percent: number) => {
  const one = { ...goal, ...values }
  const start = one.start_date ?? day(-90)
  const pace = percentPace({ percent, target_date: one.target_date, start }, calendar)
  return latenessOf(one, measured(percent), pace, start, calendar)
}

const plans = fc.record({
  start: fc.integer({ min: -900, max: 0 }).map(day),
  target_date: fc.integer({ min: 0, max: 900 }).map(day),
  percent: fc.integer({ min: 0, max: 100 }),
})

describe('a goal with a date', () => {
  test('is behind only when its forecast is late and more than its grace is missing; then by at least a day', () => {
    fc.assert(
      fc.property(plans, ({ start, target_date, percent }) => {
        const late = lateness({ start_date: start, target_date }, percent)
        const length = daysBetween(start, target_date) + 1
        const lag = daysBetween(start, today) - (percent / 100) * length
        const { on_course } = percentPace({ percent, target_date, start }, calendar)
        expect(late?.state).toBe(!on_course && lag > Math.max(2, length / 20) ? 'behind' : 'on_track')
        expect((late?.days ?? 0) >= 1).toBe(late?.state === 'behind')
        expect(late?.due).toBeCloseTo((100 * daysBetween(start, today)) / length)
      }),
      RUNS,
    )
  })

  test('is never later for having done more, as long as there is a forecast', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 1, max: 99 }), ({ start, target_date }, less) => {
        const values = { start_date: start, target_date }
        const isForecast = percentPace({ percent: less, target_date, start }, calendar).done_on !== null
        if (!isForecast) return
        expect(lateness(values, less + 1)?.days).toBeLessThanOrEqual(lateness(values, less)?.days ?? -1)
      }),
      RUNS,
    )
  })

  test('says by how much its forecast is late', () => {
    // 91 days for 40 %: 137 more for the rest, 10 of which are left.
    expect(lateness({}, 40)).toMatchObject({ state: 'behind', days: 127, missing: null })
    expect(lateness({}, 90)).toMatchObject({ state: 'on_track', days: 0, missing: null })
    expect(lateness({ target_date: day(-3) }, 90)).toEqual({ state: 'overdue', days: 3, missing: null, due: 100 })
  })

  test.each([
    ['that was completed', { status: 'completed' }],
    ['that was cancelled', { status: 'cancelled', target_date: day(-1) }],
    ['that starts later', { start_date: day(1), target_date: day(9) }],
    ['that nobody has started', { start_date: null, status: 'not_started' }],
    ['without a date', { target_date: null }],
  ] as const)('%s is not late: a goal', (_, values) => {
    expect(lateness(values, 0)).toBe(null)
  })
})

describe('a period', () => {
  const week = weekOf(today, 1)
  const rule = plainRule('week', 600)
  const { target } = rule
  const start = '2026-01-01'
  const on = (date: string, reached: number) =>
    periodLateness({ ...week, rule, reached, start }, { ...calendar, today: date })

  test('is behind when more than a day’s share is missing, and says how much time that is', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(40_000), (past, seconds) => {
        const share = target / 7
        const missing = past * share - seconds
        const isBehind = seconds < target && missing > share
        const late = on(addDays(week.from, past), seconds)
        expect(late?.state).toBe(isBehind ? 'behind' : 'on_track')
        expect(late?.missing).toBe(isBehind ? Math.ceil(missing) : null)
        expect(late?.due).toBeCloseTo((100 * past) / 7)
      }),
      { ...RUNS, examples: [[1, 0]] },
    )
  })

  test('expects nothing on days before the goal, on rest days and on days off', () => {
    const late = { ...week, rule, reached: 0, start }
    expect(periodLateness({ ...late, start: today }, calendar)?.state).toBe('on_track')
    expect(periodLateness(late, { ...calendar, restDays: [1, 2, 3, 4, 6, 7] })?.state).toBe('on_track')
    expect(periodLateness(late, { ...calendar, restDays: [1, 2, 3, 4, 5, 6, 7] })).toBe(null)
    expect(periodLateness(late, calendar)?.state).toBe('behind')
  })
})

test.each([
  [1, null, '1 day behind'],
  [13, null, '13 days behind'],
  [21, null, '3 weeks behind'],
  [127, null, '4 months behind'],
  [2, 5_400, '1h 30m behind'],
])('%i days and %s seconds are said as %s', (days, missing, said) => {
  const timed = { unit: null, times_of: null, progress: measured(0) }
  expect(latenessText({ state: 'behind', days, missing, due: 50 }, timed)).toBe(said)
})
