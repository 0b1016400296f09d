import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../test/runs'
import { shownParts } from './shown-minutes'

const minutes = (seconds: number) => Math.floor(seconds / 60)
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

test('two sessions of 40 and 30 odd seconds add up to the minutes of their day', () => {
  expect(shownParts([38 * 60 + 40, 25 * 60 + 30])).toEqual([39 * 60, 25 * 60])
})

test('whole minutes stay, and a part under a minute shows its seconds', () => {
  expect(shownParts([600, 1200, 0])).toEqual([600, 1200, 0])
  expect(shownParts([600, 45])).toEqual([600, 45])
  expect(shownParts([45])).toEqual([45])
})

test('the minutes of any column add up to those of its total, and each is within a minute of its own', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(90_000), fc.integer({ min: -90_000, max: 90_000 }), fc.nat(90))), (parts) => {
      const shown = shownParts(parts)
      expect(sum(shown.map(minutes))).toBe(minutes(sum(parts)))
      for (const [index, part] of parts.entries()) expect(Math.abs((shown[index] ?? 0) - part)).toBeLessThan(60)
      const wholes = parts.map((part) => minutes(part) * 60)
      expect(shownParts(wholes).map(minutes)).toEqual(wholes.map(minutes))
    }),
    { numRuns: runs(500) },
  )
})
