import { expect, test } from 'vitest'
import { berlin } from '../../../../test/support/times'
import { parseEnd } from './actions'

const now = Date.parse('2026-11-20T18:00:00Z')
const at = (instant: string) => ({ ended_at: Date.parse(instant) })
const wrong = (message: string, field = 'ended_at') => ({ errors: { [field]: [message] } })

test.each([
  ['2026-11-20T08:05:00Z', { ended_at: '12:10' }, at('2026-11-20T11:10:00Z')],
  ['2026-11-20T08:05:00Z', { ended_at: '5 pm' }, at('2026-11-20T16:00:00Z')],
  ['2026-11-20T08:05:00Z', { ended_at: '2026-11-20T11:10:00.900Z' }, at('2026-11-20T11:10:00Z')],
  ['2026-11-20T08:05:00.700Z', { ended_at: '2026-11-20T08:05:00.800Z' }, at('2026-11-20T08:05:00.700Z')],
  // Over midnight, by the clock alone or by the date.
  ['2026-11-19T21:00:00Z', { ended_at: '1:30' }, at('2026-11-20T00:30:00Z')],
  ['2026-11-19T08:00:00Z', { ended_at: '10:00', date: '2026-11-20' }, at('2026-11-20T09:00:00Z')],
  ['2026-11-20T08:05:00Z', { ended_at: '9:00' }, wrong('The end is before the start.')],
  ['2026-11-20T08:05:00Z', { ended_at: '2026-11-20T08:04:59Z' }, wrong('The end is before the start.')],
  ['2026-11-20T08:05:00Z', { ended_at: '19:01' }, wrong('That is in the future.')],
  ['2026-10-01T08:05:00Z', { ended_at: '10:00', date: '2026-11-19' }, wrong('A session lasts at most 72 hours.')],
  ['2026-11-20T08:05:00Z', { ended_at: '' }, wrong('Enter when it ended.')],
  ['2026-11-20T08:05:00Z', { ended_at: 'x' }, wrong('Enter a time as 9:30, or with a date as 2026-11-20T09:30.')],
  ['2026-11-20T08:05:00Z', { ended_at: '10:00', date: '2026-02-30' }, wrong('There is no 2026-02-30.', 'date')],
])('from %s, %o', (start, typed, end) => {
  const session = { started_at: Date.parse(start), ...berlin }
  expect(parseEnd({ date: '', ...typed }, session, now)).toEqual(end)
})

test('a clock that is put back shows an hour twice: the first is meant, and an offset names the other', () => {
  const session = { started_at: Date.parse('2026-10-24T23:30:00Z'), ...berlin }
  expect(parseEnd({ date: '', ended_at: '2:30' }, session, now)).toEqual(at('2026-10-25T00:30:00Z'))
  expect(parseEnd({ date: '', ended_at: '2026-10-25T02:30+01:00' }, session, now)).toEqual(at('2026-10-25T01:30:00Z'))
})

test('a date is the user’s day, which begins when theirs does', () => {
  const session = { started_at: Date.parse('2026-11-19T20:00:00Z'), time_zone: 'Europe/Berlin', day_start_minute: 240 }
  expect(parseEnd({ date: '2026-11-19', ended_at: '1:30' }, session, now)).toEqual(at('2026-11-20T00:30:00Z'))
})
