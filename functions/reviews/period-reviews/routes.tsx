import { type Context, Hono } from 'hono'
import { ReviewItem, ReviewList, ReviewsPage } from '../../../views/reviews/period-reviews/list'
import { ReviewPage, shownPeriod } from '../../../views/reviews/period-reviews/page'
import { ReviewFields, reviewPath } from '../../../views/reviews/period-reviews/words'
import { addDays, isDate } from '../../lib/days'
import { type App, localNow, todayOf } from '../../lib/env'
import { listed } from '../../lib/resource/listed'
import { type Pages, resourcePages } from '../../lib/resource/pages'
import { cameFrom, redirectTo, wantsFragment } from '../../lib/respond'
import { reviewPage } from './figures'
import {
  type ListedReview,
  NewReviewForm,
  type NewReviewValues,
  ReviewForm,
  type ReviewPeriod,
  ReviewsView,
  reviewResource,
  reviewsPage,
} from './schema'

const readReviews = (c: Context<App>, query: Record<string, string>) =>
  reviewsPage(c.env.DB, c.var.user.id, c.var.org, ReviewsView.parse(query))

const list = listed<ListedReview>({
  name: 'review',
  path: '/reviews',
  titleOf: ({ title }) => title,
  item: (row) => <ReviewItem review={row} />,
  list: async (c, search) => <ReviewList {...(await readReviews(c, Object.fromEntries(search)))} oob />,
  fields: (c, { row, draft, idPrefix }) => (
    <ReviewFields row={row} draft={draft} today={todayOf(c)} idPrefix={idPrefix} />
  ),
})

const messages = { add: 'Words saved', edit: 'Words saved', delete: 'Review deleted', restore: 'Review restored' }

const reviewPages: Pages<ListedReview, NewReviewValues> = {
  ...list,
  create: NewReviewForm,
  edit: ReviewForm,
  described: () => ({ words: ['Your words'] }),
  show: (c, row) => (wantsFragment(c) ? list.show(c, row) : c.redirect(reviewPath(row), 303)),
  answer: (c, done) => {
    // The page of a period stays, with the words as they are now.
    const page = cameFrom(c, '/reviews')
    if (!page.startsWith('/review/')) return list.answer(c, done)
    const undo = done.action === 'delete' ? `/reviews/${done.id}/restore` : undefined
    return redirectTo(c, page, { message: messages[done.action], undo })
  },
  restoreRefused: {
    status: 409,
    code: 'period_taken',
    title: 'Already reviewed',
    detail: 'There is another review of the same period now. Delete that one, then restore this one.',
  },
}

/** `/reviews` */
export const reviews = new Hono<App>()
  .get('/', async (c) => c.render(<ReviewsPage {...(await readReviews(c, c.req.query()))} />, { title: 'Reviews' }))
  .route('/', resourcePages(reviewResource, reviewPages))

const showPeriod = async (c: Context<App>, period: ReviewPeriod) => {
  const now = localNow(c.var.user)
  const asked = c.req.query('date') ?? ''
  // On the first day of a week or month there is nothing of it to review yet.
  const date = isDate(asked) ? asked : addDays(now.today, -1)
  const page = await reviewPage(c.env.DB, c.var.user, { period, date, context: c.var.orgTime }, now)
  return c.render(<ReviewPage {...page} />, { title: `Review of ${shownPeriod(page.figures, now.today)}` })
}

/** `/review/week` and `/review/month` */
export const weekReview = new Hono<App>().get('/', (c) => showPeriod(c, 'week'))
export const monthReview = new Hono<App>().get('/', (c) => showPeriod(c, 'month'))
