import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { hour } from '../../../test/support/times'
import { addDays } from '../../lib/time/days'
import { addClockTimes, axisOf, clockSeconds, layOut, roomSizes } from './lane'

const date = '1970-01-05'
const midnight = Date.parse(date)
const at = (start: number, minutes: number) => ({
  start: midnight + start * hour,
  end: midnight + start * hour + minutes * 60_000,
  zone: 'UTC',
})
const usual = { from: 480, to: 1200 }
const place = (things: ReturnType<typeof at>[], room = roomSizes.usual) => {
  const drawn = addClockTimes(date, things)
  return layOut(drawn, axisOf(drawn, usual), room)
}

test('a day goes from 8 to 20 o’clock, and further for an early or a late thing', () => {
  const axis = (...things: ReturnType<typeof at>[]) => axisOf(addClockTimes(date, things), usual)
  expect(axis()).toEqual(usual)
  expect(axis(at(6.5, 30), at(22, 30))).toEqual({ from: 360, to: 1380 })
  expect(axis(at(25, 30))).toEqual({ from: 480, to: 1560 })
})

test('what follows at once stands alone, as long as it was, and says what there is room for', () => {
  const places = (...all: Parameters<typeof place>) =>
    place(...all).map(({ y, height, lanes, fits }) => [y, height, lanes, fits])
  const short = [at(9, 10), at(9 + 1 / 6, 10), at(9 + 2 / 6, 5), at(9 + 5 / 12, 60), at(11, 2)]
  expect(places(short)).toEqual([
    [60, 10, 1, 'small'],
    [70, 10, 1, 'small'],
    [80, 5, 1, 'none'],
    [85, 60, 1, 'line'],
    [180, 5, 1, 'line'],
  ])
  expect(places(short, roomSizes.huge).map(([, , , fits]) => fits)).toEqual(['line', 'line', 'line', 'line', 'line'])
  expect(places([at(9, 10), at(9 + 8 / 60, 10)]).map(([, , lanes]) => lanes)).toEqual([2, 2])
})

test('minutes that are drawn longer than they were move the next by a step, and more of them stand side by side', () => {
  const minutes = [0, 1, 2].map((minute) => at(9 + minute / 60, 1))
  expect(place(minutes).map(({ y, height, lane }) => [y, height, lane])).toEqual([
    [60, 5, 0],
    [65, 5, 0],
    [60, 5, 1],
  ])
})

test('whatever happens on a day, nothing is drawn outside of it or over another block', () => {
  const things = fc.array(fc.record({ start: fc.integer({ min: 0, max: 23 }), minutes: fc.nat(400) }), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(things, fc.constantFrom(...Object.values(roomSizes)), (drafts, room) => {
      const all = addClockTimes(
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
  const [block] = addClockTimes('2026-10-25', [{ start, end: start + 30 * 60_000, zone: 'Europe/Lisbon' }])
  expect([block?.from, block?.to].map((seconds) => (seconds ?? 0) / 60)).toEqual([105, 135])
})
