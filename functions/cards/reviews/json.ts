import { z } from 'zod'
import { Instant, instantInput, iso } from '../../lib/api/values'
import type { ReviewRow } from './queries'

export const rating = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], 'Enter a rating from 1 to 4')

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

export const reviewJson = (
  { id, card_id, rating, reviewed_at, date, duration_ms, after }: ReviewRow,
  scheduler: 'sm2' | 'fsrs',
) => ({
  id,
  card_id,
  rating,
  reviewed_at: iso(reviewed_at),
  date,
  duration_ms,
  next_review: scheduler === 'fsrs' ? after.fsrs_next : after.sm2_next,
})
