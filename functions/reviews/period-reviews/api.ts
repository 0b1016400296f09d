import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../../lib/api/describe'
import { query } from '../../lib/api/request'
import { dateInput, orgInput, SearchFilter } from '../../lib/api/values'
import { versioned } from '../../lib/api/version'
import { type App, localNow } from '../../lib/env'
import { resourceApi } from '../../lib/resource/api'
import { reviewFigures } from './figures'
import { NewReviewBody, ReviewFiguresJson, ReviewJson, ReviewPatch, reviewFiguresJson } from './json'
import { filing, type ReviewPeriod, reviewPeriod, reviewResource, reviews } from './schema'

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
  list: reviews,
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
