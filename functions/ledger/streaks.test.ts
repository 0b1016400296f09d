import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { addDays, dateOf, datesBetween, isoWeekday } from '../lib/time/days'
import { findStreaks, streaks } from './streaks'
import { dayNumbers } from './testing'

const RUNS = { numRuns: runs(1_000) }
const monday = '2026-11-02'
const day = (n: number) => addDays(monday, n)

const histories = fc
  .record({
    from: fc.integer({ min: -3, max: 5 }),
    length: fc.integer({ min: -1, max: 25 }),
    today: fc.integer({ min: -2, max: 30 }),
    active: fc.uniqueArray(fc.integer({ min: -5, max: 32 })),
    restDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
    daysOff: fc.uniqueArray(fc.integer({ min: -5, max: 32 })),
  })
  .map(({ from, length, today, active, restDays, daysOff }) => ({
    active: new Set(active.map(day)),
    options: {
      from: day(from),
      to: day(from + length),
      today: day(today),
      restDays,
      daysOff: new Set(daysOff.map(day)),
    },
  }))

/** Every stretch of the range that holds no miss is a streak, as long as its days with time. */
const model = (active: Set<string>, { from, to, today, restDays, daysOff }: Parameters<typeof streaks>[1]) => {
  const dates = datesBetween(from, to).filter((date) => date <= today)
  const excused = (date: string) => restDays.includes(isoWeekday(date)) || [...daysOff].includes(date)
  const missed = (date: string) => !active.has(date) && date !== today && !excused(date)
  const lengths = (stretches: string[][]) =>
    stretches.filter((stretch) => !stretch.some(missed)).map((stretch) => stretch.filter((d) => active.has(d)).length)
  const ends = dates.map((_, i) => i + 1)
  const stretches = ends.flatMap((end) =>
    ends.filter((start) => start <= end).map((start) => dates.slice(start - 1, end)),
  )
  return {
    current: Math.max(0, ...lengths(dates.map((_, i) => dates.slice(i)))),
    longest: Math.max(0, ...lengths(stretches)),
  }
}

describe('a streak', () => {
  test('is the days with time in a stretch without a miss', () => {
    fc.assert(
      fc.property(histories, (history) => {
        expect(streaks(dayNumbers(history.active), history.options)).toEqual(model(history.active, history.options))
      }),
      RUNS,
    )
  })

  test('never gets shorter by tracking on one more day', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: -5, max: 32 }), ({ active, options }, n) => {
        const more = streaks(dayNumbers(new Set([...active, day(n)])), options)
        const before = streaks(dayNumbers(active), options)
        expect(more.current).toBeGreaterThanOrEqual(before.current)
        expect(more.longest).toBeGreaterThanOrEqual(before.longest)
      }),
      RUNS,
    )
  })
})

test('the days of streaks are as many as are counted, each with time, and nothing is missed between them', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(40)),
      fc.record({ from: fc.nat(10), length: fc.nat(30), today: fc.nat(45) }),
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
      fc.uniqueArray(fc.nat(40)),
      (active, { from, length, today }, restDays, off) => {
        const options = {
          from: day(from),
          to: day(from + length),
          today: day(today),
          restDays,
          daysOff: new Set(off.map(day)),
        }
        const days = dayNumbers(active.map(day))
        const counted = streaks(days, options)
        const found = findStreaks(days, options)
        expect([found.current?.days ?? 0, found.longest?.days ?? 0]).toEqual([counted.current, counted.longest])
        for (const streak of [found.current, found.longest]) {
          if (!streak) continue
          const { first, last } = streak
          expect(days).toEqual(expect.arrayContaining([first, last]))
          expect(days.filter((one) => one >= first && one <= last)).toHaveLength(streak.days)
          expect(streaks(days, { ...options, from: dateOf(first), to: dateOf(last) }).longest).toBe(streak.days)
        }
      },
    ),
    { numRuns: runs(500) },
  )
})
