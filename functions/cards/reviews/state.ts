import { fsrsFromSm2, newFsrs, rateFsrs } from '../schedule/fsrs'
import { dueAfter, type Rating, rateSm2 } from '../schedule/sm2'
import type { CardState } from '../schema'

/** A rating at a moment (epoch ms) and on its local date. */
type RatedAt = { rating: Rating; reviewed_at: number; date: string }

/**
 * The state of a card after a rating, by both schedulers. A step of FSRS that is shorter than a day is due again on the
 * day of the review.
 */
export const rated = (state: CardState, { rating, reviewed_at, date }: RatedAt): CardState => {
  const sm2 = rateSm2(state, rating)
  const known = state.fsrs ?? (state.is_new === 1 ? newFsrs(reviewed_at) : fsrsFromSm2(state, reviewed_at))
  const fsrs = rateFsrs(known, rating, reviewed_at)
  return {
    ...sm2,
    fsrs,
    sm2_next: dueAfter(date, sm2),
    fsrs_next: dueAfter(date, { interval_days: fsrs.scheduled_days }),
    last_reviewed_at: reviewed_at,
    is_new: 0,
    updated_at: Math.max(state.updated_at, reviewed_at),
  }
}

/** Each rating with the state before and after it, one upon the other. */
export const replayed = <R extends RatedAt>(state: CardState, ratings: R[]) => {
  let before = state
  return ratings.map((rating) => {
    const after = rated(before, rating)
    const step = { ...rating, before, after }
    before = after
    return step
  })
}
