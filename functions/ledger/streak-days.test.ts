import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../test/runs'
import { addDays } from '../lib/days'
import { streakDays, streaks } from './streaks'

const day = (n: number) => addDays('2026-11-02', n)

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
        const dates = new Set(active.map(day))
        const counted = streaks(dates, options)
        const found = streakDays(dates, options)
        expect([found.current.length, found.longest.length]).toEqual([counted.current, counted.longest])
        for (const streak of [found.current, found.longest]) {
          expect(streak.every((date) => dates.has(date))).toBe(true)
          const [first, last] = [streak[0], streak.at(-1)]
          if (first === undefined || last === undefined) continue
          expect(streaks(dates, { ...options, from: first, to: last }).longest).toBe(streak.length)
        }
      },
    ),
    { numRuns: runs(500) },
  )
})
