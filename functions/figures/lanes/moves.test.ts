import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import {
  drawnSpan,
  freeHalfHours,
  freeSlot,
  ledgerDate,
  localText,
  moveSpan,
  resizeSpan,
  snapTime,
  spanOf,
  topOf,
  visiblePart,
} from './moves'

const minute = 60
const hour = 3600
const plain = (time: number) => Temporal.PlainDateTime.from(localText(time))
const dates = fc.constantFrom('2026-03-29', '2026-10-25', '2026-11-01', '2026-12-31', '2028-02-28', '2026-04-05')
const steps = fc.constantFrom(1, 5, 10, 15, 30).map((minutes) => minutes * minute)
const spans = fc
  .record({ date: dates, start: fc.integer({ min: -7200, max: 90_000 }), length: fc.integer({ min: 1, max: 100_000 }) })
  .map(({ date, start, length }) => ({ start: topOf({ date, from: 0, minutes: 0 }) + start, length }))
  .map(({ start, length }) => ({ start, end: start + length }))
const holds = <T>(values: fc.Arbitrary<T>, fact: (value: T) => void) =>
  fc.assert(fc.property(values, fact), { numRuns: runs(300) })

test('the times of a block are those that a calendar without zones has, before midnight and after the day', () => {
  const times = fc.record({ date: dates, start: fc.integer({ min: -86_399, max: 90_000 }), length: fc.nat(90_000) })
  const text = (seconds: number) => {
    const [minutes, rest] = [Math.floor(Math.abs(seconds) / 60), Math.abs(seconds) % 60]
    const parts = [Math.floor(minutes / 60), ...[minutes % 60, rest].map((n) => String(n).padStart(2, '0'))]
    return `${seconds < 0 ? '-' : ''}${(rest ? parts : parts.slice(0, 2)).join(':')}`
  }
  holds(times, ({ date, start, length }) => {
    const span = spanOf(date, `${text(start)}-${text(start + length)}`)
    const at = (seconds: number) => Temporal.PlainDateTime.from(date).add({ seconds })
    expect(plain(span.start).equals(at(start))).toBe(true)
    expect(plain(span.end).equals(at(start + length))).toBe(true)
  })
  expect(spanOf('2026-11-24', '8:40-').end).toBeNaN()
  expect(localText(spanOf('2026-11-24', '8:40:30-25:10').start)).toBe('2026-11-24T08:40:30')
  expect(localText(spanOf('2026-11-24', '8:40:30-25:10').end)).toBe('2026-11-25T01:10')
})

test('a block keeps its clock times on another day, whatever the clocks of a zone do between', () => {
  holds(fc.record({ span: spans, days: fc.integer({ min: -7, max: 7 }) }), ({ span, days }) => {
    const { start, end } = moveSpan(span, span.start + days * 24 * hour)
    expect(plain(start).equals(plain(span.start).add({ days }))).toBe(true)
    expect(plain(end).equals(plain(span.end).add({ days }))).toBe(true)
  })
})

test('a time snaps to the nearest step of the clock, or to the time of day that it had', () => {
  holds(
    fc.record({ span: spans, to: fc.integer({ min: -90_000, max: 90_000 }), step: steps }),
    ({ span, to, step }) => {
      const time = snapTime(span.start + to, step, span.start)
      const midnight = plain(time).with({ hour: 0, minute: 0, second: 0 })
      const isOnGrid = midnight.until(plain(time)).total('seconds') % step === 0
      expect(isOnGrid || plain(time).toPlainTime().equals(plain(span.start).toPlainTime())).toBe(true)
      expect(Math.abs(time - span.start - to)).toBeLessThanOrEqual(step / 2)
      expect(snapTime(span.start, step, span.start)).toBe(span.start)
    },
  )
})

