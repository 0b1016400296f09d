import fc from 'fast-check'
import { createEmptyCard, fsrs, type Grade } from 'ts-fsrs'
import { expect, test } from 'vitest'
import { addDays } from '../../../lib/time/days'
import { fsrsFromSm2, newFsrs, rateFsrs } from './fsrs'
import { dueAfter, newSm2, type Rating, rateSm2, ratings } from './sm2'

/** Mostly bad ratings, as it takes ten more of them than good ones to reach the least ease. */
const sequences = fc.array(fc.constantFrom<Rating>(1, 1, 1, 1, ...ratings), { maxLength: 30, size: 'max' })

/** The rule of the contract, word by word. */
const byRule = (given: Rating[]) => {
  let [interval, ease, repetitions] = [1, 2.5, 0]
  for (const r of given) {
    if (r === 3 || r === 4) {
      if (repetitions === 0) interval = 1
      else if (repetitions === 1) interval = 6
      else interval = Math.floor(interval * ease)
      repetitions += 1
    } else {
      interval = 1
      repetitions = 0
    }
    ease += 0.1 - (3 - r) * (0.08 + (3 - r) * 0.02)
    if (ease < 1.3) ease = 1.3
  }
  return { interval_days: interval, ease_factor: ease, repetitions }
}

test('SM-2 gives what its rule says after any ratings', () => {
  fc.assert(
    fc.property(sequences, (given) => {
      const state = given.reduce(rateSm2, newSm2)
      expect(state.interval_days).toBe(byRule(given).interval_days)
      expect(state.repetitions).toBe(byRule(given).repetitions)
      expect(state.ease_factor).toBeCloseTo(byRule(given).ease_factor, 9)
    }),
    { numRuns: 10_000 },
  )
})

test('a card that SM-2 scheduled goes on by FSRS from its interval and ease, with an interval for each rating', () => {
  const now = Date.UTC(2026, 0, 1, 9)
  const values = {
    ease_factor: fc.double({ min: 1.3, max: 4, noNaN: true }),
    interval_days: fc.integer({ min: 1, max: 3000 }),
  }
  fc.assert(
    fc.property(fc.record(values), ({ ease_factor, interval_days }) => {
      const state = fsrsFromSm2({ ease_factor, interval_days, repetitions: 3, last_reviewed_at: null }, now)
      const dates = ratings.map((rating) => rateFsrs(state, rating, now).due_at)
      expect(dates).toEqual([...new Set(dates)].toSorted((a, b) => a - b))
      const good = (dates[2] ?? 0) - now
      if (state.difficulty > 1 && state.difficulty < 10)
        expect(Math.abs(good / 86_400_000 - interval_days * ease_factor)).toBeLessThan(2)
    }),
  )
})

test('a card is due again as many days after the review as its interval has', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), (interval_days) => {
      expect(dueAfter('2026-11-21', { interval_days })).toBe(addDays('2026-11-21', interval_days))
    }),
  )
})

test('FSRS gives what ts-fsrs gives, step by step', () => {
  const start = Date.UTC(2026, 0, 1, 9)
  const waits = fc.array(fc.tuple(fc.constantFrom(...ratings), fc.integer({ min: 60_000, max: 90 * 86_400_000 })), {
    maxLength: 15,
  })
  fc.assert(
    fc.property(waits, (steps) => {
      const scheduler = fsrs()
      let card = createEmptyCard(new Date(start))
      let state = newFsrs(start)
      let at = start
      for (const [rating, wait] of steps) {
        at += wait
        card = scheduler.next(card, new Date(at), rating as number as Grade).card
        state = rateFsrs(state, rating, at)
        expect(state).toMatchObject({
          stability: card.stability,
          difficulty: card.difficulty,
          due_at: card.due.getTime(),
          lapses: card.lapses,
          reps: card.reps,
        })
      }
    }),
  )
})
