import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder, Move, moved } from '../../../lib/selection'
import { newPositions, positionGap } from './resource'

const ids = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 })
const positions = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -5000, max: 5000 }))
/** Milestones in some order, their positions anything: apart, without room between them, equal. */
const milestones = fc.uniqueArray(fc.record({ id: fc.uuid(), position: positions }), {
  maxLength: 10,
  selector: ({ id }) => id,
})

/** The ids as a list shows them once the positions are written. */
const shown = (order: { id: string; position: number }[], changes: { id: string; position: number }[]) =>
  order
    .map(({ id, position }) => ({ id, position: changes.find((change) => change.id === id)?.position ?? position }))
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)

test('the new positions give the order, whatever the old ones were', () => {
  fc.assert(
    fc.property(milestones, (order) => {
      const changes = newPositions(order)
      expect(shown(order, changes)).toEqual(order.map(({ id }) => id))
      expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length)
    }),
  )
})

test('a milestone that is moved where there is room is the only one that is written', () => {
  const spaced = fc
    .integer({ min: 2, max: 10 })
    .chain((count) => fc.record({ count: fc.constant(count), from: fc.nat(count - 1), to: fc.nat(count - 1) }))
  fc.assert(
    fc.property(spaced, ({ count, from, to }) => {
      const order = Array.from({ length: count }, (_, n) => ({ id: String(n), position: (n + 1) * positionGap }))
      const milestone = order.splice(from, 1)
      order.splice(to, 0, ...milestone)
      expect(newPositions(order)).toHaveLength(from === to ? 0 : 1)
    }),
  )
})

test('positions stay whole and small however often milestones are moved', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...Move.options)), { maxLength: 60 }), (moves) => {
      let order = Array.from({ length: 4 }, (_, n) => ({ id: String(n), position: (n + 1) * positionGap }))
      for (const [which, to] of moves) {
        const milestone = order[which]
        if (!milestone) continue
        order = moved(order, milestone, to)
        const changes = newPositions(order)
        order = order.map((one) => changes.find(({ id }) => id === one.id) ?? one)
      }
      for (const { position } of order) expect(Number.isSafeInteger(position)).toBe(true)
      expect(shown(order, [])).toEqual(order.map(({ id }) => id))
    }),
  )
})

test('a move changes places with one neighbour, or goes to an end, and keeps the others in their order', () => {
  fc.assert(
    fc.property(ids, fc.nat(), fc.constantFrom(...Move.options), (items, nth, to) => {
      const item = items[nth % Math.max(items.length, 1)]
      if (item === undefined) return
      const after = moved(items, item, to)
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
  expect(inOrder(present, ['c', 'a', 'b'])).toEqual([{ id: 'c' }, { id: 'a' }, { id: 'b' }])
  for (const wrong of ['', 'ab', 'abcd', 'abb', 'abcc', 'abx']) expect(inOrder(present, [...wrong])).toBeNull()
  expect(inOrder([], [])).toEqual([])
})
