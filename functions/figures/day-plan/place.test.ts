import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minute } from '../../../test/support/times'
import { freeSpans, secondsOf } from '../dashboard/work'
import { placeTasks } from './place'

/** A day of 24 hours from zero on. */
const span = fc
  .tuple(fc.nat(1440), fc.nat(300))
  .map(([start, length]) => ({ start: start * minute, end: (start + length) * minute }))
const tasks = fc.array(
  fc.record({
    minutes: fc.integer({ min: 1, max: 240 }),
    before: fc.option(
      fc.nat(1740).map((at) => at * minute),
      { nil: undefined },
    ),
  }),
  { maxLength: 12 },
)
const busyOf = fc.array(span, { maxLength: 8 })
const isIn = (minutes: number, spans: { start: number; end: number }[]) =>
  spans.some(({ start, end }) => start <= minutes * minute && minutes * minute < end)

test('what is free and what is busy make the span, minute by minute', () => {
  fc.assert(
    fc.property(span, busyOf, (within, busy) => {
      const free = freeSpans(within, busy)
      let seconds = 0
      for (let at = 0; at < 1800; at += 1) {
        const isFree = isIn(at, [within]) && !isIn(at, busy)
        expect(isIn(at, free)).toBe(isFree)
        if (isFree) seconds += 60
      }
      expect(secondsOf(free)).toBe(seconds)
    }),
    { numRuns: 50 },
  )
})

test('tasks lie on nothing within the span: preparations first and as late as they can, the others as early', () => {
  fc.assert(
    fc.property(tasks, span, busyOf, (all, within, busy) => {
      const taken = busy.filter(({ start, end }) => end > start)
      const placed = new Map(placeTasks(all, within, busy).map(({ task, start }) => [task, start]))
      const isPreparation = (task: (typeof all)[number]) => task.before !== undefined
      for (const task of [...all.filter(isPreparation), ...all.filter((one) => !isPreparation(one))]) {
        const length = task.minutes * minute
        const fits = (at: number) =>
          at >= within.start && at + length <= within.end && !taken.some((b) => b.start < at + length && at < b.end)
        const places = Array.from({ length: 600 }, (_, index) => index * 5 * minute).filter(fits)
        const { before = Number.NEGATIVE_INFINITY } = task
        const start = places.findLast((at) => at + length <= before) ?? places[0] ?? null
        expect(placed.get(task)).toBe(start)
        if (start !== null) taken.push({ start, end: start + length })
      }
    }),
    { numRuns: 200 },
  )
})