test('an edge moves alone, and leaves a length', () => {
  const edges = fc.constantFrom('start' as const, 'end' as const)
  holds(fc.record({ span: spans, edge: edges, by: fc.integer({ min: -90_000, max: 90_000 }), step: steps }), (drag) => {
    const { span, edge, by, step } = drag
    const other = edge === 'start' ? 'end' : 'start'
    const next = resizeSpan(span, edge, snapTime(span[edge] + by, step, span[edge]), step)
    expect(next[other]).toBe(span[other])
    expect(next.end).toBeGreaterThan(next.start)
    expect(next.end - next.start).toBeGreaterThanOrEqual(Math.min(1, span.end - span.start))
    expect(resizeSpan(span, edge, span[edge], step)).toEqual(span)
  })
})

test('a drawing covers both of its ends, whichever came first', () => {
  holds(fc.record({ from: fc.nat(86_400), to: fc.nat(86_400), step: steps }), ({ from, to, step }) => {
    const span = drawnSpan(from, to, step)
    expect(span.start).toBe(Math.min(from, to))
    expect(span.end).toBeGreaterThanOrEqual(Math.max(from, to))
    expect(span.end).toBeGreaterThan(span.start)
  })
})

test('lanes from the start of the day have each second of a span once', () => {
  holds(fc.record({ span: spans, from: fc.integer({ min: 0, max: 720 }) }), ({ span, from }) => {
    const first = plain(span.start).toPlainDate().subtract({ days: 2 })
    const lanes = Array.from({ length: 8 }, (_, days) => ({ date: `${first.add({ days })}`, from, minutes: 24 * 60 }))
    const parts = lanes.map((lane) => visiblePart(lane, span))
    expect(parts.reduce((sum, part) => sum + (part?.height ?? 0), 0)).toBe(span.end - span.start)
    const lane = lanes.findIndex((one) => visiblePart(one, { start: span.start, end: span.start + 1 }))
    const [counted] = lanes
    expect(counted && ledgerDate(counted, span.start)).toBe(lanes[lane]?.date)
  })
})

test('a half hour is free where no block touches it', () => {
  const lane = { date: '2026-10-25', from: 420, minutes: 780 }
  const times = fc.array(fc.record({ start: fc.nat(780), length: fc.integer({ min: 1, max: 200 }) }))
  holds(times, (blocks) => {
    const all = blocks.map(({ start, length }) => {
      const from = topOf(lane) + start * minute
      return { start: from, end: from + length * minute }
    })
    const halves = freeHalfHours(lane, all)
    const isCovered = (time: number) => all.some(({ start, end }) => start <= time && time < end)
    for (const { start, end } of halves)
      for (let time = start; time < end; time += minute) expect(isCovered(time)).toBe(false)
    const covered = Array.from({ length: 780 }, (_, n) => n).filter((n) => isCovered(topOf(lane) + n * minute))
    const touched = new Set(covered.map((n) => Math.floor(n / 30)))
    expect(halves.length).toBe(26 - touched.size)
  })
})

test('a free piece is a short gap between spans, or what they leave of the hour at a time', () => {
  const top = topOf({ date: '2026-11-25', from: 0, minutes: 0 })
  const at = (minutes: number) => top + minutes * minute
  const all = [
    { start: at(600), end: at(675) },
    { start: at(700), end: at(760) },
    { start: at(762), end: at(800) },
    { start: at(890), end: at(900) },
    { start: at(991), end: at(999) },
  ]
  const pieceAt = (minutes: number) => freeSlot(all, at(minutes), 5 * minute)
  expect(pieceAt(650)).toBeUndefined()
  expect(pieceAt(690)).toEqual({ start: at(675), end: at(700) })
  expect(pieceAt(599)).toEqual({ start: at(540), end: at(600) })
  expect(pieceAt(820)).toEqual({ start: at(800), end: at(890) })
  expect(pieceAt(899 + 60)).toEqual({ start: at(900), end: at(960) })
  expect(pieceAt(960)).toEqual({ start: at(960), end: at(991) })
  expect(pieceAt(761)).toEqual({ start: at(760), end: at(765) })
})
