import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../test/support/runs'
import { heatLevel, quartiles } from './quartiles'

const RUNS = { numRuns: runs(1_000) }
const days = fc.array(fc.oneof(fc.constant(0), fc.nat(50_000)), { maxLength: 60 })

describe('the level of a day', () => {
  test('is how many quarters of the days with time are shorter', () => {
    fc.assert(
      fc.property(days, (seconds) => {
        const active = seconds.filter((n) => n > 0)
        for (const n of seconds) {
          const shorterOrEqual = active.filter((other) => other <= n).length
          const quarters = [1, 2, 3].filter((q) => shorterOrEqual > Math.floor((q * active.length) / 4))
          expect(heatLevel(n, quartiles(seconds))).toBe(n === 0 ? 0 : 1 + quarters.length)
        }
      }),
      RUNS,
    )
  })

  test('divides days that all differ evenly', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 50_000 })), (seconds) => {
        const levels = seconds.map((n) => heatLevel(n, quartiles(seconds)))
        const counts = [1, 2, 3, 4].map((l) => levels.filter((other) => other === l).length)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
      RUNS,
    )
  })

  test('is 4 for the longest day, even where it is the only one', () => {
    expect(heatLevel(60, quartiles([0, 60, 0]))).toBe(4)
    expect([10, 20, 30, 40].map((n) => heatLevel(n, quartiles([10, 20, 30, 40])))).toEqual([1, 2, 3, 4])
  })

  test('without any time is 0', () => {
    expect(quartiles([0, 0])).toEqual([0, 0, 0])
    expect(heatLevel(0, quartiles([]))).toBe(0)
  })
})
