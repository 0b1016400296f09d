import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Move, moveItem, sortByIds } from '../../../lib/http/selection'

const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 })
test('a move changes places with one neighbour, or goes to an end, and keeps the others in their order', () => {
  fc.assert(
    fc.property(ids, fc.nat(), fc.constantFrom(...Move.options), (items, nth, to) => {
      const item = items[nth % Math.max(items.length, 1)]
      if (item === undefined) return
      const after = moveItem(items, item, to)
      const others = (list: string[]) => list.filter((one) => one !== item)
      expect(others(after)).toEqual(others(items))
      const [from, last] = [items.indexOf(item), items.length - 1]
      const place = { up: from - 1, down: from + 1, first: 0, last }[to]
      expect(after.indexOf(item)).toBe(Math.min(Math.max(place, 0), last))
    }),
  )
})

test('an order must name exactly the present milestones, each once', () => {
  const present = ['a', 'b', 'c'].map((id) => ({ id }))
  expect(sortByIds(present, ['c', 'a', 'b'])).toEqual([{ id: 'c' }, { id: 'a' }, { id: 'b' }])
  for (const wrong of ['', 'ab', 'abcd', 'abb', 'abcc', 'abx']) expect(sortByIds(present, [...wrong])).toBeNull()
  expect(sortByIds([], [])).toEqual([])
})
