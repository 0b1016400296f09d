import {
  type Card,
  createEmptyCard,
  default_request_retention,
  fsrs,
  type Grade,
  Rating as Grades,
  State,
} from 'ts-fsrs'
import { dayMs } from '../../../lib/time/units'
import { usualRetention } from '../../plans/schema'
import type { CardState } from '../schema'
import { chooseInterval, type IntervalSettings } from './days'
import { dueAfter, type Rating, rateSm2, type Sm2State, sm2Due } from './sm2'

type FsrsState = NonNullable<CardState['fsrs']>

const scheduler = fsrs()

/** FSRS schedulers by wanted retention. */
const schedulers = new Map([[usualRetention, scheduler]])
const schedulerFor = (retention: number) => {
  const known = schedulers.get(retention) ?? fsrs({ request_retention: retention })
  if (schedulers.size < 100) schedulers.set(retention, known)
  return known
}

/** State of a card before its first review. @param now epoch ms */
export const newFsrs = (now: number): FsrsState => stored(createEmptyCard(new Date(now)))

const stored = ({ due, last_review, elapsed_days: _, ...card }: Card): FsrsState => ({
  ...card,
  due_at: due.getTime(),
  reviewed_at: last_review?.getTime() ?? null,
})

const given = ({ due_at, reviewed_at, ...card }: FsrsState): Card => ({
  ...card,
  state: card.state as State,
  due: new Date(due_at),
  elapsed_days: 0,
  ...(reviewed_at === null ? {} : { last_review: new Date(reviewed_at) }),
})

/** State after a rating by FSRS, with the default parameters of ts-fsrs. @param at time of the review, epoch ms */
export const rateFsrs = (state: FsrsState, rating: Rating, at: number, retention = usualRetention): FsrsState =>
  stored(schedulerFor(retention).next(given(state), new Date(at), rating as number as Grade).card)

/**
 * State of a card that was reviewed by SM-2. The interval becomes the stability. The difficulty is chosen so that a
 * good rating on time lengthens the interval by the SM-2 ease.
 * @param now epoch ms
 */
export const fsrsFromSm2 = (
  { ease_factor, interval_days, repetitions, last_reviewed_at }: Sm2State & { last_reviewed_at: number | null },
  now: number,
): FsrsState => {
  const stability = Math.max(1, interval_days)
  const growth = (difficulty: number) =>
    scheduler.next_recall_stability(difficulty, stability, default_request_retention, Grades.Good) / stability - 1
  // The growth is proportional to 11 - difficulty.
  const difficulty = 11 - (10 * (ease_factor - 1)) / growth(1)
  const reviewed_at = Math.min(now, last_reviewed_at ?? now - stability * dayMs)
  return {
    stability,
    difficulty: Math.min(10, Math.max(1, difficulty)),
    state: State.Review,
    learning_steps: 0,
    scheduled_days: stability,
    reps: repetitions,
    lapses: 0,
    due_at: reviewed_at + stability * dayMs,
    reviewed_at,
  }
}

/** A rating with its time (epoch ms) and local date. `after` is the state that it led to before a replay. */
type RatedAt = { rating: Rating; reviewed_at: number; date: string; after?: CardState }

/**
 * The state of a card after a rating, by both schedulers. A forgotten card, or one with an FSRS step shorter than a
 * day, is due again on the day of the review.
 */
export const stateAfterRating = (
  state: CardState,
  { rating, reviewed_at, date, after }: RatedAt,
  wanted?: IntervalSettings,
): CardState => {
  const sm2 = rateSm2(state, rating)
  const known = state.fsrs ?? (state.is_new === 1 ? newFsrs(reviewed_at) : fsrsFromSm2(state, reviewed_at))
  const ideal = rateFsrs(known, rating, reviewed_at, wanted?.retention)
  // If a replayed review has the same result as before, it keeps its day.
  const isSame = after?.fsrs?.reviewed_at === reviewed_at && after.fsrs.stability === ideal.stability
  const chosen = wanted?.around ? chooseInterval(date, ideal.scheduled_days, wanted.around) : ideal.scheduled_days
  const days = isSame && after.fsrs ? after.fsrs.scheduled_days : chosen
  const fsrs = { ...ideal, scheduled_days: days, due_at: ideal.due_at + (days - ideal.scheduled_days) * dayMs }
  return {
    ...sm2,
    fsrs,
    sm2_next: sm2Due(date, rating, sm2),
    fsrs_next: dueAfter(date, { interval_days: fsrs.scheduled_days }),
    last_reviewed_at: reviewed_at,
    is_new: 0,
    updated_at: Math.max(state.updated_at, reviewed_at),
  }
}

/** Applies ratings in order. Returns each with the states before and after it. */
export const replayRatings = <R extends RatedAt>(state: CardState, ratings: R[], wanted?: IntervalSettings) => {
  let before = state
  return ratings.map((rating) => {
    const after = stateAfterRating(before, rating, wanted)
    const step = { ...rating, before, after }
    before = after
    return step
  })
}
