import { z } from 'zod'
import { listView } from '../lib/list-view'
import type { Org } from '../lib/org'
import { pageOfReviews } from './queries'
import { reviewPeriod } from './schema'

const pageSize = 50

/** Query of `/reviews`. */
export const ReviewsView = z.object({ ...listView, period: reviewPeriod.or(z.literal('')).catch('') })
type ReviewsView = z.infer<typeof ReviewsView>

export const reviewsPage = async (db: D1Database, userId: string, org: Org, view: ReviewsView) => ({
  view,
  ...(await pageOfReviews(db, userId, org, view, pageSize)),
})

export type ReviewsPage = Awaited<ReturnType<typeof reviewsPage>>
