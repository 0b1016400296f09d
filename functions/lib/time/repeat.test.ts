import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runs } from '../../../test/support/runs'
import { addDays, dateOf, dayNumber, daysBetween, isoWeekday, monthEnd, monthOf } from './days'
import { dateAfter, nextDate, repeatFrom, ruleWith } from './repeat'

const date = fc.integer({ min: dayNumber('1990-01-01'), max: dayNumber('2090-12-31') }).map(dateOf)

describe('a repetition', () => {
  it('of a task that is done late keeps its day of the week', () => {
    const weekly = { repeat: 'weekly', repeat_from: '2026-11-02', date: '2026-11-18' } as const
    expect(dateAfter(weekly, '2026-11-18')).toBe('2026-11-23')
    expect(dateAfter({ ...weekly, date: '2026-11-23' }, '2026-11-20')).toBe('2026-11-30')
    expect(dateAfter({ repeat: 'daily', repeat_from: '2026-11-02', date: '2026-11-03' }, '2026-11-18')).toBe(
      '2026-11-19',
    )
    expect(dateAfter({ repeat: 'weekly', repeat_from: null, date: null }, '2026-11-18')).toBe('2026-11-25')
    expect(nextDate('none', '2026-11-02', '2026-11-02')).toBe(null)
    expect(nextDate('daily', '2026-11-02', '2199-12-31')).toBe(null)
  })

  it('is the first date of the series after another', () => {
    const check = fc.property(
      fc.constantFrom('daily', 'weekdays', 'weekly', 'fortnightly', 'monthly'),
      date,
      date,
      (repeat, from, after) => {
        const isInSeries = (day: string) => {
          if (repeat === 'weekdays') return isoWeekday(day) <= 5
          if (repeat === 'weekly') return isoWeekday(day) === isoWeekday(from)
          if (repeat === 'fortnightly') return daysBetween(from, day) % 14 === 0
          const wanted = Number(from.slice(8))
          const last = Number(monthEnd(monthOf(day)).slice(8))
          return repeat === 'daily' || Number(day.slice(8)) === Math.min(wanted, last)
        }
        let expected = addDays(after, 1)
        while (!isInSeries(expected)) expected = addDays(expected, 1)
        expect(nextDate(repeat, from, after)).toBe(expected)
      },
    )
    fc.assert(check, {
      numRuns: runs(200),
      examples: [
        ['monthly', '2026-01-31', '2026-02-28'],
        ['monthly', '2026-01-31', '2028-02-01'],
        ['weekdays', '2026-11-16', '2026-11-20'],
      ],
    })
  })

  it('ends with its last date', () => {
    const repeat = JSON.stringify(ruleWith('week', { until: '2026-11-16' }))
    expect(nextDate(repeat, '2026-11-02', '2026-11-09')).toBe('2026-11-16')
    expect(nextDate(repeat, '2026-11-02', '2026-11-16')).toBe(null)
  })

  it('is counted from the date that an edit gives it, and not from one that it is carried over to', () => {
    const before = { repeat: 'weekly', date: '2026-11-04', repeat_from: '2026-11-02' } as const
    expect(repeatFrom(before, before)).toBe('2026-11-02')
    expect(repeatFrom({ ...before, date: '2026-11-05' }, before)).toBe('2026-11-05')
    expect(repeatFrom({ ...before, repeat: 'monthly' }, before)).toBe('2026-11-04')
    expect(repeatFrom({ ...before, repeat: 'none' }, before)).toBe(null)
  })
})
