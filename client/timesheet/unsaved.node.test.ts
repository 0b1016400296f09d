import { expect, test, vi } from 'vitest'
import { batches, isUnsaved } from './unsaved'

test.each([
  ['asks with a text in a cell', '1:30', '', true],
  ['does not ask with texts of two cells on their way', '', 'a b', false],
  ['asks with a second text of a cell', '', 'a ba', true],
])('leaving %s', (_, value, sent, isAsked) => {
  const cell = { name: 'c', value, defaultValue: '', dataset: {}, matches: () => false }
  vi.stubGlobal('document', { querySelectorAll: () => [cell] })
  batches.length = 0
  for (const keys of sent.split(' ')) batches.push(new Map([...keys].map((key) => [key, { text: '1', name: key }])))
  expect(isUnsaved()).toBe(isAsked)
})
