import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitAtNow } from './of-day'
import type { ListedMeeting } from './schema'

const zone = 'America/New_York'
const meeting = (id: number, time: string | null, duration_minutes: number | null) =>
  ({ id: String(id), date: '2026-11-25', time, time_zone: zone, duration_minutes }) as ListedMeeting

test('at any moment each meeting is either ahead or past, and past once its length is over', () => {
  const hour = fc.integer({ min: 0, max: 22 })
  const one = fc.tuple(fc.option(hour), fc.option(fc.integer({ min: 15, max: 90 })))
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), fc.integer({ min: 0, max: 1_440 }), (made, minute) => {
      const all = made.map(([at, length], id) =>
        meeting(id, at === null ? null : `${String(at).padStart(2, '0')}:00`, length),
      )
      const now = Date.parse('2026-11-25T05:00:00Z') + minute * 60_000
      const { ahead, past } = splitAtNow(all, [], now)
      const ended = made.map(([at, length]) => at !== null && at * 60 + (length ?? 30) <= minute)
      expect(ahead.map(({ id }) => id)).toEqual(all.filter((_, index) => !ended[index]).map(({ id }) => id))
      expect(past.map(({ id }) => id)).toEqual(
        all
          .filter((_, index) => ended[index])
          .map(({ id }) => id)
          .reverse(),
      )
    }),
  )
})
