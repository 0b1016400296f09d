import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cursorText, readCursor, withParameters, writeCursor } from './list-view'

const ids = fc.stringMatching(/^[\w.:-]{1,100}$/)

test('a cursor is read as it was written, and any other text as the first page', () => {
  fc.assert(
    fc.property(fc.nat(4_102_444_800_000), ids, (at, id) => {
      const text = writeCursor({ at, id })
      expect([cursorText.parse(text), readCursor(text)]).toEqual([text, { at, id }])
    }),
  )
  for (const odd of ['', 'x', '1', '1_', '_a', '99999999999999999_a', "1_'"]) expect(cursorText.parse(odd)).toBe('')
  expect(readCursor('')).toEqual({ at: Number.MAX_SAFE_INTEGER, id: '' })
})

test('a query is escaped as URLSearchParams escapes it', () => {
  const values = ['', 'plain', '2026-11-01', 'project:1', 'a b', 'ä&=+%#?/', "*-._~!'()", '日本 \u{1f600}']
  for (const value of values) {
    expect(withParameters('/goals', [['q', value]])).toBe(`/goals?${new URLSearchParams({ q: value })}`)
  }
})

test('a page without parameters has no question mark', () => {
  expect(withParameters('/goals', [])).toBe('/goals')
})
