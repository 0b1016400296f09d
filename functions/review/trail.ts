import { z } from 'zod'
import type { Rating } from '../cards/schedule/sm2'

const id = z
  .string()
  .regex(/^[\w.-]{1,100}$/)
  .catch('')

/** Ratings of one sitting by rating, `again.hard.good.easy`. */
const done = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,5}){3}$/)
  .catch('0.0.0.0')
  .transform((text) => text.split('.').map(Number))

/** Where a sitting stands. It is in the address and the forms, so that it survives a reload and needs no script. */
export const Trail = z.object({
  plan: id,
  done,
  /** The card that was rated last, with the id and the rating of that review; empty without one. */
  last: id,
  review: id,
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
export const reviewPath = ({ plan, done, last, review, rating }: Trail, more: Record<string, string> = {}) => {
  const all = {
    plan,
    done: doneCount(done) > 0 ? doneText(done) : '',
    last,
    review,
    rating: rating === undefined ? '' : String(rating),
    ...more,
  }
  const search = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))
  return search.size > 0 ? `/review?${search}` : '/review'
}
