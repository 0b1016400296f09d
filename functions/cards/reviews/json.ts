import { z } from 'zod'
import { Instant, instantInput, jsonOf } from '../../lib/api/values'
import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { commitPlanned } from '../../lib/retry'
import { card as findCard } from '../queries'
import type { Rating } from '../schedule/sm2'
import { CardState, type ListedCard } from '../schema'
import {
  addReviews,
  review as findReview,
  type ReviewRow,
  removeReview,
  reviewsOf,
  saveReplayed,
  saveStates,
} from './queries'
import { replayed } from './state'

const rating = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], 'Enter a rating from 1 to 4')

/** Milliseconds. */
export const longestReview = 86_400_000

/** Milliseconds by which a device's clock may be ahead. */
const clockError = 60_000

const noDuration = 'Enter the time taken in milliseconds, up to a day'

export const NewReviewBody = z
  .strictObject({
    id: z
      .string('Enter the id as text')
      .regex(/^[\w.-]{1,100}$/, 'An id has 1 to 100 letters, digits, dots, hyphens or underscores')
      .optional()
      .meta({ description: 'A review that is sent again with its id is kept once.' }),
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

/** A rating of a card. `id` makes it idempotent; `reviewed_at` in epoch ms. */
type NewReview = {
  id: string
  card_id: string
  rating: Rating
  reviewed_at: number
  duration_ms: number | null
}

/** A review as it is kept, and the scheduler of its card. */
type Kept = { review: ReviewRow; scheduler: ListedCard['scheduler'] }

type RateOutcome =
  | (Kept & { is: 'added' | 'known' })
  /** No such card, or its id belongs to a review of another card. */
  | { is: 'gone' }
  | { is: 'taken' }

/** `none` where the last review is another one, or there is none. */
type UndoOutcome = 'done' | 'none' | 'gone'

/**
 * Rates a card. Reviews count in the order of their moments: one that arrives late is put before the later ones, and
 * these are replayed upon it.
 * @param now epoch ms
 * @param also further statements of the batch
 */
export const rateCard = (
  db: D1Database,
  user: User,
  added: NewReview,
  now: number,
  also: (kept: Kept) => D1PreparedStatement[] = () => [],
): Promise<RateOutcome> =>
  commitPlanned<RateOutcome>(db, user.id, [], async () => {
    const { id, card_id, rating, reviewed_at, duration_ms } = added
    const [card, known, reviews] = await Promise.all([
      findCard(db, user.id, card_id),
      findReview(db, user.id, id),
      reviewsOf(db, user.id, card_id),
    ])
    if (!card) return { result: { is: 'gone' }, writes: [] }
    const { scheduler } = card
    if (known) {
      const isSame = known.card_id === card_id
      return { result: isSame ? { is: 'known', review: known, scheduler } : { is: 'taken' }, writes: [] }
    }
    const date = dayOf(reviewed_at, user.preferences)
    const later = reviews.filter(
      (one) => one.reviewed_at > reviewed_at || (one.reviewed_at === reviewed_at && one.id > id),
    )
    const base = later[0]?.before ?? CardState.parse(card)
    const own = { id, card_id, rating, reviewed_at, date, duration_ms, created_at: now }
    const [review, ...others] = replayed(base, [own, ...later]).map((one) => ({ ...one, is_first: one.before.is_new }))
    const after = others.at(-1)?.after ?? review?.after
    if (!review || !after) return { result: { is: 'gone' }, writes: [] }
    const writes = [
      ...saveStates(db, user.id, [{ id: card_id, state: after }]),
      ...addReviews(db, user.id, [review]),
      ...saveReplayed(db, user.id, others),
      ...also({ review, scheduler }),
    ]
    return { result: { is: 'added', review, scheduler }, writes }
  })

/**
 * Takes back the last review of a card, which is then as it was before.
 * @param wanted id that the last review must have
 */
export const undoReview = (db: D1Database, user: User, cardId: string, wanted?: string): Promise<UndoOutcome> =>
  commitPlanned<UndoOutcome>(db, user.id, [], async () => {
    const [card, reviews] = await Promise.all([findCard(db, user.id, cardId), reviewsOf(db, user.id, cardId)])
    const last = reviews.at(-1)
    if (!card) return { result: 'gone', writes: [] }
    if (!last || (wanted !== undefined && last.id !== wanted)) return { result: 'none', writes: [] }
    const writes = [
      ...removeReview(db, user.id, last.id),
      ...saveStates(db, user.id, [{ id: cardId, state: last.before }]),
    ]
    return { result: 'done', writes }
  })
