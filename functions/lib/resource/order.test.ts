import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evenPositions, newPositions, positionGap } from './order'

type Row = { id: string; position: number }

const byPosition = (rows: Row[]) => rows.toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))

/** Rows with positions that may be dense, or the same. */
const someRows = fc
  .array(fc.oneof(fc.nat(6), fc.integer({ min: -9, max: 99 }), fc.integer({ min: -9, max: 99 })), { maxLength: 14 })
  .map((positions) => byPosition(positions.map((position, index) => ({ id: `${index}`, position }))))

/** A random order of a random part of rows. */
const orderOfSome = (rows: Row[]) => fc.shuffledSubarray(rows, { minLength: 0 })

const cases = someRows.chain((rows) => fc.tuple(fc.constant(rows), orderOfSome(rows)))

/** How many rows are in the longest part of a list that is in its order already, tried one by one. */
const naiveRise = (numbers: number[]): number => {
  const best: number[] = []
  for (const [index, number] of numbers.entries()) {
    best.push(1 + Math.max(0, ...best.filter((_, before) => before < index && (numbers[before] ?? 0) < number)))
  }
  return Math.max(0, ...best)
}

const placed = (rows: Row[], positions: Row[]) => {
  const moved = new Map(positions.map(({ id, position }) => [id, position]))
  return byPosition(rows.map((row) => ({ ...row, position: moved.get(row.id) ?? row.position })))
}

test('an order writes as few rows as can be, and keeps those that are not in it in theirs', () => {
  fc.assert(
    fc.property(cases, ([rows, order]) => {
      const spread = evenPositions(rows)
      const of = (row: Row) => spread[rows.indexOf(row)] ?? row
      const wanted = order.map(of)
      const positions = newPositions(spread, wanted)
      if (!positions) throw new Error('there is room')
      const ids = placed(spread, positions).map(({ id }) => id)
      expect(ids.filter((id) => wanted.some((one) => one.id === id))).toEqual(wanted.map(({ id }) => id))
      const written = new Set(positions.map(({ id }) => id))
      expect(ids.filter((id) => !written.has(id))).toEqual(spread.map(({ id }) => id).filter((id) => !written.has(id)))
      expect(written.size).toBe(order.length - naiveRise(order.map((row) => rows.indexOf(row))))
    }),
  )
})

test('whatever the positions, an order holds or finds no room', () => {
  fc.assert(
    fc.property(cases, ([rows, order]) => {
      const positions = newPositions(rows, order)
      if (!positions) return
      const after = placed(rows, positions).filter((row) => order.some(({ id }) => id === row.id))
      expect(after.map(({ id }) => id)).toEqual(order.map(({ id }) => id))
    }),
  )
})

test('the row that was moved is the one that is written, of two that change places', () => {
  const rows = evenPositions([{ id: 'a' }, { id: 'hidden' }, { id: 'b' }])
  const [a, , b] = rows
  if (!a || !b) throw new Error('three rows')
  expect(newPositions(rows, [b, a], 'b')).toEqual([{ id: 'b', position: 0 }])
  expect(newPositions(rows, [b, a], 'a')).toEqual([{ id: 'a', position: 4 * positionGap }])
})

test('twenty moves to the same place find room', () => {
  let rows = evenPositions([{ id: '0' }, ...Array.from({ length: 20 }, (_, index) => ({ id: `${index + 1}` }))])
  for (let move = 0; move < 20; move += 1) {
    const [first, ...others] = rows
    const last = others.pop()
    const order = [first, last, ...others].filter((row) => row !== undefined)
    const positions = newPositions(rows, order, last?.id)
    expect(positions).toHaveLength(1)
    rows = placed(rows, positions ?? [])
  }
})
