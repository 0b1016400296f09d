import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { reminderKinds } from '../../lib/hooks'
import { splitByMoment } from './messages'
import type { DueReminder } from './plan'

const now = 1_000

const due = fc.record({
  kind: fc.constantFrom(...Object.keys(reminderKinds())),
  begins: fc.option(fc.integer({ min: 0, max: 2 * now }), { nil: undefined }),
  until: fc.integer({ min: now + 1, max: 3 * now }),
  wasQuiet: fc.boolean(),
})

const ofMoment = (one: { kind: string; begins?: number | undefined }) =>
  one.begins !== undefined || ['focus', 'timer_runs', 'no_timer'].includes(one.kind)

test('what is of a moment comes alone unless that is past, leads then, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(due), (all) => {
      const { alone, together } = splitByMoment(all as DueReminder[], now)
      expect(new Set([...alone, ...together])).toEqual(new Set(all))
      expect(alone.length + together.length).toBe(all.length)
      expect(alone.every(ofMoment)).toBe(true)
      const places = together.map(ofMoment)
      expect(places.lastIndexOf(true)).toBeLessThan(places.includes(false) ? places.indexOf(false) : all.length)
      for (const one of together.filter(ofMoment)) {
        expect(one.wasQuiet).toBe(true)
        expect(one.begins ?? 0).toBeLessThanOrEqual(now)
      }
    }),
    { numRuns: runs(200) },
  )
})
