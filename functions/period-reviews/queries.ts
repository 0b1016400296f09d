import { columnsAre, dateIsIn, joined } from '../lib/conditions'
import { filedUnder } from '../lib/resource/filed-under'
import { readsOf } from '../lib/resource/reads'
import { part } from '../lib/sql'
import { ListedReview } from './schema'

const filing = filedUnder('reviews', 'organization_id')

/** Dates are inclusive. */
type ReviewFilter = { period?: string; from?: string; to?: string }

export const {
  find: review,
  list: reviews,
  page: pageOfReviews,
} = readsOf({
  kind: 'review',
  schema: ListedReview,
  columns: part`
      reviews.id, reviews.period, reviews.date, reviews.title, reviews.words, reviews.organization_id, reviews.seq,
      reviews.created_at, reviews.updated_at, ${filing.selectedNames}`,
  joins: filing.withNames,
  where: ({ period, ...dates }: ReviewFilter) =>
    joined([columnsAre('reviews', { period }), dateIsIn('reviews.date', dates)]),
  order: () => ({ columns: ['reviews.date', 'reviews.id'], isDescending: true }),
})
