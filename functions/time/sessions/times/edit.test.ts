import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { berlin } from '../../../../test/support/times'
import { splitDays, wallTime } from '../../../lib/time/days'
import { applyTimesEdit, formTimes, resolveTypedTimes } from './edit'

const at = (date: string, time: string, where = berlin) => wallTime(date, time, where)

const session = (started_at: number, ended_at: number, duration_seconds: number, where = berlin) => ({
  started_at,
  ended_at,
  duration_seconds,
  ...where,
  days: splitDays(started_at, duration_seconds, where),
})

/** From 9:00:20 to 10:00:25 with 15 minutes idle. */
const morning = session(at('2026-03-10', '09:00:20'), at('2026-03-10', '10:00:25'), 45 * 60 + 5)
const now = at('2026-03-12', '12:00')

/** A session from 9:00 on 10 March to a later day. */
const days = (day: string, time: string) => session(at('2026-03-10', '09:00'), at(`2026-03-${day}`, time), 3600)

const edited = (stored: ReturnType<typeof session>, changes: object, sentZone = '') =>
  applyTimesEdit(stored, { ...formTimes(stored, 24), ...changes }, sentZone, 24, now)

describe('a form left as it was', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']
  const sessions = fc
    .record({
      started_at: fc.integer({ min: Date.parse('2000-01-01'), max: Date.parse('2060-01-01') }),
      interval: fc.integer({ min: 0, max: 40 * 3600_000 }),
      idle: fc.nat(3600),
      time_zone: fc.constantFrom(...zones),
      day_start_minute: fc.constantFrom(0, 90, 240, 1200),
    })
    .map(({ started_at, interval, idle, ...where }) =>
      session(started_at, started_at + interval, Math.max(0, Math.floor(interval / 1000) - idle), where),
    )

  const inWholeSeconds = ({ started_at, duration_seconds, days: _, ended_at, ...where }: ReturnType<typeof session>) =>
    session(started_at, started_at + Math.floor((ended_at - started_at) / 1000) * 1000, duration_seconds, where)

  test('keeps every millisecond, in either clock', () => {
    fc.assert(
      fc.property(sessions, fc.constantFrom<12 | 24>(12, 24), (stored, clock) => {
        const { days: _, ...times } = stored
        expect(applyTimesEdit(stored, formTimes(stored, clock), '', clock, now)).toEqual(times)
        expect(applyTimesEdit(stored, {}, stored.time_zone, clock, now)).toEqual(times)
      }),
      { numRuns: runs(1000) },
    )
  })

  test('a duration that is changed and changed back is the same', () => {
    fc.assert(
      fc.property(sessions.map(inWholeSeconds), (stored) => {
        fc.pre(stored.duration_seconds > 0)
        const longer = edited(stored, { duration: `${stored.duration_seconds + 60}s` })
        if ('errors' in longer) throw new Error('refused')
        const again = { ...longer, days: splitDays(longer.started_at, longer.duration_seconds, longer) }
        expect(edited(again, { duration: `${stored.duration_seconds}s` })).toMatchObject({
          started_at: stored.started_at,
          ended_at: stored.ended_at,
          duration_seconds: stored.duration_seconds,
        })
      }),
      { numRuns: runs(300) },
    )
  })
})

test('the form shows seconds where there are some, in the clock that the person likes, and the date of a late end', () => {
  const morningTimes = { date: '2026-03-10', started_at: '09:00:20', ended_at: '10:00:25', duration: '45m 05s' }
  expect(formTimes(morning, 24)).toEqual(morningTimes)
  expect(formTimes(morning, 12)).toMatchObject({ started_at: '9:00:20 am', ended_at: '10:00:25 am' })
  expect(formTimes(days('11', '10:00'), 24).ended_at).toBe('2026-03-11 10:00:00')
})

const { started_at: start, ended_at: end } = morning

