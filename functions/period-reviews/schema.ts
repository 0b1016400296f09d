import { z } from 'zod'
import { isDate } from '../lib/days'
import { filingFields } from '../lib/resource/filing'
import { rowColumns } from '../lib/resource/members'
import { cleanText } from '../lib/text'
import { seenVersion } from '../lib/version'

/** In characters. */
export const wordsLimit = 10_000

export const reviewPeriod = z.enum(['week', 'month'], 'Choose a week or a month')
export type ReviewPeriod = z.infer<typeof reviewPeriod>

export const ReviewRow = z.object({
  ...rowColumns,
  period: reviewPeriod,
  /** The first local day of the period. */
  date: z.string(),
  /** `Week of 16 November 2026`, `November 2026`. */
  title: z.string(),
  words: z.string(),
  organization_id: z.string().nullable(),
})
export type ReviewRow = z.infer<typeof ReviewRow>

/** A review with the name of its organization, null without one and while that is deleted. */
export const ListedReview = ReviewRow.extend({ organization_name: z.string().nullable() })
export type ListedReview = z.infer<typeof ListedReview>

const noWords = 'Write a few words first'

export const wordsMember = z
  .string(noWords)
  .transform(cleanText)
  .pipe(z.string().min(1, noWords).max(wordsLimit, 'A review has at most 10,000 characters'))
  .meta({ minLength: 1, maxLength: wordsLimit })

const noDate = 'Enter a date that exists, such as 2026-03-08'

/** Members of a new review, in a form and in a JSON body. The date is any day of the period. */
export const reviewFields = {
  period: reviewPeriod,
  date: z.string(noDate).trim().refine(isDate, noDate),
  words: wordsMember,
  organization_id: filingFields.organization_id,
}

export const NewReviewForm = z.object(reviewFields)
export type NewReviewValues = z.output<typeof NewReviewForm>
export const ReviewForm = z.object({ words: wordsMember, seq: seenVersion('review') })
