import { orStale, sql } from '../../lib/sql'
import { type CardState, FsrsColumn } from '../schema'
import type { ReviewRow } from './queries'

/** Saves the state of a card. */
export const saveState = (db: D1Database, userId: string, id: string, state: CardState) => [
  sql(db)`
    UPDATE cards
    SET ease_factor = ${state.ease_factor}, interval_days = ${state.interval_days}, repetitions = ${state.repetitions},
        fsrs = ${state.fsrs === null ? null : JSON.stringify(FsrsColumn.parse(state.fsrs))}, sm2_next = ${state.sm2_next},
        fsrs_next = ${state.fsrs_next}, next_review = iif(scheduler = 'fsrs', ${state.fsrs_next}, ${state.sm2_next}),
        last_reviewed_at = ${state.last_reviewed_at}, is_new = ${state.is_new}, updated_at = ${state.updated_at},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  orStale(db),
]

export const addReview = (db: D1Database, userId: string, review: ReviewRow) => sql(db)`
  INSERT INTO card_reviews (user_id, id, card_id, rating, reviewed_at, date, duration_ms, is_first, before, after,
    created_at)
  VALUES (${userId}, ${review.id}, ${review.card_id}, ${review.rating}, ${review.reviewed_at}, ${review.date},
    ${review.duration_ms}, ${review.is_first}, ${JSON.stringify(review.before)}, ${JSON.stringify(review.after)},
    ${review.created_at})`

/** Saves what reviews lead from and to once an earlier one was added. */
export const saveReplayed = (db: D1Database, userId: string, reviews: ReviewRow[]) => {
  const json = reviews.map(({ id, is_first, before, after }) => ({
    id,
    is_first,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
  }))
  return sql(db)`
    UPDATE card_reviews
    SET is_first = replayed.value ->> 'is_first', before = replayed.value ->> 'before',
        after = replayed.value ->> 'after'
    FROM json_each(${JSON.stringify(json)}) AS replayed
    WHERE user_id = ${userId} AND card_reviews.id = replayed.value ->> 'id'`
}

export const removeReview = (db: D1Database, userId: string, id: string) => [
  sql(db)`DELETE FROM card_reviews WHERE user_id = ${userId} AND id = ${id}`,
  orStale(db),
]
