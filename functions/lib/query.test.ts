import { expect, test } from 'vitest'
import { withParameters } from './list-view'

test('a query is escaped as URLSearchParams escapes it', () => {
  const values = ['', 'plain', '2026-11-01', 'project:1', 'a b', 'ä&=+%#?/', "*-._~!'()", '日本 \u{1f600}']
  for (const value of values) {
    expect(withParameters('/goals', [['q', value]])).toBe(`/goals?${new URLSearchParams({ q: value })}`)
  }
})

test('a page without parameters has no question mark', () => {
  expect(withParameters('/goals', [])).toBe('/goals')
})
