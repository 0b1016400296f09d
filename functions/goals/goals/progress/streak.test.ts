import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { addDays, datesBetween, isoWeekday } from '../../../lib/time/days'
import { goalStreak } from './page'

const today = '2026-11-20'
const year = { from: addDays(today, -370), to: today }

const histories = fc.record({
  days: fc.integer({ min: 0, max: 1_500 }),
  missed: fc.uniqueArray(fc.nat(1_500), { maxLength: 3 }),
  restDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
  daysOff: fc.uniqueArray(fc.nat(1_500), { maxLength: 6 }),
})

test('a streak goes back to the last day that was missed, over years; rest days, days off and today miss nothing', () => {
  fc.assert(
    fc.property(histories, ({ days, missed, restDays, daysOff }) => {
      const off = new Set(daysOff.map((ago) => addDays(today, -ago)))
      const dates = datesBetween(addDays(today, -days), today).filter((_, n) => !missed.includes(days - n))
      const active = new Set(dates)
      const excused = (date: string) => date === today || restDays.includes(isoWeekday(date)) || off.has(date)
      let current = 0
      for (let date = today; date >= (dates[0] ?? today); date = addDays(date, -1)) {
        if (active.has(date)) current += 1
        else if (!excused(date)) break
      }
      const sums = dates.map((date) => ({ date, total_seconds: 60, session_count: 1 }))
      expect(goalStreak(sums, year, { restDays, daysOff: off }).current).toBe(current)
    }),
    { numRuns: runs(300) },
  )
})
