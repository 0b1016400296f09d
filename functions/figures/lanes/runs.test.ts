import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs as numRuns } from '../../../test/support/runs'
import { addClockTimes, layOut, roomSizes, usualHours } from './lane'
import { separateRuns } from './runs'

const date = '1970-01-05'
const midnight = Date.parse(date)

/** Sessions by their start and length in minutes since midnight. */
const placed = (times: [start: number, minutes: number][], room = roomSizes.usual, kind = 'session') =>
  layOut(
    addClockTimes(
      date,
      times.map(([start, minutes]) => ({
        ...{ kind, zone: 'UTC', start: midnight + start * 60_000, end: midnight + (start + minutes) * 60_000 },
      })),
    ),
    usualHours,
    room,
  )

const nine = 540
const row = (...lengths: number[]) => {
  let start = nine
  return lengths.map((minutes): [number, number] => {
    start += minutes
    return [start - minutes, minutes]
  })
}

const drawn = (...all: Parameters<typeof placed>) => {
  const { alone, runs } = separateRuns(placed(...all))
  return { alone: alone.length, runs: runs.map(({ y, height, blocks }) => [y, height, blocks.length]) }
}

test('five short sessions one after the other are one run, as high as all of them', () => {
  expect(drawn(row(5, 7, 8, 5, 10))).toEqual({ alone: 0, runs: [[120, 35, 5]] })
  expect(drawn(row(60, 5, 5, 5, 60))).toEqual({ alone: 2, runs: [[180, 15, 3]] })
})

test('hours of which each block has its line have no runs', () => {
  expect(drawn(row(5, 7, 8, 5, 10), roomSizes.huge)).toEqual({ alone: 5, runs: [] })
})

test('two are a run where one has no room for words and the run has', () => {
  expect(drawn(row(5, 10))).toEqual({ alone: 0, runs: [[120, 20, 2]] })
  expect(drawn(row(5, 5, 60))).toEqual({ alone: 3, runs: [] })
  expect(drawn(row(10, 10))).toEqual({ alone: 2, runs: [] })
})

test('what is longer, apart, or no session is drawn alone', () => {
  expect(drawn(row(15, 15, 15, 15))).toEqual({ alone: 4, runs: [] })
  expect(drawn([0, 20, 40].map((more) => [nine + more, 5]))).toEqual({ alone: 3, runs: [] })
  expect(drawn(row(5, 5, 5), roomSizes.usual, 'task')).toEqual({ alone: 3, runs: [] })
})

test('whatever happens on a day, each block is drawn once, and no run is over another block', () => {
  const times = fc.array(fc.tuple(fc.integer({ min: 480, max: 700 }), fc.integer({ min: 1, max: 30 })), {
    maxLength: 25,
  })
  fc.assert(
    fc.property(times, fc.constantFrom(...Object.values(roomSizes)), (all, room) => {
      const blocks = placed(all, room)
      const { alone, runs } = separateRuns(blocks)
      expect(new Set([...alone, ...runs.flatMap((run) => run.blocks)])).toEqual(new Set(blocks))
      expect(alone.length + runs.flatMap((run) => run.blocks).length).toBe(blocks.length)
      for (const { y, height } of runs) {
        for (const one of alone) expect(one.y >= y + height || one.y + one.height <= y).toBe(true)
      }
    }),
    { numRuns: numRuns(300) },
  )
})
