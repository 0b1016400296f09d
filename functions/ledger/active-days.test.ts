import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/runs'
import { addDays, datesBetween, isoWeekday } from '../lib/days'
import { allTimeStreaks, daysOfYear } from './active-days'
import { streaks } from './streaks'
import { dayNumbers } from './testing'

const weekend = [6, 7]

/** Dates of a text: `2026-03-02` alone, `2026-03-02/06` from one day of a month to another, `2026-03-02/2026-04-01`. */
const dates = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .flatMap((part) => {
      const [from = '', to = from] = part.split('/')
      return datesBetween(from, to.length === 2 ? from.slice(0, 8) + to : to)
    })

type Case = {
  active: string
  today: string
  rest?: number[]
  off?: string
  current: number
  longest: number
  start?: string
}

/** Worked out by hand. 2026-03-02 is a Monday. */
const cases: Record<string, Case> = {
  'nothing tracked': { active: '', today: '2026-03-04', current: 0, longest: 0, start: '2026-03-04' },
  'today alone': { active: '2026-03-04', today: '2026-03-04', current: 1, longest: 1, start: '2026-03-04' },
  'yesterday alone, today not over': { active: '2026-03-03', today: '2026-03-04', current: 1, longest: 1 },
  'the day before yesterday alone': { active: '2026-03-02', today: '2026-03-04', current: 0, longest: 1 },
  'three days to today': { active: '2026-03-02/04', today: '2026-03-04', current: 3, longest: 3, start: '2026-03-02' },
  'three days, today missing': { active: '2026-03-01/03', today: '2026-03-04', current: 3, longest: 3 },
  'a gap of a day': { active: '2026-03-01/02 2026-03-04', today: '2026-03-04', current: 1, longest: 2 },
  'the longest lies in the past': {
    active: '2026-01-05/09 2026-03-03/04',
    today: '2026-03-04',
    current: 2,
    longest: 5,
    start: '2026-03-03',
  },
  'two as long as each other': { active: '2026-02-02/04 2026-03-02/04', today: '2026-03-04', current: 3, longest: 3 },
  'a weekend of rest between': {
    active: '2026-02-26/27 2026-03-02',
    today: '2026-03-02',
    rest: weekend,
    current: 3,
    longest: 3,
    start: '2026-02-26',
  },
  'a weekend without rest days': { active: '2026-02-26/27 2026-03-02', today: '2026-03-02', current: 1, longest: 2 },
  'work on a rest day counts': {
    active: '2026-02-26/28 2026-03-02',
    today: '2026-03-02',
    rest: weekend,
    current: 4,
    longest: 4,
  },
  'today is a rest day': { active: '2026-03-05/06', today: '2026-03-07', rest: weekend, current: 2, longest: 2 },
  'today is the second rest day': {
    active: '2026-03-05/06',
    today: '2026-03-08',
    rest: weekend,
    current: 2,
    longest: 2,
  },
  'today follows the rest days, still empty': {
    active: '2026-03-05/06',
    today: '2026-03-09',
    rest: weekend,
    current: 2,
    longest: 2,
  },
  'the day after that': { active: '2026-03-05/06', today: '2026-03-10', rest: weekend, current: 0, longest: 2 },
  'today is a rest day with time': {
    active: '2026-03-06/07',
    today: '2026-03-07',
    rest: weekend,
    current: 2,
    longest: 2,
  },
  'only rest days have time': {
    active: '2026-02-28/2026-03-01 2026-03-07/08',
    today: '2026-03-08',
    rest: weekend,
    current: 2,
    longest: 2,
  },
  'six rest days a week': {
    active: '2026-02-16 2026-02-23 2026-03-02',
    today: '2026-03-04',
    rest: [2, 3, 4, 5, 6, 7],
    current: 3,
    longest: 3,
    start: '2026-02-16',
  },
  'a miss on the one day that is none of six': {
    active: '2026-02-16 2026-03-02',
    today: '2026-03-04',
    rest: [2, 3, 4, 5, 6, 7],
    current: 1,
    longest: 1,
  },
  'a day off between': {
    active: '2026-03-02 2026-03-04',
    today: '2026-03-04',
    off: '2026-03-03',
    current: 2,
    longest: 2,
  },
  'a day off with time counts': {
    active: '2026-03-02/04',
    today: '2026-03-04',
    off: '2026-03-03',
    current: 3,
    longest: 3,
  },
  'a holiday of two weeks': {
    active: '2026-02-12/15 2026-03-02',
    today: '2026-03-02',
    off: '2026-02-16/2026-03-01',
    current: 5,
    longest: 5,
    start: '2026-02-12',
  },
  'a holiday that is a day too short': {
    active: '2026-02-12/15 2026-03-02',
    today: '2026-03-02',
    off: '2026-02-16/28',
    current: 1,
    longest: 4,
  },
  'days off and rest days make one pause': {
    active: '2026-02-26 2026-03-03',
    today: '2026-03-03',
    rest: weekend,
    off: '2026-02-27 2026-03-02',
    current: 2,
    longest: 2,
  },
  'today is a day off': { active: '2026-03-02/03', today: '2026-03-04', off: '2026-03-04', current: 2, longest: 2 },
  'a day off in the future is no matter': {
    active: '2026-03-02/03',
    today: '2026-03-05',
    off: '2026-03-06',
    current: 0,
    longest: 2,
  },
  'days off alone are no streak': { active: '', today: '2026-03-04', off: '2026-03-01/04', current: 0, longest: 0 },
  'a day off before the first day': {
    active: '2026-03-04',
    today: '2026-03-04',
    off: '2026-03-03',
    current: 1,
    longest: 1,
  },
  'over the end of February': {
    active: '2026-02-27/2026-03-02',
    today: '2026-03-02',
    current: 4,
    longest: 4,
    start: '2026-02-27',
  },
  'over a leap day': { active: '2024-02-28/2024-03-01', today: '2024-03-01', current: 3, longest: 3 },
  'a leap day missed': { active: '2024-02-27/28 2024-03-01', today: '2024-03-01', current: 1, longest: 2 },
  'no leap day in 2100': { active: '2100-02-28 2100-03-01', today: '2100-03-01', current: 2, longest: 2 },
  'over the end of a year': {
    active: '2025-12-30/2026-01-02',
    today: '2026-01-02',
    current: 4,
    longest: 4,
    start: '2025-12-30',
  },
  'over a month of 30 days and one of 31': {
    active: '2026-03-31/2026-05-01',
    today: '2026-05-01',
    current: 32,
    longest: 32,
  },
  'a whole leap year': { active: '2024-01-01/2024-12-31', today: '2024-12-31', current: 366, longest: 366 },
  'three years without a miss': {
    active: '2023-03-05/2026-03-04',
    today: '2026-03-04',
    current: 1096,
    longest: 1096,
    start: '2023-03-05',
  },
  'longer ago than 53 weeks': { active: '2020-01-01/2020-04-09', today: '2026-03-04', current: 0, longest: 100 },
  'days after today do not count': { active: '2026-03-03/09', today: '2026-03-04', current: 2, longest: 2 },
  'only days after today': {
    active: '2026-03-06/09',
    today: '2026-03-04',
    current: 0,
    longest: 0,
    start: '2026-03-04',
  },
  'a miss today, but time tomorrow': { active: '2026-03-03 2026-03-05', today: '2026-03-04', current: 1, longest: 1 },
  'the clocks went forward': { active: '2026-03-28/30', today: '2026-03-30', current: 3, longest: 3 },
  'the clocks went back': { active: '2026-10-24/26', today: '2026-10-26', current: 3, longest: 3 },
}

