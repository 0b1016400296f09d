import { describe, expect, test } from 'vitest'
import { minutesLeft, paceOf } from '../plan-pages/page-data'

const today = '2026-11-21'
const chunk = (duration_minutes: number | null, status = 'not_started' as const) => ({ status, duration_minutes })
const day = (date: string, hours: number) => ({ date, total_seconds: hours * 3600 })
const month = [day('2026-10-25', 1), day('2026-11-10', 1), day('2026-11-20', 2)]

describe('the minutes that are left', () => {
  test('are those of chunks to do; one without a duration counts as the average', () => {
    expect(minutesLeft([chunk(60), { ...chunk(90), status: 'completed' }, { ...chunk(30), status: 'skipped' }])).toBe(
      60,
    )
    expect(minutesLeft([chunk(60), chunk(90), chunk(null)])).toBe(225)
  })

  test('are unknown where most chunks have no duration, and where none is left', () => {
    expect(minutesLeft([chunk(60), chunk(null), chunk(null)])).toBeNull()
    expect(minutesLeft([])).toBeNull()
    expect(minutesLeft([{ ...chunk(60), status: 'completed' }])).toBeNull()
  })
})

describe('the pace', () => {
  test('is that of the last four weeks: 4 hours in 28 days leave 14 days for 2 hours', () => {
    expect(paceOf([chunk(60), chunk(60)], month, today)).toEqual({ seconds: 4 * 3600, done_on: '2026-12-05' })
  })

  test('of a plan that was begun some days ago is that of a week', () => {
    const days = [day('2026-11-19', 1), day('2026-11-20', 1), day(today, 1.5)]
    expect(paceOf([chunk(60)], days, today)).toEqual({ seconds: 3.5 * 3600, done_on: '2026-11-23' })
  })

  test('is unknown with less than an hour, on less than three days, without planned time, and beyond five years', () => {
    expect(paceOf([chunk(60)], [day('2026-11-01', 0.2), day('2026-11-02', 0.2), day(today, 0.2)], today)).toBeNull()
    expect(paceOf([chunk(60)], [day('2026-11-01', 5), day(today, 5)], today)).toBeNull()
    expect(paceOf([chunk(null)], month, today)).toBeNull()
    expect(paceOf([], month, today)).toBeNull()
    expect(
      paceOf(
        Array.from({ length: 50 }, () => chunk(600)),
        month,
        today,
      ),
    ).toBeNull()
  })
})
