import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { addDays, datesBetween, isoWeekday } from '../lib/time/days'
import { allTimeStreaks, streaks } from './streaks'
import { dayNumbers } from './testing'

/** Dates of a text: `2026-03-02` alone, `2026-03-02/06` from one day of a month to another, `2026-03-02/2026-04-01`. */
const dates = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .flatMap((part) => {
      const [from = '', to = from] = part.split('/')
      return datesBetween(from, to.length === 2 ? from.slice(0, 8) + to : to)
    })

/** Worked out by hand. 2026-03-02 is a Monday. */
describe('a streak of all time', () => {
  const streak = (active: string, today: string, restDays: number[] = [], off = '') => {
    const person = { today, restDays, daysOff: new Set(dates(off)) }
    const { current, longest, start } = allTimeStreaks(dayNumbers(dates(active)), person)
    return [current, longest, start]
  }

  test.each([
    ['over a leap day', '2024-02-28/2024-03-01', '2024-03-01', 3, 3, '2024-02-28'],
    ['a leap day missed', '2024-02-27/28 2024-03-01', '2024-03-01', 1, 2, '2024-03-01'],
    ['no leap day in 2100', '2100-02-28 2100-03-01', '2100-03-01', 2, 2, '2100-02-28'],
    ['a whole leap year', '2024-01-01/2024-12-31', '2024-12-31', 366, 366, '2024-01-01'],
    ['three years without a miss', '2023-03-05/2026-03-04', '2026-03-04', 1096, 1096, '2023-03-05'],
    ['longer ago than 53 weeks', '2020-01-01/2020-04-09', '2026-03-04', 0, 100, '2026-03-04'],
  ])('with %s', (_, active, today, ...expected) => {
    expect(streak(active, today)).toEqual(expected)
  })

  test.each([
    ['work on a rest day', '2026-02-26/28 2026-03-02', '2026-03-02', 4, 4, '2026-02-26'],
    ['time on rest days only', '2026-02-28/2026-03-01 2026-03-07/08', '2026-03-08', 2, 2, '2026-03-07'],
  ])('with %s, where weekends are for rest', (_, active, today, ...expected) => {
    expect(streak(active, today, [6, 7])).toEqual(expected)
  })

  test.each([
    ['a holiday of two weeks', '2026-02-12/15 2026-03-02', '2026-03-02', '2026-02-16/2026-03-01', 5, 5, '2026-02-12'],
    ['a day off in the future', '2026-03-02/03', '2026-03-05', '2026-03-06', 0, 2, '2026-03-05'],
  ])('with %s', (_, active, today, off, ...expected) => {
    expect(streak(active, today, [], off)).toEqual(expected)
  })

  const monday = '2026-02-02'
  const histories = fc.record({
    active: fc.uniqueArray(fc.nat(40)),
    today: fc.nat(45),
    restDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 }),
    off: fc.uniqueArray(fc.nat(45)),
  })

  /** Goes back from a day to the first miss; the longest of all such walks is the longest streak. */
  const model = ({ active, today, restDays, off }: typeof histories extends fc.Arbitrary<infer T> ? T : never) => {
    const has = (day: number) => active.includes(day) && day <= today
    const isFree = (day: number) => off.includes(day) || restDays.includes(isoWeekday(addDays(monday, day)))
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
        const active = history.active.toSorted((a, b) => a - b).map((day) => addDays(monday, day))
        const daysOff = new Set(history.off.map((day) => addDays(monday, day)))
        const person = { today: addDays(monday, history.today), restDays: history.restDays, daysOff }
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
      fc.property(histories, fc.nat(40), fc.nat(40), (history, first, length) => {
        const active = history.active.toSorted((a, b) => a - b).map((day) => addDays(monday, day))
        const person = { today: addDays(monday, history.today), restDays: history.restDays, daysOff: new Set<string>() }
        const range = { from: addDays(monday, first), to: addDays(monday, first + length) }
        const clipped = streaks(dayNumbers(active), { ...range, ...person })
        expect(clipped.longest).toBeLessThanOrEqual(allTimeStreaks(dayNumbers(active), person).longest)
      }),
      { numRuns: runs(500) },
    )
  })
})
