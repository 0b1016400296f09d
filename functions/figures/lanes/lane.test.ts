import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { addDays } from '../../lib/time/days'
import { axisOf, clockSeconds, layOut, onClock, rooms } from './lane'

const hour = 3_600_000
const date = '1970-01-05'
const midnight = Date.parse(date)
const at = (start: number, minutes: number) => ({
  start: midnight + start * hour,
  end: midnight + start * hour + minutes * 60_000,
  zone: 'UTC',
})
const usual = { from: 480, to: 1200 }
const place = (things: ReturnType<typeof at>[], room = rooms.usual) => {
  const drawn = onClock(date, things)
  return layOut(drawn, axisOf(drawn, usual), room)
}

test('a day goes from 8 to 20 o’clock, and further for an early or a late thing', () => {
  const axis = (...things: ReturnType<typeof at>[]) => axisOf(onClock(date, things), usual)
  expect(axis()).toEqual(usual)
  expect(axis(at(6.5, 30), at(22, 30))).toEqual({ from: 360, to: 1380 })
  expect(axis(at(25, 30))).toEqual({ from: 480, to: 1560 })
})

test('half an hour that another thing follows at once stands alone', () => {
  expect(place([at(9, 30), at(9.5, 30), at(10, 15), at(10.25, 60)]).map(({ lanes }) => lanes)).toEqual([1, 1, 2, 2])
  const tall = place([at(9, 15), at(9.25, 15), at(9.5, 10), at(9 + 2 / 3, 60)], rooms.tall)
  expect(tall.map(({ lanes }) => lanes)).toEqual([1, 1, 2, 2])
})

test('whatever happens on a day, nothing is drawn outside of it or over another block', () => {
  const things = fc.array(fc.record({ start: fc.integer({ min: 0, max: 23 }), minutes: fc.nat(400) }), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(things, fc.constantFrom(...Object.values(rooms)), (drafts, room) => {
      const all = onClock(
        date,
        drafts.map(({ start, minutes }) => at(start, minutes)),
      )
      const axis = axisOf(all, usual)
      const blocks = layOut(all, axis, room)
      for (const one of blocks) {
        expect(one.y >= 0 && one.y + one.height <= axis.to - axis.from).toBe(true)
        expect(one.lane).toBeLessThan(one.lanes)
        const beside = blocks.filter(
          (other) =>
            other !== one && other.lane === one.lane && other.y < one.y + one.height && one.y < other.y + other.height,
        )
        expect(beside).toEqual([])
      }
    }),
    { numRuns: runs(300) },
  )
})

test('a time stands where the clock of its zone showed it, also on a day of 23 or 25 hours', () => {
  const zones = ['Europe/Lisbon', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo', 'Pacific/Apia']
  const dates = ['2026-03-29', '2026-10-25', '2026-11-01', '2026-04-05', '2026-07-01']
  const places = fc.record({
    zone: fc.constantFrom(...zones),
    date: fc.constantFrom(...dates),
    minutes: fc.integer({ min: -1440, max: 2880 }),
  })
  fc.assert(
    fc.property(places, ({ zone, date, minutes }) => {
      const day = minutes < 0 ? -1 : minutes >= 1440 ? 1 : 0
      const plain = Temporal.PlainDateTime.from(`${addDays(date, day)}T00:00`).add({ minutes: minutes - day * 1440 })
      const shown = plain.toZonedDateTime(zone)
      // A time that the clocks skipped was never shown.
      fc.pre(shown.toPlainDateTime().equals(plain))
      expect(clockSeconds(shown.epochMilliseconds, date, zone)).toBe(minutes * 60)
    }),
    { numRuns: runs(300) },
  )
})

test('what goes on in an hour that comes twice is as long as it was', () => {
  const start = Date.parse('2026-10-25T00:45Z')
  const [block] = onClock('2026-10-25', [{ start, end: start + 30 * 60_000, zone: 'Europe/Lisbon' }])
  expect([block?.from, block?.to].map((seconds) => (seconds ?? 0) / 60)).toEqual([105, 135])
})
