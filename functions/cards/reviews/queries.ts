import { z } from 'zod'
import { allRows, constant, sql } from '../../lib/sql'
import { CardState } from '../schema'

const state = z.string().transform((json) => CardState.parse(JSON.parse(json)))

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

const columns = constant('id, card_id, rating, reviewed_at, date, duration_ms, is_first, before, after, created_at')

export const review = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`SELECT ${columns} FROM card_reviews WHERE user_id = ${userId} AND id = ${id}`.first()
  return row === null ? null : ReviewRow.parse(row)
}

/** The latest review of a card; of two at one moment the one with the later id. */
export const lastReview = async (db: D1Database, userId: string, cardId: string) => {
  const row = await sql(db)`
    SELECT ${columns}
    FROM card_reviews INDEXED BY card_reviews_of_card
    WHERE user_id = ${userId} AND card_id = ${cardId}
    ORDER BY reviewed_at DESC, id DESC
    LIMIT 1`.first()
  return row === null ? null : ReviewRow.parse(row)
}

/** Reviews of a card behind a moment (epoch ms) and id, in their order. */
export const reviewsAfter = async (db: D1Database, userId: string, cardId: string, at: number, id: string) =>
  z.array(ReviewRow).parse(
    await allRows(sql(db)`
      SELECT ${columns}
      FROM card_reviews INDEXED BY card_reviews_of_card
      WHERE user_id = ${userId} AND card_id = ${cardId} AND (reviewed_at, id) > (${at}, ${id})
      ORDER BY reviewed_at, id`),
  )
