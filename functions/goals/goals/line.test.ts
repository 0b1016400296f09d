import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../test/support/characters'
import { runs } from '../../../test/support/runs'
import { addDays, isDate, isoWeekday } from '../../lib/time/days'
import { parseDate } from '../../lib/time/typed-date'
import { interpretGoal, parseCapture } from './line'

/** A Friday. */
const today = '2026-11-20'

const none = { target_date: null, amount: null }
const once = { progress_source: 'times', target: 1, times_of: 'ticks', unit: null }
const habit = (title: string, amount: object) => ({ title, target_date: null, amount })
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
    ['Read 20 minutes on weekdays', habit('Read', { period: 'day', target_minutes: 20, on_days: '12345' })],
    ['Meditate every day', habit('Meditate', { period: 'day', ...once })],
    ['Gym 3x a week', habit('Gym', { kind: 'weekly', ...once, target: 3 })],
    ['No sugar on weekdays', habit('No sugar', { period: 'day', ...once, on_days: '12345' })],
  ])('%j is read as it is meant', (line, read) => {
    expect(parseCapture(line, today)).toEqual(read)
  })

  test('that says nothing of dates and times is its title, whatever it holds', () => {
    const word = fc.string({ minLength: 1, unit: anyCharacter }).filter((text) => !/\s|by|week|month/i.test(text))
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
      // Without words that change the order: of, on, for, x.
      fc.stringMatching(/^[a-np-wyz]{1,5}$/),
    )
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 14 }), (words) => {
        const line = words.join(' ')
        const { title, target_date, amount } = parseCapture(line, today)
        expect(title).not.toBe('')
        // The line begins with it, or with the amount; a line that is all amount is its own title.
        const ahead = words.map((_, at) => words.slice(0, at).join(' '))
        const before = ahead.filter((text) => line.slice(text.length).trimStart().startsWith(title))
        expect(before.map((text) => (text ? parseCapture(text, today).amount : amount))).toContainEqual(amount)
        const isAmount = title === line && amount !== null
        if (isAmount) expect(parseCapture(`Run ${line}`, today)).toEqual({ title: 'Run', target_date, amount })
        else expect(title === line).toBe(target_date === null && amount === null)
        if (target_date !== null) expect(isDate(target_date)).toBe(true)
        if (amount !== null) expect(amount.target_minutes ?? amount.target).toBeGreaterThan(0)
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
  ['Lose 5 kg by March', '5 kg'],
  ['Weigh 75 kg by 1 March', '75 kg'],
  ['Call mum every other Sunday', 'every other Sunday'],
  ['At least one day a week without meetings', 'without meetings'],
  ['Half an hour a day', undefined],
  ['Max 3 coffees a day', undefined],
  ['No phone after 10pm', undefined],
  ['Pass level 2 exams by 1 June', undefined],
  ['Read a book of poems by 1 June', undefined],
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
    ['Meditate twice a day', { title: 'Meditate', period: 'day', target: 2, times_of: 'ticks' }],
    ['Call home once a month', { title: 'Call home', kind: 'monthly', target: 1 }],
    ['Games no more than 2h a week', { title: 'Games', direction: 'at_most', target_minutes: 120 }],
    ['Write 30m every weekday', { title: 'Write', period: 'day', target_minutes: 30, on_days: '12345' }],
    ['Stretch 10m a day on mon, wed and fri', { title: 'Stretch', target_minutes: 10, on_days: '135' }],
    ['Review 100 cards a week', { title: 'Review', kind: 'weekly', target: 100, times_of: 'cards' }],
    ['Portuguese 200h a year', { title: 'Portuguese', period: 'year', target_minutes: 12_000 }],
    ['Under 2000 kcal a day', { period: 'day', target: 2000, unit: 'kcal', direction: 'at_most' }],
    ['Meditate 10 minutes every morning', { title: 'Meditate', period: 'day', target_minutes: 10 }],
    ['Four gym sessions a week', { kind: 'weekly', target: 4, times_of: 'ticks', unit: 'gym sessions' }],
    ['20 new cards a day', { period: 'day', target: 20, times_of: 'ticks', unit: 'new cards' }],
    ['Write every weekday', { title: 'Write', period: 'day', target: 1, times_of: 'ticks', on_days: '12345' }],
    ['Call mum every Sunday', { title: 'Call mum', period: 'day', target: 1, on_days: '7' }],
    ['Journal daily', { title: 'Journal', period: 'day', target: 1, times_of: 'ticks' }],
    ['Drink 8 glasses of water a day', { title: 'Drink water', target: 8, unit: 'glasses', period: 'day' }],
    ['Walk 10,000 steps every day', { title: 'Walk', target: 10_000, unit: 'steps', period: 'day' }],
    ['Drink 1.5 litres of water a day', { title: 'Drink water', target: 1.5, unit: 'litres' }],
    ['Practise piano for 30 minutes a day', { title: 'Practise piano', target_minutes: 30, period: 'day' }],
    ['Save 3000 euro by Christmas', { title: 'Save 3000 euro', kind: 'open', target: 3000, target_date: '2026-12-25' }],
    ['Pass level 2 exams by 1 June', { title: 'Pass level 2 exams', target_minutes: null, target_date: '2027-06-01' }],
    ['Finish the Rust plan by June', { title: 'Finish the Rust plan', target_date: '2027-06-01' }],
    ['Run 3x/week', { title: 'Run', kind: 'weekly', target: 3 }],
    ['Read 30min/day', { title: 'Read', period: 'day', target_minutes: 30 }],
    ['at most 5 hours of #meetings a week', { title: 'at most 5 hours a week of #meetings', target_minutes: 300 }],
    ['3 times a week of @Thesis', { kind: 'weekly', target: 3, times_of: 'days', counts: '["project:p"]' }],
    ['20 pages a week of @Thesis', { kind: 'weekly', target: 20, times_of: 'ticks', unit: 'pages' }],
    ['Write 4 days a week of @Thesis', { kind: 'weekly', target: 4, times_of: 'days', counts: '["project:p"]' }],
  ])('%j is set', (line, values) => {
    expect(read(line)).toMatchObject(values)
  })

  test.each([
    ['run three times a week', '3 times a week'],
    ['at most 3 coffees a day', 'at most 3 coffees a day'],
    ['write 500 words a day on weekdays', '500 words a day on weekdays'],
  ])('%j is told as %j', (line, told) => {
    expect(interpretGoal(line, today).parts).toContainEqual({ label: 'target', text: told })
  })
})
