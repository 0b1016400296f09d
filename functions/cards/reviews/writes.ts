import { jsonChunks, orStale, sql } from '../../lib/sql'
import { type CardState, FsrsColumn } from '../schema'
import type { ReviewRow } from './queries'

/** Saves the states of cards. Nothing guards them: plan from a version (`asPlannedAt`). */
export const saveStates = (db: D1Database, userId: string, cards: { id: string; state: CardState }[]) =>
  jsonChunks(
    cards.map(({ id, state }) => ({
      ...state,
      id,
      fsrs: state.fsrs === null ? null : JSON.stringify(FsrsColumn.parse(state.fsrs)),
    })),
  ).map(
    (json) => sql(db)`
      UPDATE cards
      SET ease_factor = value ->> 'ease_factor', interval_days = value ->> 'interval_days',
          repetitions = value ->> 'repetitions', fsrs = value ->> 'fsrs', sm2_next = value ->> 'sm2_next',
          fsrs_next = value ->> 'fsrs_next',
          next_review = iif(scheduler = 'fsrs', value ->> 'fsrs_next', value ->> 'sm2_next'),
          last_reviewed_at = value ->> 'last_reviewed_at', is_new = value ->> 'is_new',
          updated_at = value ->> 'updated_at', seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${json}) AS rated
      WHERE cards.user_id = ${userId} AND cards.id = value ->> 'id'`,
  )

export const addReviews = (db: D1Database, userId: string, reviews: ReviewRow[]) =>
  jsonChunks(
    reviews.map((review) => ({
      ...review,
      before: JSON.stringify(review.before),
      after: JSON.stringify(review.after),
    })),
  ).map(
    (json) => sql(db)`
      INSERT INTO card_reviews (user_id, id, card_id, rating, reviewed_at, date, duration_ms, is_first, before, after,
        created_at)
      SELECT ${userId}, value ->> 'id', value ->> 'card_id', value ->> 'rating', value ->> 'reviewed_at',
        value ->> 'date', value ->> 'duration_ms', value ->> 'is_first', value ->> 'before', value ->> 'after',
        value ->> 'created_at'
      FROM json_each(${json})`,
  )

/** Saves what reviews lead from and to once an earlier one was added. */
export const saveReplayed = (db: D1Database, userId: string, reviews: ReviewRow[]) => {
  const json = reviews.map(({ id, is_first, before, after }) => ({
    id,
    is_first,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
  }))
  return jsonChunks(json).map(
    (chunk) => sql(db)`
    UPDATE card_reviews
    SET is_first = replayed.value ->> 'is_first', before = replayed.value ->> 'before',
        after = replayed.value ->> 'after'
    FROM json_each(${chunk}) AS replayed
    WHERE user_id = ${userId} AND card_reviews.id = replayed.value ->> 'id'`,
  )
}

export const removeReview = (db: D1Database, userId: string, id: string) => [
  sql(db)`DELETE FROM card_reviews WHERE user_id = ${userId} AND id = ${id}`,
  orStale(db),
]
