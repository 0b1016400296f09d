import { Hono, type MiddlewareHandler } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { addAct } from '../../lib/api/act'
import { busyError, describeOperation } from '../../lib/api/describe'
import { query } from '../../lib/api/request'
import { Instant, idInput, isoOrNull, LocalDate, orgInput, SearchFilter } from '../../lib/api/values'
import { versioned } from '../../lib/api/version'
import type { App } from '../../lib/env'
import { idFilter } from '../../lib/resource/filing'
import { resourceApi } from '../../lib/resource/resource-api'
import { parseTag } from '../../lib/tags'
import { tagList } from '../../lib/text/text'
import { reviewDay } from '../plans/cards-due'
import { scheduler } from '../plans/schema'
import { forecast, longestForecast } from './figures/figures'
import { importCardsApi } from './import/api'
import { andDueToday, cards as readCards } from './queries'
import { NewReviewBody, ReviewJson, rateCard, reviewJson, type SavedReview, undoReview } from './reviews/reviews'
import { cardResource, loadCard } from './routes'
import { cardKind, intervalDays, type ListedCard } from './schema'

const taken = { id: ['This id belongs to a review of another card'] }

const busy = { 409: busyError }

/** For an invalid body, responds 404 if the card does not exist. For a valid body, the write checks that. */
const cardOfInvalid: MiddlewareHandler = async (c, next) => {
  const { success } = NewReviewBody.safeParse(await c.req.json().catch(() => null))
  return success ? next() : loadCard(c, next)
}

/** `/api/v1/cards/:id/reviews` */
const reviewsApi = new Hono<App>().delete(
  '/last',
  describeOperation({
    summary: 'Undo the last review of a card',
    description: 'Restores the card to its state before that review.',
    tag: 'Cards',
    item: true,
    stale: true,
    errors: busy,
  }),
  async (c) => {
    const outcome = await undoReview(c.env.DB, c.var.user, c.req.param('id') ?? '')
    return outcome === 'done' ? c.body(null, 204) : c.notFound()
  },
)

addAct(reviewsApi, '/', {
  summary: 'Review a card',
  description: 'Reviews count in the order of their times, whenever they arrive.',
  tag: 'Cards',
  item: true,
  stale: true,
  errors: busy,
  before: [cardOfInvalid],
  input: NewReviewBody,
  schema: ReviewJson,
  json: ({ review, scheduler }: SavedReview) => reviewJson(review, scheduler),
  run: async (c, { input, id: card_id, now, claim }) => {
    const { id = uuid(), rating, reviewed_at = now, duration_ms = null } = input
    const added = { id, card_id, rating, reviewed_at: Math.min(reviewed_at, now), duration_ms }
    const outcome = await rateCard(c.env.DB, c.var.user, added, now, (done) => claim(id, done))
    if (outcome.is === 'gone') return null
    return outcome.is === 'taken' ? { errors: taken } : outcome
  },
})

const CardJson = cardKind.Json.omit({
  fsrs: true,
  sm2_next: true,
  fsrs_next: true,
  last_reviewed_at: true,
  is_new: true,
})
  .extend({
    scheduler: scheduler.meta({
      description: 'The scheduler of its plan; without a plan `fsrs`, or `sm2` for a card imported with a schedule.',
    }),
    ease_factor: z.number().meta({ description: 'Of SM-2, as `repetitions`.' }),
    interval_days: z.int().meta({ description: 'Days between reviews, by its scheduler; 0 for less than one.' }),
    stability: z.number().nullable().meta({ description: 'Of FSRS; null before the first review.' }),
    difficulty: z.number().nullable(),
    next_review: LocalDate.meta({ description: 'The local date on which it is due.' }),
    last_review: Instant.nullable(),
    suspended: z.boolean(),
  })
  .meta({ id: 'Card' })

const cardJson = (card: ListedCard) => ({
  ...card,
  tags: tagList(card.tags),
  interval_days: intervalDays(card),
  stability: card.fsrs?.stability ?? null,
  difficulty: card.fsrs?.difficulty ?? null,
  last_review: isoOrNull(card.last_reviewed_at),
  suspended: card.suspended === 1,
})

const further = {
  chunk_id: idInput.nullable().optional(),
  suspended: z
    .boolean('Choose true or false')
    .transform((is): 0 | 1 => (is ? 1 : 0))
    .optional(),
}

const cardBodies = cardKind.bodies(
  { create: { question: 'to be (permanent)', answer: 'ser' }, patch: { suspended: true } },
  further,
  further,
)

const filter = {
  plan_id: idFilter('Of this plan.'),
  due: z
    .enum(['true', 'false'], 'Choose true or false')
    .optional()
    .meta({ description: '`true`: due for review today, with at most the person’s daily number of new cards.' }),
  tag: idFilter('With this tag.'),
  org: orgInput,
  q: SearchFilter.meta({ description: 'Words and "phrases" in question, answer and tags.' }),
}

const cards = resourceApi(cardResource, {
  aName: 'a card',
  tag: 'Cards',
  schema: CardJson,
  json: (rows) => rows.map(cardJson),
  ...cardBodies,
  filter,
  list: (db, userId, { due, tag, ...query }, limit, c) => {
    const scope = { plan: query.plan_id, org: query.org }
    const shown = due === 'true' ? andDueToday(userId, scope, reviewDay(c.var.user, Date.now())) : undefined
    return readCards(db, userId, { ...query, tag: tag && parseTag(tag), shown }, limit)
  },
})

const DaysQuery = z.object({
  days: z.coerce
    .number('Enter a number of days')
    .int('Enter a whole number of days')
    .min(1, `Enter 1 to ${longestForecast} days`)
    .max(longestForecast, `Enter 1 to ${longestForecast} days`)
    .default(30)
    .meta({ description: 'Number of days, including today.' }),
  plan_id: filter.plan_id,
})

const ForecastJson = z
  .object({
    items: z.array(
      z.object({
        date: z.string().meta({ format: 'date' }),
        due: z.int().meta({ description: 'Today includes overdue and new cards.' }),
      }),
    ),
  })
  .meta({ id: 'Forecast' })

const forecastApi = new Hono<App>().get(
  '/forecast',
  describeOperation({
    summary: 'Cards due by day',
    tag: 'Cards',
    versioned: true,
    answers: { schema: ForecastJson },
  }),
  query(DaysQuery),
  versioned,
  async (c) => {
    const { days, plan_id } = c.req.valid('query')
    const { user } = c.var
    return c.json({ items: await forecast(c.env.DB, user.id, reviewDay(user, Date.now()), days, plan_id) })
  },
)

/** `/api/v1/cards` */
export const cardsApi = new Hono<App>()
  .route('/', forecastApi)
  .route('/', importCardsApi)
  .route('/:id/reviews', reviewsApi)
  .route('/', cards)
