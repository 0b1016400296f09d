import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { addDays, dayOf, type Zone } from '../../../lib/time/days'
import { derivedTimeText, resolveTypedTimes } from './edit'

const now = Date.parse('2026-11-20T15:30:45Z')
const berlin: Zone = { time_zone: 'Europe/Berlin', day_start_minute: 0 }
const empty = { date: '2026-03-10', started_at: '', ended_at: '', duration: '' }
type Typed = Partial<typeof empty>

const third = (typed: Typed, zone = berlin) =>
  derivedTimeText({ ...empty, ...typed }, (times) => resolveTypedTimes(times, zone, now), 24)

describe('the third of start, end and duration', () => {
  test.each<[Typed, Typed]>([
    [{ started_at: '9', ended_at: '10:30' }, { duration: '1h 30m' }],
    [{ started_at: '9', duration: '90' }, { ended_at: '10:30' }],
    [{ ended_at: '10:30', duration: '1:30' }, { started_at: '09:00' }],
    [{ started_at: '22', ended_at: '6' }, { duration: '8h' }],
    [{ started_at: '22', duration: '8h' }, { ended_at: '06:00' }],
    [{ started_at: '9', duration: '20h' }, { ended_at: '2026-03-11 05:00:00' }],
    [{ ended_at: '1', duration: '2h' }, { started_at: '2026-03-09 23:00:00' }],
    [{ date: '2026-03-29', started_at: '1', duration: '2h' }, { ended_at: '04:00' }],
    [{ date: '2026-03-29', started_at: '1', ended_at: '4' }, { duration: '2h' }],
    [{ date: '2026-10-25', started_at: '1', ended_at: '4' }, { duration: '4h' }],
    [{ date: '2026-10-25', started_at: '1', duration: '2h 30m' }, { ended_at: '2026-10-25T01:30:00.000Z' }],
    [{ started_at: '9', ended_at: '10:30', duration: '1h' }, {}],
    [{ started_at: '9', ended_at: '10:30', duration: '2h' }, { ended_at: '11:00' }],
    [{ started_at: '9' }, {}],
    [{ duration: '30' }, {}],
    [{ started_at: 'soon', duration: '30' }, {}],
    [{ started_at: '9', duration: '0' }, {}],
    [{ started_at: '10', ended_at: '9' }, {}],
  ])('of %j is %j', (typed, expected) => expect(third(typed)).toEqual(expected))

  test('gives back each of the two it was found from, on every day and in every zone', () => {
    const zones = fc.record({
      time_zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
      day_start_minute: fc.constantFrom(0, 90, 240),
    })
    const dates = fc.oneof(
      fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04'),
      fc.nat(20_000).map((n) => addDays('1971-01-01', n)),
    )
    const starts = fc.nat(1439).map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16))
    const seconds = fc.integer({ min: 1, max: 60 * 3600 })
    fc.assert(
      fc.property(dates, starts, seconds, zones, (date, started_at, length, zone) => {
        const resolve = (typed: typeof empty) => resolveTypedTimes(typed, zone, now)
        const given = { date, started_at, ended_at: '', duration: `${length}s` }
        const whole = resolve(given)
        const { ended_at = '' } = third(given, zone)
        const { duration = '' } = third({ ...given, ended_at, duration: '' }, zone)
        const ofEnd = { date, started_at: '', ended_at, duration }
        expect(resolve({ ...ofEnd, duration: '', ...third(ofEnd, zone) })).toEqual(resolve(ofEnd))
        // Without a start, a time alone is of the date itself.
        const isNight = 'ended_at' in whole && !ended_at.includes('-') && dayOf(whole.ended_at, zone) !== date
        for (const two of [
          { date, started_at, ended_at, duration: '' },
          { date, started_at, ended_at: '', duration },
          ...(isNight ? [] : [ofEnd]),
        ])
          expect(resolve(two)).toEqual(whole)
      }),
      { numRuns: runs(500) },
    )
  })
})
