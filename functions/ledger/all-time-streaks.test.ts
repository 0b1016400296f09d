import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { addDays, isoWeekday } from '../lib/time/days'
import { allTimeStreaks, streaks } from './streaks'
import { dayNumbers } from './testing'

describe('a streak of all time', () => {
  const histories = fc.record({
    /** Date of day 0, before leap days and the end of a February without one. */
    first: fc.constantFrom('2026-02-02', '2024-02-12', '2100-02-15'),
    active: fc.uniqueArray(fc.nat(40)),
    today: fc.nat(45),
    restDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
    off: fc.uniqueArray(fc.nat(45)),
  })

  /** Goes back from a day to the first miss; the longest of all such walks is the longest streak. */
  const model = ({
    first,
    active,
    today,
    restDays,
    off,
  }: typeof histories extends fc.Arbitrary<infer T> ? T : never) => {
    const has = (day: number) => active.includes(day) && day <= today
    const isFree = (day: number) => off.includes(day) || restDays.includes(isoWeekday(addDays(first, day)))
    const walk = (from: number) => {
      let length = 0
      for (let day = from; day >= 0 && (has(day) || day === today || isFree(day)); day -= 1) length += Number(has(day))
      return length
    }
    return { current: walk(today), longest: Math.max(...Array.from({ length: today + 1 }, (_, day) => walk(day))) }
  }

  test('is what one finds by walking back day by day', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const date = (day: number) => addDays(history.first, day)
        const active = history.active.toSorted((a, b) => a - b).map(date)
        const daysOff = new Set(history.off.map(date))
        const person = { today: date(history.today), restDays: history.restDays, daysOff }
        const { start, ...found } = allTimeStreaks(dayNumbers(active), person)
        expect(found).toEqual(model(history))
        const since = active.filter((date) => date >= start && date <= person.today)
        expect(since).toHaveLength(found.current)
        expect(found.current === 0 ? start : since[0]).toBe(start)
      }),
      { numRuns: runs(1_000) },
    )
  })

  test('is, clipped to a range, never longer than in all', () => {
    fc.assert(
      fc.property(histories, fc.nat(40), fc.nat(40), (history, from, length) => {
        const date = (day: number) => addDays(history.first, day)
        const active = history.active.toSorted((a, b) => a - b).map(date)
        const person = { today: date(history.today), restDays: history.restDays, daysOff: new Set<string>() }
        const range = { from: date(from), to: date(from + length) }
        const clipped = streaks(dayNumbers(active), { ...range, ...person })
        expect(clipped.longest).toBeLessThanOrEqual(allTimeStreaks(dayNumbers(active), person).longest)
      }),
      { numRuns: runs(500) },
    )
  })
})
