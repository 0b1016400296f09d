import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { dayClock } from './clock'

const hour = 3_600_000
const [from, to] = [0, 24 * hour]
const day = { eight: 8 * hour, from, to, now: 12 * hour }

test('a day goes from 8 to 20 o’clock, and further for an early or a late thing', () => {
  const at = (...things: { start: number; end: number }[]) => dayClock(things, day).hours.map(({ at }) => at / hour)
  expect([at()[0], at().at(-1)]).toEqual([8, 20])
  const long = at({ start: 6.5 * hour, end: 7 * hour }, { start: 22 * hour, end: 22.5 * hour })
  expect([long[0], long.at(-1)]).toEqual([6, 23])
})

test('half an hour that another thing follows at once stands alone', () => {
  const at = (start: number, minutes: number) => ({ start: start * hour, end: start * hour + minutes * 60_000 })
  const { blocks } = dayClock([at(9, 30), at(9.5, 30), at(10, 15), at(10.25, 60)], day)
  expect(blocks.map(({ lanes }) => lanes)).toEqual([1, 1, 2, 2])
  const tall = dayClock([at(9, 15), at(9.25, 15), at(9.5, 10), at(9 + 2 / 3, 60)], { ...day, isTall: true })
  expect(tall.blocks.map(({ lanes }) => lanes)).toEqual([1, 1, 2, 2])
})

test('whatever happens on a day, nothing is drawn outside of it or over another block', () => {
  const things = fc.array(fc.record({ start: fc.integer({ min: -3, max: 26 }), minutes: fc.nat(400) }), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(things, fc.integer({ min: 0, max: 23 }), (drafts, now) => {
      const all = drafts.map(({ start, minutes }) => ({ start: start * hour, end: start * hour + minutes * 60_000 }))
      const { blocks, height } = dayClock(all, { ...day, now: now * hour })
      for (const one of blocks) {
        expect(one.y >= 0 && one.y + one.height <= height).toBe(true)
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