describe('a streak of all time', () => {
  test.each(Object.entries(cases))('%s', (_, { active, today, rest = [], off = '', current, longest, start }) => {
    const found = allTimeStreaks(dayNumbers(dates(active)), { today, restDays: rest, daysOff: new Set(dates(off)) })
    expect([found.current, found.longest]).toEqual([current, longest])
    if (start) expect(found.start).toBe(start)
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

describe('the days of a year', () => {
  const written = (active: number[]) =>
    Array.from({ length: 366 }, (_, index) => (active.includes(index) ? '1' : '0')).join('')

  test.each([
    ['2026', [0], ['2026-01-01']],
    ['2026', [31, 33], ['2026-02-01', '2026-02-03']],
    ['2024', [59], ['2024-02-29']],
    ['2026', [59], ['2026-03-01']],
    ['2024', [365], ['2024-12-31']],
    ['2026', [364], ['2026-12-31']],
    ['2026', [], []],
  ])('%s, %j', (year, active, expected) => {
    expect(daysOfYear({ year, days: written(active) })).toEqual(dayNumbers(expected))
  })

  test('are those that are marked, in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(364)), (active) => {
        const expected = active.toSorted((a, b) => a - b).map((day) => addDays('2026-01-01', day))
        expect(daysOfYear({ year: '2026', days: written(active) })).toEqual(dayNumbers(expected))
      }),
    )
  })
})
