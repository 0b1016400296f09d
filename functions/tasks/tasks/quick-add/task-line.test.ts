import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { parseTask } from '../../../line/task'

/** A Saturday. */
const today = '2026-11-21'

test.each([
  ['Call the bank', { title: 'Call the bank' }],
  [
    'Call the bank tomorrow 15m high',
    { title: 'Call the bank', date: '2026-11-22', estimated_minutes: 15, priority: 'high' },
  ],
  ['Stretch 10m every day', { title: 'Stretch', estimated_minutes: 10, repeat: 'daily' }],
  ['Pay rent on 1 December', { title: 'Pay rent', date: '2026-12-01' }],
  ['Learn Rust someday', { title: 'Learn Rust', date: null }],
  ['Meet Ada Monday', { title: 'Meet Ada', date: '2026-11-23' }],
  ['Tidy 25m P3 next Friday', { title: 'Tidy', estimated_minutes: 25, priority: 'low', date: '2026-11-27' }],
  ['Meet Ada every Monday', { title: 'Meet Ada', date: '2026-11-23', repeat: 'weekly' }],
  ['Call next today', { title: 'Call next', date: '2026-11-21' }],
  ['Read chapter 12', { title: 'Read chapter 12' }],
  ['Look where we sat', { title: 'Look where we sat' }],
  ['Read 1984 today', { title: 'Read 1984', date: '2026-11-21' }],
  ['Call today tomorrow', { title: 'Call today', date: '2026-11-22' }],
  ['Milk for 15m on Friday #x', { title: 'Milk #x', date: '2026-11-27', estimated_minutes: 15 }],
  ['Call at 15:00 tomorrow', { title: 'Call', date: '2026-11-22', at: '15:00' }],
  ['Ship v1:30', { title: 'Ship v1:30' }],
  ['Plan p2 tomorrow', { title: 'Plan', priority: 'medium', date: '2026-11-22' }],
  ['Aim high p2', { title: 'Aim high', priority: 'medium' }],
  ['High tide', { title: 'High tide' }],
  ['high', { title: 'high' }],
  ['tomorrow 15m high', { title: '', date: '2026-11-22', estimated_minutes: 15, priority: 'high' }],
  ['Call !high', { title: 'Call !high' }],
  ['Standup constructor', { title: 'Standup constructor' }],
])('“%s” is a task', (line, expected) => {
  expect(parseTask(line, today)).toEqual(expected)
})

test.each([
  ['2026-11-20', 'every weekday', undefined],
  ['2026-11-21', 'every weekday', '2026-11-23'],
  ['2026-11-22', 'every weekday', '2026-11-23'],
  ['2026-11-22', 'every mon-fri', '2026-11-23'],
  ['2026-11-20', 'every weekday tomorrow', '2026-11-23'],
  ['2026-11-22', 'every workday until 1 March', '2026-11-23'],
  ['2026-11-23', 'every weekend', '2026-11-28'],
  ['2026-11-22', 'every fri-mon', '2026-11-23'],
  ['2026-11-24', 'every fri-mon', '2026-11-27'],
])('written on %s, %s begins on %s', (today, line, date) => {
  expect(parseTask(`Read ${line}`, today)).toMatchObject({ title: 'Read', ...(date && { date }) })
  expect(parseTask(`Read ${line}`, today).date).toBe(date)
})

test('the title is the beginning of the line, whatever is in it', () => {
  const word = fc.oneof(
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.constantFrom(
      'today',
      '15m',
      'low',
      'p1',
      '!low',
      'every',
      'week',
      'on',
      '1',
      'Jan',
      '2027',
      '🦊',
      'שלום',
      '__proto__',
    ),
  )
  const check = fc.property(fc.array(word, { minLength: 1, maxLength: 9 }), (words) => {
    const line = words.join(' ').split(/\s+/).filter(Boolean).join(' ')
    const { title } = parseTask(line, today)
    expect(line.startsWith(title.split(' #')[0] ?? '')).toBe(true)
    expect(title === '').toBe(line === '')
  })
  fc.assert(check, { numRuns: runs(300) })
})

test.each([
  ['2026-11-16', '2026-11-27'],
  ['2026-11-20', '2026-11-27'],
  ['2026-11-22', '2026-11-27'],
  ['2026-11-23', '2026-12-04'],
])('on %s, next Friday is %s', (today, date) => {
  expect(parseTask('Tidy next friday', today).date).toBe(date)
})
