import { expect, test } from 'vitest'
import { joinFacts, RowMeta } from './section'

test('a row shows the first three facts that exist, and several parts can be one of them', () => {
  const html = String(RowMeta({ parts: ['a', false, joinFacts('b', null, 'c'), joinFacts(null), 'd', 'e'] }))
  expect(html).toBe('<p class="row-meta">a · b, c · d</p>')
  expect(String(RowMeta({ parts: ['a', 'b', 'c', 'd'], most: 4 }))).toContain('c · d')
  expect(RowMeta({ parts: [null, joinFacts()] })).toBeFalsy()
})
