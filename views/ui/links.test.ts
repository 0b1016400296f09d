import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCharacter } from '../../test/support/characters'
import { runs } from '../../test/support/runs'
import { withQuery } from './links'

const values = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string(),
  fc.constantFrom('goal:1', 'a b', '2026-03-02', undefined),
)

test('a query is written as URLSearchParams does, with colons as they are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('from', 'subject', 'q'), values)), (query) => {
      const given = query.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
      const expected = String(new URLSearchParams(given)).replaceAll('%3A', ':')
      expect(withQuery('/stats', query)).toBe(given.length > 0 ? `/stats?${expected}` : '/stats')
    }),
    { numRuns: runs(1_000) },
  )
})
