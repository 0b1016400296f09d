import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { goalOrders, goalTree } from './list'

/** Goals with any parents at all: none, unknown, themselves, in circles. */
const goals = fc
  .uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 25 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => fc.option(fc.integer({ min: 0, max: 30 })).map((parent) => ({ id, parent })))),
  )
  .map((pairs) => pairs.map(({ id, parent }) => ({ id: `${id}`, parent_id: parent === null ? null : `${parent}` })))

const RUNS = { numRuns: runs(1_000) }

describe('the tree', () => {
  test('has every goal once, whatever the parents are', () => {
    fc.assert(
      fc.property(goals, (goals) => {
        const ids = goalTree(goals).map(({ goal }) => goal.id)
        expect(ids.toSorted()).toEqual(goals.map(({ id }) => id).toSorted())
      }),
      RUNS,
    )
  })

  test('puts a part one level under its parent, among what follows it', () => {
    fc.assert(
      fc.property(goals, (goals) => {
        const items = goalTree(goals)
        for (const [index, { goal, depth }] of items.entries()) {
          if (depth === 0) continue
          const above = items.slice(0, index).findLast((item) => item.depth === depth - 1)
          expect(above?.goal.id).toBe(goal.parent_id)
        }
      }),
      RUNS,
    )
  })

  test('keeps the order given among the parts of one goal', () => {
    const items = goalTree([
      { id: 'b', parent_id: null },
      { id: 'b2', parent_id: 'b' },
      { id: 'a', parent_id: null },
      { id: 'b1', parent_id: 'b' },
      { id: 'b2x', parent_id: 'b2' },
      { id: 'c', parent_id: 'elsewhere' },
    ])
    expect(items.map(({ goal, depth }) => `${depth}${goal.id}`)).toEqual(['0b', '1b2', '2b2x', '1b1', '0a', '0c'])
  })
})

describe('the order', () => {
  const goal = (title: string, target_date: string | null, percent: number, updated_at: number) => ({
    title,
    target_date,
    progress: { percent, lateness: null },
    updated_at,
  })
  const some = [
    goal('part 10', null, 50, 3),
    goal('Part 2', '2026-02-01', 10, 1),
    goal('éclair', '2026-01-01', 90, 2),
    goal('Alpha', null, 50, 4),
  ]

  test.each([
    ['target', 'none last, and those by title', ['éclair', 'Part 2', 'Alpha', 'part 10']],
    ['progress', 'the most first', ['éclair', 'Alpha', 'part 10', 'Part 2']],
    ['title', 'numbers, without case and accents', ['Alpha', 'éclair', 'Part 2', 'part 10']],
    ['recent', 'the latest first', ['Alpha', 'part 10', 'éclair', 'Part 2']],
  ] as const)('by %s has %s', (sort, _, expected) => {
    expect(some.toSorted(goalOrders[sort]).map(({ title }) => title)).toEqual(expected)
  })
})
