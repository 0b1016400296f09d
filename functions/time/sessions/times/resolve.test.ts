import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyCharacter } from '../../../../test/support/characters'
import { runs } from '../../../../test/support/runs'
import { addDays, dayOf, localDateTime, wallTime, type Zone } from '../../../lib/time/days'
import { resolveTyped, type TypedTimes } from './resolve'

const RUNS = { numRuns: runs(1_000) }
const lisbon: Zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
const now = Date.parse('2026-11-20T15:30:45.678Z')
const resolve = (input: TypedTimes, zone = lisbon) => resolveTyped(input, { now, zone })

/** From and to as UTC, `11-20 09:00`, and the tracked minutes. */
const shown = (input: TypedTimes, zone?: Zone) => {
  const result = resolve(input, zone)
  if ('errors' in result) return result.errors
  const utc = (ms: number) => new Date(ms).toISOString().slice(5, 16).replace('T', ' ')
  return [utc(result.started_at), utc(result.ended_at), result.duration_seconds / 60]
}

describe('typed times', () => {
  test.each<[TypedTimes, unknown]>([
    [{ started_at: '9', ended_at: '10:30' }, ['11-20 09:00', '11-20 10:30', 90]],
    [{ started_at: '9', duration: '45' }, ['11-20 09:00', '11-20 09:45', 45]],
    [{ ended_at: '10', duration: '1h30' }, ['11-20 08:30', '11-20 10:00', 90]],
    [{ started_at: '9', ended_at: '11', duration: '90' }, ['11-20 09:00', '11-20 11:00', 90]],
    [{ duration: '9-10:30' }, ['11-20 09:00', '11-20 10:30', 90]],
    [{ duration: '9-10:30', started_at: '9:00', ended_at: '10:30' }, ['11-20 09:00', '11-20 10:30', 90]],
    [{ duration: '30' }, ['11-20 15:00', '11-20 15:30', 30]],
    [{ date: '2026-11-19', duration: '30' }, ['11-19 09:00', '11-19 09:30', 30]],
    [{ date: '2026-11-19', duration: '20h' }, ['11-19 04:00', '11-20 00:00', 1200]],
    [{ date: 'yesterday', duration: '9-10' }, ['11-19 09:00', '11-19 10:00', 60]],
    [{ date: '2026-07-01', started_at: '9', ended_at: '10' }, ['07-01 08:00', '07-01 09:00', 60]],
    [{ started_at: '22', ended_at: '6' }, ['11-20 22:00', '11-21 06:00', 480]],
    [{ started_at: '2026-07-01T22:00', ended_at: '2026-07-02T10:30' }, ['07-01 21:00', '07-02 09:30', 750]],
    [{ started_at: '2026-07-01T22:00', duration: '60' }, ['07-01 21:00', '07-01 22:00', 60]],
    [{ started_at: '2026-07-01T22:00', ended_at: '23' }, ['07-01 21:00', '07-01 22:00', 60]],
    [{ started_at: '2026-07-01T22:00:00+05:30', duration: '60' }, ['07-01 16:30', '07-01 17:30', 60]],
    [
      { started_at: '2026-07-01T16:30:00.250Z', ended_at: '2026-07-01T16:31:00Z' },
      ['07-01 16:30', '07-01 16:31', 59 / 60],
    ],
  ])('%j', (input, expected) => expect(shown(input)).toEqual(expected))

  test('before the start of the day are of the next calendar date', () => {
    const night = { ...lisbon, day_start_minute: 240 }
    expect(shown({ started_at: '23', ended_at: '1:30' }, night)).toEqual(['11-20 23:00', '11-21 01:30', 150])
    expect(shown({ started_at: '1', ended_at: '1:30' }, night)).toEqual(['11-21 01:00', '11-21 01:30', 30])
    expect(shown({ started_at: '3:30', ended_at: '4:30' }, night)).toEqual(['11-21 03:30', '11-21 04:30', 60])
  })

  test('end now, to the second, where there is a duration only', () => {
    expect(resolve({ duration: '30' })).toMatchObject({ ended_at: Date.parse('2026-11-20T15:30:45Z') })
  })

  test.each<[TypedTimes, unknown]>([
    [{}, { duration: ['Enter a duration, or a start and an end.'] }],
    [{ duration: ' ', date: '' }, { duration: ['Enter a duration, or a start and an end.'] }],
    [{ started_at: '9' }, { ended_at: ['Enter an end or a duration.'] }],
    [{ ended_at: '9' }, { started_at: ['Enter a start or a duration.'] }],
    [{ started_at: '10', ended_at: '9' }, { ended_at: ['The end is before the start.'] }],
    [{ duration: '10-9' }, { duration: ['The end is before the start.'] }],
    [{ started_at: '2026-07-01T22:00', ended_at: '2026-07-01T06:00' }, { ended_at: ['The end is before the start.'] }],
    [
      { started_at: '9', ended_at: '10', duration: '61' },
      { duration: ['The duration is longer than the time from start to end.'] },
    ],
    [
      { duration: '9-10:30', started_at: '9:15' },
      { duration: ['This doesn’t match the start and end. Clear one of them.'] },
    ],
    [{ started_at: '9:75', duration: '5' }, { started_at: ['There is no 9:75. Use minutes from 00 to 59.'] }],
    [{ started_at: '9', duration: '72h 1s' }, { duration: ['A session lasts at most 72 hours.'] }],
    [
      { started_at: '2026-01-01T00:00', ended_at: '2026-01-04T00:00:01' },
      { ended_at: ['A session lasts at most 72 hours.'] },
    ],
    [{ date: '2026-02-30', duration: '9-10' }, { date: ['There is no 2026-02-30.'] }],
    [{ date: '2100-01-01', duration: '9-10' }, { date: ['Use a year from 1970 to 2099.'] }],
    [{ date: '31.2.2026', duration: '9-10' }, { date: ['Enter a date, such as fri, 15 Dec or 2026-12-15.'] }],
    [{ started_at: '2026-02-30T10:00', duration: '5' }, { started_at: ['There is no 2026-02-30.'] }],
    [
      { started_at: 'soon', ended_at: '25', duration: 'x' },
      {
        started_at: ['Enter a time as 9:30, or with a date as 2026-11-20T09:30.'],
        ended_at: ['There is no 25. Use hours from 0 to 23.'],
        duration: ['Enter a duration as 90, 1:30, 1h 30m or 1.5h, or a range as 9-10:30.'],
      },
    ],
  ])('%j is an error', (input, errors) => expect(resolve(input)).toEqual({ errors }))

  const zones = fc.record({
    time_zone: fc.constantFrom('America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe'),
    day_start_minute: fc.nat(1439),
  })
  const times = fc.nat(1439).map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16))
  const dates = fc.nat(20_000).map((n) => addDays('1971-01-01', n))

  test('name the same session by start and end, by start and duration, by end and duration, and as a span', () => {
    fc.assert(
      fc.property(dates, times, times, zones, (date, started_at, ended_at, zone) => {
        const whole = resolve({ date, started_at, ended_at }, zone)
        if ('errors' in whole) return
        expect(resolve({ date, duration: `${started_at}-${ended_at}` }, zone)).toEqual(whole)
        const duration = `${whole.duration_seconds / 60}m`
        expect(resolve({ date, started_at, duration }, zone)).toEqual(whole)
        expect(resolve({ started_at: new Date(whole.started_at).toISOString(), duration }, zone)).toEqual(whole)
        expect(resolve({ ended_at: new Date(whole.ended_at).toISOString(), duration }, zone)).toEqual(whole)
        expect(whole.started_at).toBe(wallTime(date, started_at, zone))
        expect(localDateTime(whole.ended_at, zone.time_zone).time.slice(3, 5)).toMatch(/\d\d/)
      }),
      RUNS,
    )
  })

  test('are never longer than their interval, nor out of the known years, and nothing throws', () => {
    const short = '9 10:30 23:59 9-10 1h 90 0 today yesterday 1970-01-01 2099-12-31'
    const long = '2026-11-20T09:00 1970-01-01T00:00:00+14:00 2099-12-31T23:59:59-12:00 2026-11-20T09:00Z'
    const odd = '9:75 24:00 2026-02-30 - 72h 1970-01-01T00:10'
    const field = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 12 }),
      ...[short, long, odd].map((texts) => fc.constantFrom(...texts.split(' '))),
    )
    const inputs = fc.record({ date: field, started_at: field, ended_at: field, duration: field }, { requiredKeys: [] })
    fc.assert(
      fc.property(inputs, zones, (input, zone) => {
        const result = resolve(input, zone)
        if ('errors' in result) {
          expect(Object.values(result.errors).flat().length).toBeGreaterThan(0)
          return
        }
        expect(result.duration_seconds * 1000).toBeLessThanOrEqual(result.ended_at - result.started_at)
        expect(Number.isInteger(result.duration_seconds) && result.duration_seconds >= 0).toBe(true)
        expect(dayOf(result.ended_at, { ...zone, day_start_minute: 0 }) <= '2099-12-31').toBe(true)
        expect(dayOf(result.started_at, { ...zone, day_start_minute: 0 }) >= '1970-01-01').toBe(true)
      }),
      RUNS,
    )
  })
})
