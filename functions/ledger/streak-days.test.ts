import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../test/runs'
import { addDays, dateOf } from '../lib/days'
import { findStreaks, streaks } from './streaks'
import { dayNumbers } from './testing'

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
