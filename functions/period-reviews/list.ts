import { z } from 'zod'
import { cutPage, listView } from '../lib/list-view'
import type { Org } from '../lib/org'
import { latestFirst, reviews } from './queries'
import { type ListedReview, reviewPeriod } from './schema'

const pageSize = 50

/** Query of `/reviews`. */
export const ReviewsView = z.object({ ...listView, period: reviewPeriod.or(z.literal('')).catch('') })
type ReviewsView = z.infer<typeof ReviewsView>

export type ReviewsPage = { view: ReviewsView; rows: ListedReview[]; next?: string }

export const reviewsPage = async (
  db: D1Database,
  userId: string,
  org: Org,
  view: ReviewsView,
): Promise<ReviewsPage> => {
  const { q, period, after } = view
  const rows = await reviews(db, userId, org, { q, period }, latestFirst(userId, after), pageSize)
  return { view, ...cutPage(rows, pageSize) }
}
