import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/runs'
import { dayNumbers } from '../../ledger/testing'
import { addDays, datesBetween, isoWeekday } from '../../lib/days'
import { isUnbroken } from './page'

const RUNS = { numRuns: runs(1_000) }
const today = '2026-11-20'

const histories = fc
  .record({
    missed: fc.uniqueArray(fc.nat(30), { maxLength: 4 }),
    length: fc.nat(25),
    restDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
    daysOff: fc.uniqueArray(fc.nat(30), { maxLength: 6 }),
  })
  .map(({ missed, length, restDays, daysOff }) => ({
    range: { from: addDays(today, -length), to: today },
    active: new Set(datesBetween(addDays(today, -length), today).filter((_, n) => !missed.includes(length - n))),
    person: { today, restDays, daysOff: new Set(daysOff.map((n) => addDays(today, -n))) },
  }))

describe('a streak', () => {
  test('is unbroken where every day has time, is a rest day or a day off, or is today', () => {
    fc.assert(
      fc.property(histories, ({ range, active, person }) => {
        const { restDays, daysOff } = person
        const excused = (date: string) => restDays.includes(isoWeekday(date)) || daysOff.has(date)
        const kept = (date: string) => active.has(date) || date === today || excused(date)
        expect(isUnbroken(dayNumbers(active), range, person)).toBe(datesBetween(range.from, range.to).every(kept))
      }),
      RUNS,
    )
  })
})
