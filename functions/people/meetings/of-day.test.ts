import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOver, unloggedMeetings } from './of-day'
import type { ListedMeeting } from './schema'

const zone = 'America/New_York'
const meeting = (id: number, time: string | null, duration_minutes: number | null) =>
  ({ id: String(id), date: '2026-11-25', time, time_zone: zone, duration_minutes }) as ListedMeeting

test('a meeting is over once its length is, and one without a time once its day is', () => {
  const hour = fc.integer({ min: 0, max: 22 })
  const one = fc.tuple(fc.option(hour), fc.option(fc.integer({ min: 15, max: 90 })))
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), fc.integer({ min: 0, max: 1_440 }), (made, minute) => {
      const all = made.map(([at, length], id) =>
        meeting(id, at === null ? null : `${String(at).padStart(2, '0')}:00`, length),
      )
      const now = Date.parse('2026-11-25T05:00:00Z') + minute * 60_000
      const today = minute < 1_440 ? '2026-11-25' : '2026-11-26'
      const ended = made.map(([at, length]) => (at === null ? minute >= 1_440 : at * 60 + (length ?? 30) <= minute))
      expect(all.map((one) => isOver(one, { today, instant: now }))).toEqual(ended)
    }),
  )
})

test('a meeting gives way to its own session near its time, not to one of another day', () => {
  const held = { ...meeting(1, '11:00', 30), session_id: 's' }
  const at = (time: string) => Date.parse(`2026-11-${time}:00-05:00`)
  const drawn = (session: { id?: string; started_at: number; ended_at?: number }) =>
    unloggedMeetings([held], [{ id: 's', ...session }]).length
  expect(drawn({ started_at: at('25T11:00'), ended_at: at('25T11:30') })).toBe(0)
  expect(drawn({ started_at: at('25T10:50') })).toBe(0)
  expect(drawn({ started_at: at('25T14:00') })).toBe(1)
  expect(drawn({ started_at: at('26T02:00') })).toBe(1)
  expect(drawn({ started_at: at('25T09:00'), ended_at: at('25T09:30') })).toBe(1)
  expect(drawn({ id: 'other', started_at: at('25T11:00') })).toBe(1)
})
