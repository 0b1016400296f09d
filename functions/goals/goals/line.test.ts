import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { addDays, isDate, isoWeekday } from '../../lib/time/days'
import { parseDate } from '../../lib/time/typed-date'
import { interpretGoal, parseCapture } from './line'

/** A Friday. */
const today = '2026-11-20'

const none = { target_date: null, amount: null }
const weekly = (target_minutes: number) => ({ kind: 'weekly', target_minutes })

describe('a line', () => {
  test.each([
    ['Finish  thesis by 15 Jan', { title: 'Finish thesis', target_date: '2027-01-15', amount: null }],
    ['Call home BY Friday', { title: 'Call home', target_date: '2026-11-27', amount: null }],
    ['Call home by next friday', { title: 'Call home', target_date: '2026-11-27', amount: null }],
    ['Call home until 15 Jan', { title: 'Call home', target_date: '2027-01-15', amount: null }],
    ['Read 3 papers weekly 5h', { title: 'Read 3 papers', target_date: null, amount: weekly(300) }],
    [
      'Portuguese 20h a month by 30 June',
      { title: 'Portuguese', target_date: '2027-06-30', amount: { kind: 'monthly', target_minutes: 1200 } },
    ],
    ['Stand by me', { title: 'Stand by me', ...none }],
    ['Books a week', { title: 'Books a week', ...none }],
    ['Read 5 a week', { title: 'Read 5 a week', ...none }],
    ['Write the weekly report', { title: 'Write the weekly report', ...none }],
    ['Pass by 31 February', { title: 'Pass by 31 February', ...none }],
    ['40h', { title: '40h', ...none }],
    ['Ask by Friday by Monday', { title: 'Ask by Friday', target_date: '2026-11-23', amount: null }],
    ['', { title: '', ...none }],
  ])('%j is read as it is meant', (line, read) => {
    expect(parseCapture(line, today)).toEqual(read)
  })

  test('that says nothing of dates and times is its title, whatever it holds', () => {
    const word = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !/\s|by|week|month/i.test(text))
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        expect(parseCapture(words.join(' '), today)).toEqual({ title: words.join(' '), ...none })
      }),
    )
  })

  test('ends with a date and an amount in either order', () => {
    const amounts = { '40h': ['open', 2400], '5h a week': ['weekly', 300], 'monthly 2h 30m': ['monthly', 150] } as const
    for (const [text, [kind, target_minutes]] of Object.entries(amounts)) {
      for (const line of [`Run it by 30 June ${text}`, `Run it ${text} by 30 June`]) {
        const amount = { kind, target_minutes }
        expect(parseCapture(line, today)).toEqual({ title: 'Run it', target_date: '2027-06-30', amount })
      }
    }
  })

  test('keeps its words in order and never loses the title', () => {
    const word = fc.oneof(
      fc.constantFrom('by', 'Friday', '15', 'Jan', '5h', 'a', 'week', 'weekly', 'monthly', 'tomorrow', '2027-01-15'),
      fc.stringMatching(/^[a-z]{1,5}$/),
    )
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 14 }), (words) => {
        const { title, target_date, amount } = parseCapture(words.join(' '), today)
        expect(title).not.toBe('')
        expect(words.join(' ').startsWith(title)).toBe(true)
        expect(title === words.join(' ')).toBe(target_date === null && amount === null)
        if (target_date !== null) expect(isDate(target_date)).toBe(true)
        if (amount !== null) expect(amount.target_minutes).toBeGreaterThan(0)
      }),
      { numRuns: runs(500) },
    )
  })
})

