import { type Context, Hono } from 'hono'
import { ReviewsPage } from '../../views/period-reviews/list'
import { ReviewPage, shownPeriod } from '../../views/period-reviews/page'
import { addDays, isDate } from '../lib/days'
import type { App } from '../lib/env'
import { localNow } from '../lib/now'
import { resourcePages } from '../lib/resource/pages'
import { reviewPage } from './page-data'
import { readReviews, reviewPages } from './pages'
import { type ReviewPeriod, reviewResource } from './schema'

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
export const periodReviews = new Hono<App>()
  .get('/week', (c) => showPeriod(c, 'week'))
  .get('/month', (c) => showPeriod(c, 'month'))
