import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSpans, secondsOf } from '../dashboard/work'
import { placeTasks } from './place'

const minute = 60_000

/** A day of 24 hours from zero on. */
const span = fc
  .tuple(fc.nat(1440), fc.nat(300))
  .map(([start, length]) => ({ start: start * minute, end: (start + length) * minute }))
const tasks = fc.array(
  fc.integer({ min: 1, max: 240 }).map((minutes) => ({ minutes })),
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

test('tasks lie on nothing, within the span, at the first place where they fit', () => {
  fc.assert(
    fc.property(tasks, span, busyOf, (all, within, busy) => {
      const before = [...busy.filter(({ start, end }) => end > start)]
      for (const { task, start } of placeTasks(all, within, busy)) {
        const length = task.minutes * minute
        const fits = (at: number) =>
          at >= within.start && at + length <= within.end && !before.some((b) => b.start < at + length && at < b.end)
        const first = Array.from({ length: 600 }, (_, index) => index * 5 * minute).find(fits)
        expect(start).toBe(first ?? null)
        if (start !== null) before.push({ start, end: start + length })
      }
    }),
    { numRuns: 200 },
  )
})

test('a task before a meeting ends where the meeting begins, if there is room', () => {
  const at = (hours: number) => hours * 60 * minute
  const meeting = { start: at(11), end: at(12) }
  const [long, prepare] = placeTasks(
    [{ minutes: 90 }, { minutes: 15, before: meeting.start }],
    { start: at(9), end: at(18) },
    [meeting],
  )
  expect([long?.start, prepare?.start]).toEqual([at(9), at(10.75)])
  const [late] = placeTasks([{ minutes: 15, before: at(9) }], { start: at(9), end: at(18) }, [meeting])
  expect(late?.start).toBe(at(9))
})