test.each([
  ['Pass by 31 February', 'by 31 February'],
  ['Ask by Friday by Monday', 'by Friday'],
  ['Read 5 a week', '5 a week'],
  ['Finish by 2027-13-01 40h', 'by 2027-13-01'],
  ['Write 2h 3h', '2h'],
  ['Pass by 15 Jan 99h a day', 'by 15 Jan'],
  ['Pass by 1 Dec 2026 with Bob', 'by 1 Dec 2026'],
  ['Pass by end of term', 'by end of term'],
  ['Pass by next term', 'by next term'],
  ['Pass by yesterday', 'by yesterday'],
  ['by 15 Jan', 'by 15 Jan'],
  ['Stand by me', undefined],
  ['Books a week', undefined],
  ['Finish thesis by 15 Jan 40h', undefined],
  ['40h', undefined],
])('the preview of %j says what was not understood: %j', (line, tail) => {
  const { errors, parts } = interpretGoal(line, today)
  const wrong = parts.filter(({ isWrong }) => isWrong)
  expect([errors, wrong]).toEqual([[], tail ? [{ label: 'not understood', text: tail, isWrong: true }] : []])
})

describe('a date', () => {
  test.each([
    ['2020-01-31', '2020-01-31'],
    ['Saturday', '2026-11-21'],
    ['satur', null],
    ['Sept 3', '2027-09-03'],
    ['29 feb', '2028-02-29'],
    ['31 april', null],
    ['0 may', null],
    ['', null],
  ])('%j is %j', (typed, date) => {
    expect(parseDate(typed, today)).toBe(date)
  })

  test('without a year is the next such day, and a weekday the next after today', () => {
    const days = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n))
    const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
    const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 365 }), (from, ahead) => {
        const date = addDays(from, ahead)
        const leap = date.endsWith('-02-29') || from.slice(5) === date.slice(5)
        const words = `${Number(date.slice(8))} ${monthNames[Number(date.slice(5, 7)) - 1]}`
        if (!leap) expect(parseDate(words, from)).toBe(date)
        const next = addDays(from, (ahead % 7) + 1)
        expect(parseDate(weekdays[isoWeekday(next) - 1] ?? '', from)).toBe(next)
      }),
    )
  })
})

describe('a goal as people say it', () => {
  const names = {
    projects: [{ id: 'p', name: 'Thesis', client: '', color: 'blue', status: 'active' as const }],
    goals: [],
    tags: ['meetings'],
  }
  const read = (line: string) => interpretGoal(line, today, names as never).values
  test.each([
    [
      '10h a week of @Thesis',
      { title: '10h a week of Thesis', kind: 'weekly', target_minutes: 600, counts: '["project:p"]' },
    ],
    ['3 times a week run', { title: 'run', kind: 'weekly', target: 3, times_of: 'ticks' }],
    ['run three times a week', { title: 'run', kind: 'weekly', target: 3, times_of: 'ticks' }],
    [
      'at most 5h a week of #meetings',
      { kind: 'weekly', target_minutes: 300, direction: 'at_most', counts: '["tag:#meetings"]' },
    ],
    [
      'read 20 pages a day until 1 June',
      { title: 'read', period: 'day', target: 20, unit: 'pages', target_date: '2027-06-01' },
    ],
    ['half an hour a day piano', { title: 'piano', period: 'day', target_minutes: 30 }],
    ['Meditate twice a day', { title: 'Meditate', period: 'day', target: 2, times_of: 'ticks' }],
    ['Call home once a month', { title: 'Call home', kind: 'monthly', target: 1 }],
    ['Games no more than 2h a week', { title: 'Games', direction: 'at_most', target_minutes: 120 }],
    ['Write 30m every weekday', { title: 'Write', period: 'day', target_minutes: 30, on_days: '12345' }],
    ['Stretch 10m a day on mon, wed and fri', { title: 'Stretch', target_minutes: 10, on_days: '135' }],
    ['Review 100 cards a week', { title: 'Review', kind: 'weekly', target: 100, times_of: 'cards' }],
    ['Finish 20 tasks a month', { title: 'Finish', kind: 'monthly', target: 20, times_of: 'tasks' }],
    ['Portuguese 200h a year', { title: 'Portuguese', period: 'year', target_minutes: 12_000 }],
    ['Write 4 days a week of @Thesis', { kind: 'weekly', target: 4, times_of: 'days', counts: '["project:p"]' }],
  ])('%j is set', (line, values) => {
    expect(read(line)).toMatchObject(values)
  })
})
