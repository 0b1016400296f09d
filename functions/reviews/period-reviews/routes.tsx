import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  ReviewItem,
  ReviewList,
  ReviewPage,
  ReviewsPage,
  shownPeriod,
} from '../../../views/reviews/period-reviews/page'
import { ReviewFields, reviewPath } from '../../../views/reviews/period-reviews/words'
import { operation } from '../../lib/api/describe'
import { query } from '../../lib/api/request'
import { dateInput, orgInput, SearchFilter } from '../../lib/api/values'
import { versioned } from '../../lib/api/version'
import { addDays, isDate } from '../../lib/days'
import { type App, localNow, todayOf } from '../../lib/env'
import { resourceApi } from '../../lib/resource/api'
import { listed } from '../../lib/resource/listed'
import { type Pages, resourcePages } from '../../lib/resource/pages'
import { cameFrom, redirectTo, wantsFragment } from '../../lib/respond'
import { reviewFigures, reviewPage } from './figures'
import { NewReviewBody, ReviewFiguresJson, ReviewJson, ReviewPatch, reviewFiguresJson } from './json'
import {
  allReviews,
  filing,
  type ListedReview,
  NewReviewForm,
  type NewReviewValues,
  ReviewForm,
  type ReviewPeriod,
  ReviewsView,
  reviewPeriod,
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

const words = resourceApi(reviewResource, {
  aName: 'a review',
  tag: 'Reviews',
  schema: ReviewJson,
  json: (rows) => rows.map((row) => ({ ...row, ...filing.present(row) })),
  create: NewReviewBody,
  patch: ReviewPatch,
  filter: {
    org: orgInput,
    period: reviewPeriod.optional(),
    from: dateInput.optional().meta({ description: 'Periods that begin on this day or later.' }),
    to: dateInput.optional().meta({ description: 'Periods that begin on this day or earlier.' }),
    q: SearchFilter,
  },
  list: allReviews,
})

const FiguresQuery = z.object({
  date: dateInput.optional().meta({ description: 'Any local day of the period; today without one.' }),
  org: orgInput,
})

const figures = (period: ReviewPeriod) =>
  new Hono<App>().get(
    '/',
    operation({
      summary: `Read the figures of a ${period}`,
      tag: 'Reviews',
      versioned: true,
      answers: { schema: ReviewFiguresJson },
    }),
    query(FiguresQuery),
    versioned,
    async (c) => {
      const { user, orgTime } = c.var
      const now = localNow(user)
      const { date = now.today } = c.req.valid('query')
      return c.json(reviewFiguresJson(await reviewFigures(c.env.DB, user, { period, date, context: orgTime }, now)))
    },
  )

/** `/api/v1/reviews` */
export const reviewsApi = new Hono<App>()
  .route('/week', figures('week'))
  .route('/month', figures('month'))
  .route('/', words)
