import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { addDays, daysBetween, isoWeekday } from './days'
import { dateAfter, datesAfter, datesWithin, laterOf, nextDate, type RepeatRule } from './repeat'

const yearOf = (date: string) => Number(date.slice(0, 4))
const monthOf = (date: string) => yearOf(date) * 12 + Number(date.slice(5, 7)) - 1
const dayOf = (date: string) => Number(date.slice(8))
const weekOf = (date: string) => addDays(date, 1 - isoWeekday(date))
const isLastDay = (date: string) => dayOf(addDays(date, 1)) === 1

/** True if a date has the day of the month of another, or is the last day of a month that is too short for it. */
const isSameDay = (date: string, from: string) =>
  dayOf(date) === dayOf(from) || (isLastDay(date) && dayOf(date) < dayOf(from))

/** Days of a month up to a date that are one of these weekdays. */
const countUpTo = (date: string, weekdays: number[]) =>
  Array.from({ length: dayOf(date) }, (_, index) => addDays(date, -index)).filter((day) =>
    weekdays.includes(isoWeekday(day)),
  ).length

/** True if no later day of the month is one of these weekdays. */
const isLastOf = (date: string, weekdays: number[]) => {
  const later = Array.from({ length: 31 }, (_, index) => addDays(date, index + 1))
  return !later.some((day) => monthOf(day) === monthOf(date) && weekdays.includes(isoWeekday(day)))
}

const isNth = (date: string, { weekdays, nth }: RepeatRule) =>
  weekdays.length === 0
    ? isLastDay(date)
    : weekdays.includes(isoWeekday(date)) && (nth === -1 ? isLastOf(date, weekdays) : countUpTo(date, weekdays) === nth)

/** True if a day is of a series that is counted from another, by what each part of its rule means. */
const isOf = (rule: RepeatRule, from: string, date: string) => {
  const { every, unit, weekdays, nth } = rule
  if (unit === 'day') return daysBetween(from, date) % every === 0
  if (unit === 'week') {
    const days = weekdays.length > 0 ? weekdays : [isoWeekday(from)]
    return days.includes(isoWeekday(date)) && (daysBetween(weekOf(from), weekOf(date)) / 7) % every === 0
  }
  const isInMonth = nth === null ? isSameDay(date, from) : isNth(date, rule)
  const months = monthOf(date) - monthOf(from)
  return isInMonth && (unit === 'month' ? months % every === 0 : months % (every * 12) === 0)
}

/** Walks day by day; undefined where the next date is too far to walk to. */
const walked = (rule: RepeatRule, from: string, after: string) => {
  for (let date = addDays(after, 1), steps = 0; steps < 2500; date = addDays(date, 1), steps += 1) {
    if (rule.until !== null && date > rule.until) return null
    if (isOf(rule, from, date)) return date
  }
  return undefined
}

const day = fc.integer({ min: 0, max: 3000 }).map((days) => addDays('2024-01-01', days))
const weekdays = fc
  .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
  .map((days) => days.sort())

/** Rules of every unit, most of which come round within seven years. */
const rule = fc
  .record({
    kind: fc.constantFrom('day', 'week', 'weekdays', 'month', 'nth', 'last day', 'year'),
    every: fc.integer({ min: 1, max: 5 }),
    weekdays,
    nth: fc.constantFrom(1, 2, 3, 4, -1),
    from: fc.constantFrom('schedule', 'completion'),
    until: fc.option(day),
  })
  .map(({ kind, every, weekdays, nth, from, until }): RepeatRule => {
    const unit = kind === 'day' || kind === 'year' ? kind : kind.startsWith('week') ? 'week' : 'month'
    const has = kind === 'weekdays' || kind === 'nth'
    return {
      ...{ every, unit, from, until },
      weekdays: has ? weekdays : [],
      nth: kind === 'nth' ? (nth as RepeatRule['nth']) : kind === 'last day' ? -1 : null,
    }
  })

test('the next date of a repetition is the first that a walk day by day finds', () => {
  fc.assert(
    fc.property(rule, day, fc.integer({ min: 0, max: 1500 }), (rule, from, later) => {
      const after = addDays(from, later)
      const expected = walked(rule, from, after)
      fc.pre(expected !== undefined)
      expect(nextDate(JSON.stringify(rule), from, after)).toBe(expected)
    }),
    { numRuns: runs(400) },
  )
})

test('a row follows its date on schedule, and the day it was done where the rule says so', () => {
  fc.assert(
    fc.property(rule, day, fc.integer({ min: -20, max: 60 }), (rule, date, late) => {
      const doneOn = addDays(date, late)
      const isDone = rule.from === 'completion'
      const expected = isDone ? walked(rule, doneOn, doneOn) : walked(rule, date, laterOf(date, doneOn))
      fc.pre(expected !== undefined)
      expect(dateAfter({ repeat: JSON.stringify(rule), repeat_from: null, date }, doneOn)).toBe(expected)
    }),
    { numRuns: runs(400) },
  )
})

test('the dates to come are those that follow one another, up to a date and a number', () => {
  const most = fc.integer({ min: 1, max: 70 })
  const days = fc.integer({ min: -10, max: 400 })
  fc.assert(
    fc.property(rule, day, fc.integer({ min: -400, max: 400 }), days, most, (rule, date, late, ahead, most) => {
      const repeat = JSON.stringify(rule)
      const today = addDays(date, late)
      const to = addDays(today, ahead)
      const expected: string[] = []
      let next = rule.from === 'completion' ? null : nextDate(repeat, date, laterOf(date, today))
      while (next !== null && next <= to) {
        expected.push(next)
        next = nextDate(repeat, date, next)
      }
      const row = { repeat, repeat_from: null, date }
      expect(datesAfter(row, today, to, most)).toEqual(expected.slice(0, most))
      const from = addDays(today, 1)
      const own = date >= from && date <= to ? [date] : []
      expect(datesWithin(row, { from, to })).toEqual([...own, ...expected])
    }),
    { numRuns: runs(400) },
  )
})
