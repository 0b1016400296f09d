import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import {
  ReviewItem,
  ReviewList,
  ReviewPage,
  ReviewsPage,
  shownPeriod,
} from '../../../views/reviews/period-reviews/page'
import { PlanSection } from '../../../views/reviews/period-reviews/plan'
import { periodPath, ReviewFields, reviewPath } from '../../../views/reviews/period-reviews/words'
import { ErrorSummary } from '../../../views/ui/form'
import { selectedKind } from '../../changes/selected'
import { describeOperation } from '../../lib/api/describe'
import { query } from '../../lib/api/request'
import { afterAllIds, dateInput, orgInput, SearchFilter } from '../../lib/api/values'
import { versioned } from '../../lib/api/version'
import { commitVersion, isTaken } from '../../lib/db/sql'
import { type App, localNow, todayOf } from '../../lib/env'
import { form, submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { previousPath, redirectTo, respond, respondProblem, wantsFragment } from '../../lib/http/respond'
import { allOrgs, organizationOf } from '../../lib/org'
import { kindApi } from '../../lib/resource/kind-api'
import { inListPages } from '../../lib/resource/listed-pages'
import { notesMember } from '../../lib/resource/members'
import { saveNote } from '../../lib/resource/notes'
import { type Pages, resourcePages } from '../../lib/resource/resource-pages'
import { insertRow, updateRow } from '../../lib/resource/row-writes'
import { addDays, isDate } from '../../lib/time/days'
import { reviewFigures, reviewPage, reviewsLimit } from './figures'
import { NewReviewBody, ReviewFiguresJson, ReviewPatch, reviewFiguresJson } from './json'
import { daysToPlan, hasDayOutside, PlanForm, planMonth, planWeek, readReviewPlan } from './plan'
import { prompts } from './prompts'
import {
  allReviews,
  type ListedReview,
  NewReviewForm,
  type NewReviewValues,
  newReviewColumns,
  pageOfReviews,
  periodOf,
  ReviewForm,
  type ReviewPeriod,
  ReviewsView,
  reviewKind,
  reviewPeriod,
  reviewResource,
  reviewsByDate,
  reviewsPage,
  wordsLimit,
} from './schema'

const readReviews = (c: Context<App>, query: Record<string, string>) =>
  reviewsPage(c.env.DB, c.var.user.id, c.var.org, ReviewsView.parse(query))

const list = inListPages<ListedReview>({
  name: 'review',
  path: '/reviews',
  titleOf: ({ title }) => title,
  item: (row) => <ReviewItem review={row} />,
  list: async (c, search) => <ReviewList {...(await readReviews(c, Object.fromEntries(search)))} oob />,
  fields: (c, { row, draft, idPrefix }) => (
    <ReviewFields row={row} draft={draft} today={todayOf(c)} idPrefix={idPrefix} />
  ),
})

const messages = { add: 'Words saved', edit: 'Words saved', delete: 'Words deleted', restore: 'Words restored' }

const reviewPages: Pages<ListedReview, NewReviewValues> = {
  ...list,
  create: NewReviewForm,
  edit: ReviewForm,
  described: () => ({ words: ['Notes'] }),
  show: async (c, row) => {
    if (!wantsFragment(c)) return c.redirect(reviewPath(row), 303)
    const { period, date } = row
    const { rows } = await pageOfReviews(
      c.env.DB,
      c.var.user.id,
      allOrgs,
      { period, from: date, to: date },
      reviewsLimit,
    )
    return list.show(c, rows.find(({ id }) => id === row.id) ?? row)
  },
  answer: (c, done) => {
    // Stays on the page of the period, with the current text.
    const page = previousPath(c, '/reviews')
    if (!page.startsWith('/review/')) return list.answer(c, done)
    const [prompt = '', line] = (submittedText(c).take ?? '').split(' ')
    if (line && prompt in prompts) return redirectTo(c, `${page}#review-${prompt}`)
    const undo = done.action === 'delete' ? pathTo`/reviews/${done.id}/restore` : undefined
    return redirectTo(c, page, { message: messages[done.action], undo })
  },
  restoreRefused: {
    status: 409,
    code: 'period_taken',
    title: 'Already written about',
    detail: 'You wrote about the same week or month again. Delete those words, then restore these.',
  },
}

const listing = new Hono<App>()
  .get('/', async (c) =>
    c.render(<ReviewsPage {...(await readReviews(c, c.req.query()))} />, { title: 'Weeks and months', follows: true }),
  )
  .route('/', resourcePages(reviewResource, reviewPages))

/** `/reviews` */
export const reviews = selectedKind(reviewKind, { pages: list, routes: listing })

const periodPage = async (c: Context<App>, period: ReviewPeriod, asked: string) => {
  const now = localNow(c.var.user)
  // In the first three days of a week or month, people review the previous one.
  const date = isDate(asked) ? asked : addDays(now.today, -3)
  const [page, plan] = await Promise.all([
    reviewPage(c.env.DB, c.var.user, { period, date, context: c.var.orgTime }, now),
    readReviewPlan(c, period, periodOf(period, date, now.weekStart)),
  ])
  return c.render(<ReviewPage {...page} org={organizationOf(c.var.org)} plan={plan} />, {
    title: shownPeriod(page.figures, now.today),
    follows: true,
  })
}

/** Saves a review's text while it is typed. The first text creates the review; removing the last text deletes it. */
const saveWords = (c: Context<App>, period: ReviewPeriod, asked: string) => {
  const { DB } = c.env
  const { user } = c.var
  if (!isDate(asked)) return c.notFound()
  const { from } = periodOf(period, asked, user.preferences.week_start)
  const organization_id = organizationOf(c.var.org)
  const filter = { cursor: afterAllIds, org: c.var.org, period, from, to: from }
  let own: ListedReview | undefined
  const read = async () => {
    const reviews = await allReviews(DB, user.id, filter, reviewsLimit)
    own = reviews.find((one) => one.organization_id === organization_id)
    return { version: own?.seq ?? 0, text: own?.words ?? '' }
  }
  return saveNote(c, notesMember(wordsLimit), read, async (words) => {
    const now = Date.now()
    const write = own
      ? updateRow(DB, 'reviews', user.id, own, words ? { words } : { deleted_at: now }, now)
      : insertRow(DB, 'reviews', user.id, uuid(), { ...newReviewColumns(period, from), words, organization_id }, now)
    try {
      const version = (await commitVersion(DB, user.id, [], write))?.seq ?? null
      return words ? version : version && 0
    } catch (error) {
      if (isTaken(error, reviewsByDate)) return null
      throw error
    }
  })
}

const isOver = {
  status: 409,
  code: 'period_over',
  title: 'These days are over',
  detail: 'Nothing was planned. Open the latest week or month.',
} as const

const isOutside = {
  status: 422,
  code: 'invalid',
  title: 'Invalid day',
  detail: 'Choose a day from the list.',
} as const

/** `/review/week` and `/review/month` */
const ofPeriod = (period: ReviewPeriod) =>
  new Hono<App>()
    .get('/', (c) => periodPage(c, period, c.req.query('date') ?? ''))

    .post('/notes', (c) => saveWords(c, period, c.req.query('date') ?? ''))

    .post(
      '/plan',
      form(PlanForm, 'Plan', (_, { errors }) => <ErrorSummary errors={errors.date} />),
      async (c) => {
        const { date, ...values } = c.req.valid('form')
        const now = localNow(c.var.user)
        const range = periodOf(period, date, now.weekStart)
        const days = daysToPlan(period, range, now)
        if (!days) throw new ProblemError(isOver)
        if (hasDayOutside(values, period, days)) return respondProblem(c, isOutside)
        const toast = await (period === 'week' ? planWeek(c, values) : planMonth(c, values, days))
        return respond(c, {
          toast,
          page: `${periodPath(period, range.from)}#next`,
          fragments: async () => {
            const plan = await readReviewPlan(c, period, range)
            return plan && <PlanSection plan={plan} period={period} date={range.from} today={now.today} />
          },
        })
      },
    )

export const weekReview = ofPeriod('week')
export const monthReview = ofPeriod('month')

const words = kindApi(reviewKind, reviewResource, {
  aName: 'a review',
  many: 'reviews',
  tag: 'Reviews',
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
    describeOperation({
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
