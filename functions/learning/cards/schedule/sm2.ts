import { addDays } from '../../../lib/time/days'

/** Ratings: 1 again, 2 hard, 3 good, 4 easy. */
export const ratings = [1, 2, 3, 4] as const
export type Rating = (typeof ratings)[number]

export type Sm2State = { ease_factor: number; interval_days: number; repetitions: number }

/** State of a card before its first review. */
export const newSm2: Sm2State = { ease_factor: 2.5, interval_days: 1, repetitions: 0 }

const leastEase = 1.3

const intervalAfter = ({ ease_factor, interval_days, repetitions }: Sm2State) => {
  if (repetitions === 0) return 1
  if (repetitions === 1) return 6
  return Math.floor(interval_days * ease_factor)
}

/** State after a rating by SM-2 with four ratings (P. A. Woźniak, 1990); 3 and 4 pass. */
export const rateSm2 = (state: Sm2State, rating: Rating): Sm2State => {
  const hasPassed = rating >= 3
  const short = 3 - rating
  return {
    interval_days: hasPassed ? intervalAfter(state) : 1,
    repetitions: hasPassed ? state.repetitions + 1 : 0,
    ease_factor: Math.max(leastEase, state.ease_factor + (0.1 - short * (0.08 + short * 0.02))),
  }
}

/** Maximum interval in days, a century. */
const longestWait = 36_500

/** The local date on which a card is due again. @param today local date of the review */
export const dueAfter = (today: string, { interval_days }: Pick<Sm2State, 'interval_days'>) =>
  addDays(today, Math.min(interval_days, longestWait))

/** The local date when SM-2 wants a card again; a forgotten card on the same day. @param today of the review */
export const sm2Due = (today: string, rating: Rating, state: Sm2State) =>
  rating === 1 ? today : dueAfter(today, state)
