import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../lib/time/days'
import { fadeOf } from './list'

test('a skill is paler from exactly 90, 180 and 365 days without use', () => {
  const days = fc.oneof(fc.constantFrom(0, 89, 90, 91, 179, 180, 364, 365), fc.nat(800))
  const check = fc.property(days, (count) => {
    const fade = count < 90 ? 0 : count < 180 ? 1 : count < 365 ? 2 : 3
    expect(fadeOf(addDays('2026-11-20', -count), '2026-11-20')).toBe(fade)
  })
  fc.assert(check, { examples: [[90], [180], [365]] })
})
