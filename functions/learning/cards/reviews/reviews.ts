import { z } from 'zod'
import { Instant, idInput, instantInput, jsonOf } from '../../../lib/api/values'
import { withGiven } from '../../../lib/db/conditions'
import { commitPlanned } from '../../../lib/db/retry'
import { allRows, constant, jsonColumn, newSeq, orStale, rowAs, rowsAs, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import { columnsOf } from '../../../lib/resource/row-reads'
import { insertRows, updateRows } from '../../../lib/resource/row-writes'
import { dayOf } from '../../../lib/time/days'
import { card as findCard } from '../queries'
import { readIntervalSettings } from '../schedule/days'
import { replayRatings } from '../schedule/fsrs'
import type { Rating } from '../schedule/sm2'
import { CardState, fsrsColumn, type ListedCard } from '../schema'

const state = jsonColumn(CardState)

export const ReviewRow = z.object({
  id: z.string(),
  card_id: z.string(),
  rating: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  /** Epoch ms. */
  reviewed_at: z.int(),
  /** Local date of the review, by the person's zone and day start at that time. */
  date: z.string(),
  duration_ms: z.int().nullable(),
  is_first: z.int(),
  before: state,
  after: state,
  created_at: z.int(),
})
export type ReviewRow = z.output<typeof ReviewRow>

const columns = columnsOf('card_reviews', ReviewRow)

const findReview = (db: D1Database, userId: string, id: string) =>
  rowAs(ReviewRow, sql(db)`SELECT ${columns} FROM card_reviews WHERE user_id = ${userId} AND id = ${id}`)

/** Reviews of a card in chronological order; at equal times ordered by id. */
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

/** States of cards, including deleted cards. */
export const readCardStates = (db: D1Database, userId: string, ids: string[]) =>
  rowsAs(
    StoredState,
    sql(db)`
      SELECT ${columnsOf('cards', StoredState)}
      FROM cards
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )

/** Ids of the stored ones among these reviews, with their cards. */
export const knownReviews = (db: D1Database, userId: string, ids: string[]) =>
  allRows<{ id: string; card_id: string }>(sql(db)`
    SELECT card_reviews.id, card_id
    FROM card_reviews
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)

/** Reviews of each card since the earliest of the given reviews, included. */
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
      ${withGiven(JSON.stringify([...first]))}
      SELECT ${columnsOf('review', ReviewRow)}
      FROM given JOIN card_reviews AS review
        ON review.user_id = ${userId} AND review.card_id = value ->> 0 AND review.reviewed_at >= value ->> 1`,
  )
}

/** Saves the states of cards. Has no guard: plan the write with `guardSeq`. */
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

/** Saves the new states before and after later reviews, once an earlier review was added. */
export const saveReplayed = (db: D1Database, userId: string, reviews: ReviewRow[]) =>
  updateRows(
    db,
    'card_reviews',
    userId,
    reviews.map(({ id, is_first, before, after }) => ({ id, is_first, before, after })),
  )

const removeReview = (db: D1Database, userId: string, id: string) => [
  sql(db)`DELETE FROM card_reviews WHERE user_id = ${userId} AND id = ${id}`,
  orStale(db),
]

const rating = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], 'Enter a rating from 1 to 4')

/** Maximum duration of a review, in ms. */
export const longestReview = 86_400_000

/** Maximum time by which a device's clock may be ahead, in ms. */
const clockError = 60_000

const noDuration = 'Enter the time taken in milliseconds, up to a day'

export const NewReviewBody = z
  .strictObject({
    id: idInput.optional().meta({ description: 'A review that is sent again with its id is kept once.' }),
    rating: rating.meta({ description: '1 again, 2 hard, 3 good, 4 easy.' }),
    reviewed_at: instantInput
      .refine((at) => at <= Date.now() + clockError, 'Enter a moment that is not in the future')
      .optional(),
    duration_ms: z.int(noDuration).min(0, noDuration).max(longestReview, noDuration).optional(),
  })
  .meta({ id: 'NewReview', example: { rating: 3 } })

export const ReviewJson = z
  .object({
    id: z.string(),
    card_id: z.string(),
    rating,
    reviewed_at: Instant,
    date: z.string().meta({ format: 'date', description: 'The person’s local date of the review.' }),
    duration_ms: z.int().nullable(),
    next_review: z.string().meta({ format: 'date', description: 'When the card is due after this review.' }),
  })
  .meta({ id: 'Review' })

export const reviewJson = (review: ReviewRow, scheduler: 'sm2' | 'fsrs') =>
  jsonOf(ReviewJson, {
    ...review,
    next_review: scheduler === 'fsrs' ? review.after.fsrs_next : review.after.sm2_next,
  })

/** A rating of a card. `id` makes a retry idempotent; `reviewed_at` is epoch ms. */
type NewReview = { id: string; card_id: string; rating: Rating; reviewed_at: number; duration_ms: number | null }

/** A stored review and the scheduler of its card. */
export type SavedReview = { review: ReviewRow; scheduler: ListedCard['scheduler'] }

type RateOutcome =
  | (SavedReview & { is: 'added' | 'known' })
  /** The card does not exist, or the id belongs to a review of another card. */
  | { is: 'gone' }
  | { is: 'taken' }

/** `none`: the card has no review, or its last one is not the wanted review. */
type UndoOutcome = 'done' | 'none' | 'gone'

/**
 * Rates a card. Reviews are ordered by time: a late one is inserted before later ones, whose effects are computed
 * again.
 * @param now epoch ms
 * @param also further statements for the same batch
 */
export const rateCard = (
  db: D1Database,
  user: User,
  added: NewReview,
  now: number,
  also: (saved: SavedReview) => D1PreparedStatement[] = () => [],
): Promise<RateOutcome> =>
  commitPlanned<RateOutcome>(db, user.id, [], async () => {
    const { id, card_id, rating, reviewed_at, duration_ms } = added
    const date = dayOf(reviewed_at, user.preferences)
    const [card, known, reviews, wanted] = await Promise.all([
      findCard(db, user.id, card_id),
      findReview(db, user.id, id),
      reviewsOf(db, user.id, card_id),
      readIntervalSettings(db, user, [card_id], date),
    ])
    if (!card) return { result: { is: 'gone' } }
    const { scheduler } = card
    if (known) {
      const isSame = known.card_id === card_id
      return { result: isSame ? { is: 'known', review: known, scheduler } : { is: 'taken' } }
    }
    const later = reviews.filter(
      (one) => one.reviewed_at > reviewed_at || (one.reviewed_at === reviewed_at && one.id > id),
    )
    const base = later[0]?.before ?? CardState.parse(card)
    const own = { id, card_id, rating, reviewed_at, date, duration_ms, created_at: now }
    const steps = replayRatings<typeof own | ReviewRow>(base, [own, ...later], wanted(card_id))
    const [review, ...others] = steps.map((one) => ({ ...one, is_first: one.before.is_new }))
    const after = others.at(-1)?.after ?? review?.after
    if (!review || !after) return { result: { is: 'gone' } }
    const writes = [
      ...saveStates(db, user.id, [{ id: card_id, state: after }]),
      ...addReviews(db, user.id, [review]),
      ...saveReplayed(db, user.id, others),
      ...also({ review, scheduler }),
    ]
    return { result: { is: 'added', review, scheduler }, writes }
  })

/**
 * Undoes the last review of a card.
 * @param wanted required id of that review
 */
export const undoReview = (db: D1Database, user: User, cardId: string, wanted?: string): Promise<UndoOutcome> =>
  commitPlanned<UndoOutcome>(db, user.id, [], async () => {
    const [card, reviews] = await Promise.all([findCard(db, user.id, cardId), reviewsOf(db, user.id, cardId)])
    const last = reviews.at(-1)
    if (!card) return { result: 'gone' }
    if (!last || (wanted !== undefined && last.id !== wanted)) return { result: 'none' }
    const writes = [
      ...removeReview(db, user.id, last.id),
      ...saveStates(db, user.id, [{ id: cardId, state: last.before }]),
    ]
    return { result: 'done', writes }
  })