test.each([
  ['a later end keeps the idle time', { ended_at: '10:30:25' }, [start, at('2026-03-10', '10:30:25'), 75 * 60 + 5]],
  ['an earlier start, too', { started_at: '8:50:20' }, [at('2026-03-10', '08:50:20'), end, 55 * 60 + 5]],
  ['a duration moves the end and keeps it', { duration: '1h' }, [start, start + 75 * 60_000, 3600]],
  ['both are taken', { ended_at: '11:00:20', duration: '30m' }, [start, at('2026-03-10', '11:00:20'), 1800]],
  ['a span is both', { duration: '9-10:30' }, [at('2026-03-10', '09:00'), at('2026-03-10', '10:30'), 5400]],
  ['no end is where start and duration lead', { ended_at: '' }, [start, end, 2705]],
  ['no start is where end and duration lead back', { started_at: '' }, [start, end, 2705]],
] as const)('%s', (_, changes, [started_at, ended_at, duration_seconds]) => {
  expect(edited(morning, changes)).toMatchObject({ started_at, ended_at, duration_seconds })
})

test('another date moves a session as a whole, over midnight and over days', () => {
  const late = session(at('2026-03-10', '23:30'), at('2026-03-11', '01:10'), 6000)
  expect(edited(late, { date: '2026-03-05' })).toMatchObject({
    started_at: at('2026-03-05', '23:30'),
    ended_at: at('2026-03-06', '01:10'),
    duration_seconds: 6000,
  })
  expect(edited(days('12', '10:00'), { date: '2026-03-03' })).toMatchObject({
    started_at: at('2026-03-03', '09:00'),
    ended_at: at('2026-03-05', '10:00'),
    duration_seconds: 3600,
  })
})

test('another zone reads the same wall clock there and keeps the day start', () => {
  const night = { time_zone: 'Europe/Berlin', day_start_minute: 240 }
  const stored = session(at('2026-03-10', '02:00', night), at('2026-03-10', '03:00', night), 3600, night)
  const lisbon = { time_zone: 'Europe/Lisbon', day_start_minute: 240 }
  expect(edited(stored, {}, 'Europe/Lisbon')).toEqual({
    started_at: at('2026-03-10', '02:00', lisbon),
    ended_at: at('2026-03-10', '03:00', lisbon),
    duration_seconds: 3600,
    ...lisbon,
  })
})

test.each([
  [{ ended_at: '9:05' }, { duration: ['Enter a duration: the 15m of idle time no longer fits.'] }],
  [{ duration: '0' }, { duration: ['Enter a duration of more than 0.'] }],
  [{ ended_at: '9:75' }, { ended_at: [expect.stringContaining('9:75')] }],
  [{ date: '2026-02-30' }, { date: [expect.any(String)] }],
])('%j is refused at its field', (changes, errors) => {
  expect(edited(morning, changes)).toEqual({ errors })
})

test('a session from before the limit of 72 hours keeps its length or becomes shorter', () => {
  const old = session(at('2026-02-01', '09:00'), at('2026-02-20', '09:00'), 19 * 86_400)
  for (const [changes, duration_seconds] of [
    [{}, 19 * 86_400],
    [{ started_at: '10:00' }, 19 * 86_400 - 3600],
    [{ ended_at: '2026-02-05 09:00' }, 4 * 86_400],
  ] as const) {
    expect(edited(old, changes)).toMatchObject({ duration_seconds })
  }
  expect(edited(old, { ended_at: '2026-02-20 09:01' })).toEqual({
    errors: { ended_at: ['A session lasts at most 72 hours.'] },
  })
})

test.each(['9:15-11:00', '9:15 – 11', '9:15 to 11am'])('a start of %s says the end, too', (started_at) => {
  const is = { started_at: at('2026-03-10', '09:15'), ended_at: at('2026-03-10', '11:00') }
  // Idle time stays; the form sends the end and the duration as they were.
  expect(edited(morning, { started_at })).toMatchObject({ ...is, duration_seconds: 90 * 60 })
  expect(applyTimesEdit(morning, { started_at }, '', 24, now)).toMatchObject(is)
  const typed = { date: '2026-03-10', started_at, ended_at: '', duration: '' }
  expect(resolveTypedTimes(typed, berlin, now)).toMatchObject({ ...is, duration_seconds: 105 * 60 })
  expect(resolveTypedTimes({ ...typed, started_at: '22:00-1:30' }, berlin, now)).toMatchObject({
    ended_at: at('2026-03-11', '01:30'),
  })
})
