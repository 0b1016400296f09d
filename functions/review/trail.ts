import { z } from 'zod'
import type { Rating } from '../cards/schedule/sm2'
import { idInView } from '../lib/list-view'

/** Ratings of one sitting by rating, `again.hard.good.easy`. */
const done = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,5}){3}$/)
  .catch('0.0.0.0')
  .transform((text) => text.split('.').map(Number))

/** Milliseconds. */
type Took = { all: number; last: number }

/** Milliseconds of a review that count at most: a page that was left open is no review. */
export const longestCounted = 300_000

export const tookText = ({ all, last }: Took) => `${all}.${last}`

/** Where a sitting stands. It is in the address and the forms, so that it survives a reload and needs no script. */
export const Trail = z.object({
  plan: idInView,
  done,
  /** The card that was rated last, with the id and the rating of that review; empty without one. */
  last: idInView,
  review: idInView,
  /** Id of the first review of the sitting. */
  first: idInView,
  /** Milliseconds that the reviews took, and the last of them, `73000.4200`. */
  took: z
    .string()
    .regex(/^\d{1,10}\.\d{1,10}$/)
    .catch('0.0')
    .transform((text): Took => {
      const [all = 0, last = 0] = text.split('.').map(Number)
      return { all, last }
    }),
  rating: z
    .enum(['1', '2', '3', '4'])
    .transform((text): Rating => (text === '1' ? 1 : text === '2' ? 2 : text === '3' ? 3 : 4))
    .optional()
    .catch(undefined),
})
export type Trail = z.output<typeof Trail>

export const doneText = (counts: number[]) => counts.join('.')

export const doneCount = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)

/** Counts with one more of a rating, or one less. */
export const counted = (counts: number[], rating: Rating, step: 1 | -1) =>
  counts.map((count, index) => (index === rating - 1 ? Math.max(0, count + step) : count))

/** The address of the review. @param more further parameters */
export const reviewPath = (
  { plan, done, last, review, first, took, rating }: Trail,
  more: Record<string, string> = {},
) => {
  const all = {
    plan,
    done: doneCount(done) > 0 ? doneText(done) : '',
    last,
    review,
    first,
    took: took.all > 0 ? tookText(took) : '',
    rating: rating === undefined ? '' : String(rating),
    ...more,
  }
  const search = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))
  return search.size > 0 ? `/review?${search}` : '/review'
}
