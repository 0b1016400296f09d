import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { parseEntry } from '../time/entry/interpret'

/** A Friday. */
const today = '2026-11-20'

const titles = fc.constantFrom(
  'essay',
  'Deep work',
  'Write chapter 3',
  'Fix the lens',
  'Über uns',
  'group',
  'Ring of fire',
)
const names = fc.constantFrom('focus', 'Focus', 'pomodoro', 'FOCUS')

const plans = fc.constantFrom<[string, number | { until: string }]>(
  ...([
    ['25m', 1500],
    ['1h 30m', 5400],
    ['50 minutes', 3000],
    ['1 h', 3600],
    ['1.5h', 5400],
    ['1:30', 5400],
    ['12h', 43_200],
    ['1m', 60],
    ['until 18:30', { until: '18:30' }],
    ['till 6 pm', { until: '18:00' }],
  ] as [string, number | { until: string }][]),
)

const wrongPlans = fc.constantFrom(
  '30h',
  '0m',
  '13h',
  '45s',
  '12h 1m',
  '90 hours',
  'until 25:99',
  'until 25:00',
  'until 18:7',
)

/** Lines of which `focus` and its length or end are taken off both ends, or off one. */
const orders = fc.constantFrom<(word: string, plan: string, title: string) => string[]>(
  (word, plan, title) => [plan, title, word],
  (word, plan, title) => [plan, word, title],
  (word, plan, title) => [word, plan, title],
  (word, plan, title) => [title, plan, word],
  (word, plan, title) => [title, word, plan],
  (word, plan, title) => [word, 'on', title, plan],
  (word, plan, title) => [word, plan, 'on', title],
  (word, plan, title) => [plan, 'of', word, 'on', title],
  (word, plan, title) => [`${word}:`, title, plan],
)

const read = (text: string) => {
  const { title, duration, started_at, date, focus, wrongTime } = parseEntry(text, today)
  return { title, duration, started_at, date, focus, wrongTime }
}

/** `for` is a word of a length alone. */
const worded = (plan: string, isFor: boolean) => (isFor && /^\d/.test(plan) ? `for ${plan}` : plan)

const lineOf = (parts: string[], isStart: boolean) => [isStart ? 'start' : '', ...parts].filter(Boolean).join(' ')

test('focus at an end of a line, with a length or an end at one of them, plans a focus of the rest', () => {
  fc.assert(
    fc.property(
      orders,
      names,
      plans,
      titles,
      fc.boolean(),
      fc.boolean(),
      (order, word, [plan, focus], title, isFor, isStart) => {
        expect(read(lineOf(order(word, worded(plan, isFor), title), isStart))).toEqual({ title, focus })
        for (const parts of [
          [word, worded(plan, isFor)],
          [worded(plan, isFor), word],
        ])
          expect(read(lineOf(parts, isStart))).toEqual({ title: '', focus })
      },
    ),
    { numRuns: runs(500) },
  )
})

test('a length or an end that a focus cannot have is refused by its name', () => {
  fc.assert(
    fc.property(orders, names, wrongPlans, titles, (order, word, plan, title) => {
      for (const parts of [order(word, plan, title), [word, plan], [plan, word]]) {
        const { wrongTime, focus, duration } = read(parts.join(' '))
        expect(wrongTime).toContain(plan.replace('until ', ''))
        expect([focus, duration]).toEqual([undefined, undefined])
      }
    }),
    { numRuns: runs(200) },
  )
})

test('focus in front of its title is of the title, and so is one that goes on with the word before it', () => {
  fc.assert(
    fc.property(names, titles, fc.constantFrom('25m', '1h 30m', '30h'), (word, title, plan) => {
      expect(read(`${word} ${title} ${plan}`)).toEqual({ title: `${word} ${title}`, duration: plan })
      const whole = `a piece on ${word}`
      expect(read(`${whole} ${plan}`)).toEqual({ title: whole, duration: plan })
      expect(read(`${plan} ${whole}`)).toEqual({ title: whole, duration: plan })
    }),
    { numRuns: runs(100) },
  )
})

test.each([
  ['focus 25', { title: '', focus: 1500 }],
  ['focus 25 on', { title: 'on', focus: 1500 }],
  ['focus 5', { title: '', focus: 300 }],
  ['25 focus', { title: '', focus: 1500 }],
  ['Essay focus 25', { title: 'Essay', focus: 1500 }],
  ['focus 25 essay', { title: 'essay', focus: 1500 }],
  ['25 focus essay', { title: 'essay', focus: 1500 }],
  ['25 essay focus', { title: 'essay', focus: 1500 }],
  ['focus for 25', { title: '', focus: 1500 }],
  ['Read chapter 12 focus', { title: 'Read chapter 12', focus: 'usual' }],
  ['focus 2030', { title: 'focus 2030' }],
  ['5 focus points', { title: '5 focus points' }],
  ['focus 2 essays', { title: 'focus 2 essays' }],
  ['focus 12 May', { title: 'focus 12 May' }],
  ['focus 9 to 10', { title: 'focus 9 to 10' }],
  ['12 May focus', { title: '12 May', focus: 'usual' }],
])('a number beside focus is of minutes: %s', (line, expected) => {
  expect(read(line)).toEqual(expected)
})

test.each(['focus 0', 'focus 900', '900 focus', 'Essay focus 0'])('%s is over the limits', (line) => {
  expect(read(line).wrongTime).toMatch(/^A focus lasts from 1 minute to 12 hours, not (0|900) minutes\.$/)
})
