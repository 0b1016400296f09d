import { z } from 'zod'
import { given } from '../../lib/conditions'
import { columnsOf } from '../../lib/resource/reads'
import { insertRows, updateRows } from '../../lib/resource/rows'
import { newSeq } from '../../lib/resource/stored'
import { allRows, constant, jsonColumn, orStale, rowAs, rowsAs, sql } from '../../lib/sql'
import { CardState, fsrsColumn } from '../schema'

const state = jsonColumn(CardState)

export const ReviewRow = z.object({
  id: z.string(),
  card_id: z.string(),
  rating: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  /** Epoch ms. */
  reviewed_at: z.int(),
  /** Local date by the zone and day start when it was written. */
  date: z.string(),
  duration_ms: z.int().nullable(),
  is_first: z.int(),
  before: state,
  after: state,
  created_at: z.int(),
})
export type ReviewRow = z.output<typeof ReviewRow>

const columns = columnsOf('card_reviews', ReviewRow)

export const review = (db: D1Database, userId: string, id: string) =>
  rowAs(ReviewRow, sql(db)`SELECT ${columns} FROM card_reviews WHERE user_id = ${userId} AND id = ${id}`)

/** Reviews of a card in their order: of two at one moment the one with the later id is the later one. */
export const reviewsOf = (db: D1Database, userId: string, cardId: string) =>
  rowsAs(
    ReviewRow,
    sql(db)`
      SELECT ${columns}
      FROM card_reviews
      WHERE user_id = ${userId} AND card_id = ${cardId}
      ORDER BY reviewed_at, id`,
  )

export const StateRow = CardState.extend({ id: z.string(), scheduler: z.enum(['sm2', 'fsrs']) })
export type StateRow = z.output<typeof StateRow>

const StoredState = StateRow.extend({ fsrs: fsrsColumn })

/** States of cards, deleted ones too. */
export const statesOf = (db: D1Database, userId: string, ids: string[]) =>
  rowsAs(
    StoredState,
    sql(db)`
      SELECT ${columnsOf('cards', StoredState)}
      FROM cards
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )

/** Ids of reviews that are there, with their cards. */
export const knownReviews = (db: D1Database, userId: string, ids: string[]) =>
  allRows<{ id: string; card_id: string }>(sql(db)`
    SELECT card_reviews.id, card_id
    FROM card_reviews
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)

/** Reviews of each card from the moment of the earliest of these on (epoch ms). */
export const laterReviews = async (
  db: D1Database,
  userId: string,
  reviews: Pick<ReviewRow, 'card_id' | 'reviewed_at'>[],
) => {
  const first = new Map<string, number>()
  for (const { card_id, reviewed_at } of reviews) {
    first.set(card_id, Math.min(reviewed_at, first.get(card_id) ?? reviewed_at))
  }
  return rowsAs(
    ReviewRow,
    sql(db)`
      ${given(JSON.stringify([...first]))}
      SELECT ${columnsOf('review', ReviewRow)}
      FROM given JOIN card_reviews AS review
        ON review.user_id = ${userId} AND review.card_id = value ->> 0 AND review.reviewed_at >= value ->> 1`,
  )
}

/** Saves the states of cards. Nothing guards them: plan from a version (`asPlannedAt`). */
export const saveStates = (db: D1Database, userId: string, cards: { id: string; state: CardState }[]) =>
  updateRows(
    db,
    'cards',
    userId,
    cards.map(({ id, state }) => ({ ...CardState.parse(state), id })),
    {
      next_review: constant("iif(scheduler = 'fsrs', value ->> 'fsrs_next', value ->> 'sm2_next')"),
      seq: newSeq(userId),
    },
  )

export const addReviews = (db: D1Database, userId: string, reviews: ReviewRow[]) =>
  insertRows(db, 'card_reviews', userId, reviews)

/** Saves what reviews lead from and to once an earlier one was added. */
export const saveReplayed = (db: D1Database, userId: string, reviews: ReviewRow[]) =>
  updateRows(
    db,
    'card_reviews',
    userId,
    reviews.map(({ id, is_first, before, after }) => ({ id, is_first, before, after })),
  )

export const removeReview = (db: D1Database, userId: string, id: string) => [
  sql(db)`DELETE FROM card_reviews WHERE user_id = ${userId} AND id = ${id}`,
  orStale(db),
]
