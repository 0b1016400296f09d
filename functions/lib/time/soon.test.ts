import { expect, test } from 'vitest'
import { minute } from '../../../test/support/times'
import { soonText, soonTextChangesAt } from './soon'

const start = Date.parse('2026-03-10T10:00:00Z')
const times = { start, end: start + 90 * minute }
const at = (minutes: number) => start + minutes * minute

test('what has a time says when it starts, or how long ago it began', () => {
  const cases: [number, string | null][] = [
    [-10.01, null],
    [-10, 'Starts in 10m'],
    [-2.5, 'Starts in 3m'],
    [-2, 'Starts in 2m'],
    [-0.01, 'Starts in 1m'],
    [0, 'Starts now'],
    [0.99, 'Starts now'],
    [4, 'began 4m ago'],
    [65, 'began 1h 05m ago'],
    [89.99, 'began 1h 29m ago'],
    [90, null],
  ]
  for (const [minutes, words] of cases) expect([minutes, soonText(times, at(minutes))]).toEqual([minutes, words])
  expect(soonText(null, start)).toBeNull()
})

test('the words stay until they move, and no longer', () => {
  let now = at(-300)
  const moves = []
  while (now < Infinity) {
    const next = soonTextChangesAt(times, now)
    if (next < Infinity) {
      expect(soonText(times, next - 1)).toBe(soonText(times, now))
      expect(soonText(times, next)).not.toBe(soonText(times, now))
      moves.push((next - start) / minute)
    }
    now = next
  }
  expect(moves).toEqual(Array.from({ length: 101 }, (_, index) => index - 10))
})
