import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { addDays, daysBetween, isoWeekday } from '../../../lib/time/days'
import { oncePace, percentPace, periodPace, rateStart, roundedNeed, workingDays } from './pace'
import { plainRule } from './rule'

const RUNS = { numRuns: runs(500) }
const today = '2026-11-20'
const day = (n: number) => addDays(today, n)

const calendars = fc
  .record({
    restDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
    off: fc.uniqueArray(fc.integer({ min: -5, max: 70 }), { maxLength: 8 }),
  })
  .map(({ restDays, off }) => ({ today, restDays, daysOff: new Set(off.map(day)) }))

type Calendar = { today: string; restDays: number[]; daysOff: Set<string> }

/** One by one, the days on which something can be done. */
const countedDays = (until: string, { restDays, daysOff }: Calendar, start: string) => {
  let days = 0
  for (let n = Math.max(0, daysBetween(today, start)); day(n) <= until; n += 1) {
    if (!restDays.includes(isoWeekday(day(n))) && !daysOff.has(day(n))) days += 1
  }
  return days
}

/** The first day, tomorrow or later, on which going on at `a day` reaches what remains; walked for five years. */
const walked = (remaining: number, aDay: number) => {
  for (let n = 1; n <= 1_826; n += 1) if (aDay * n >= remaining - 1e-6) return day(n)
  return null
}

const goals = fc.record({
  reached: fc.integer({ min: 0, max: 400_000 }),
  target: fc.integer({ min: 60, max: 500_000 }),
  target_date: fc.option(fc.integer({ min: -20, max: 60 }).map(day)),
  start: fc.integer({ min: -60, max: 40 }).map(day),
  recent: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200_000 })),
})

describe('the pace of tracked time', () => {
  test('is what is left on each working day, and the day on which the rate reaches it', () => {
    fc.assert(
      fc.property(goals, calendars, (goal, calendar) => {
        const pace = oncePace(goal, calendar)
        const remaining = goal.target - goal.reached
        const days = Math.min(28, daysBetween(goal.start, today) + 1)
        const done = remaining > 0 && goal.recent > 0 && days > 1 ? walked(remaining, goal.recent / days) : null
        expect(pace.done_on).toBe(done)
        const inTime = remaining <= 0 || (done !== null && goal.target_date !== null && done <= goal.target_date)
        expect(pace.on_course).toBe(inTime)
        const left = goal.target_date === null ? 0 : countedDays(goal.target_date, calendar, goal.start)
        const isOverdue = goal.target_date !== null && goal.target_date < today
        const open =
          goal.start > today ? 'not_begun' : goal.target_date !== null && left === 0 ? 'no_days_left' : 'under_way'
        expect(pace.state).toBe(remaining <= 0 ? 'reached' : isOverdue ? 'overdue' : open)
        expect(pace.left).toBe(Math.max(0, remaining))
        if (inTime || left === 0) expect([pace.needs, pace.days]).toEqual([null, 0])
        else {
          expect(pace.days).toBe(left)
          expect((pace.needs ?? 0) * left).toBeGreaterThanOrEqual(remaining)
          expect(((pace.needs ?? 0) - 1) * left).toBeLessThan(remaining)
        }
      }),
      RUNS,
    )
  })

  test('of a period asks for the rest of its target by its end', () => {
    const calendar = { today, restDays: [6, 7], daysOff: new Set<string>() }
    const week = {
      from: '2026-11-16',
      to: '2026-11-22',
      reached: 3_600,
      rule: plainRule('week', 120),
      start: '2026-11-01',
    }
    expect(periodPace(week, calendar)).toMatchObject({ state: 'under_way', needs: 3_600, done_on: null })
    const reached = { state: 'reached', left: 0, needs: null, on_course: true }
    expect(periodPace({ ...week, reached: 7_200 }, calendar)).toMatchObject(reached)
    const free = { ...calendar, daysOff: new Set([today]) }
    expect(periodPace(week, free)).toMatchObject({ state: 'no_days_left', left: 3_600, needs: null })
    expect(periodPace({ ...week, start: day(1) }, calendar)).toMatchObject({ state: 'not_begun', needs: null })
  })

  test('counts no days for a goal that is overdue', () => {
    expect(workingDays(day(-1), { today, restDays: [], daysOff: new Set() })).toBe(0)
    expect(rateStart(day(-40), today)).toBe(day(-27))
    expect(rateStart(day(-3), today)).toBe(day(-3))
  })
})

/** Works on Mondays to Thursdays; `today` is a Friday. */
const weekdays = { today, restDays: [5, 6, 7], daysOff: new Set<string>() }

test('the pace of a percentage is what it took since the start', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 900 }), (percent, days) => {
      const pace = percentPace({ percent, start: day(-days), target_date: null }, weekdays)
      expect(pace.needs).toBe(null)
      const isUnknown = percent === 0 || percent === 100 || days === 0
      expect(pace.done_on).toBe(isUnknown ? null : walked(100 - percent, percent / (days + 1)))
      expect(pace.on_course).toBe(percent === 100)
    }),
    RUNS,
  )
  const later = percentPace({ percent: 50, start: day(5), target_date: null }, weekdays)
  expect(later).toMatchObject({ state: 'not_begun', done_on: null })
  const states = [-1, 0, 1].map(
    (n) => percentPace({ percent: 50, start: day(-9), target_date: day(n) }, weekdays).state,
  )
  expect(states).toEqual(['overdue', 'no_days_left', 'no_days_left'])
})

test.each([
  [1, 60],
  [60, 60],
  [541, 600],
  [600, 600],
  [601, 900],
  [2_300, 2_400],
  [2_401, 2_700],
])('%i seconds a day are said as %i', (exact, said) => {
  expect(roundedNeed(exact)).toBe(said)
})
