import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { orgInput } from '../lib/api/org'
import { query } from '../lib/api/request'
import { Instant, idInput, isoOrNull, LocalDate, rowMembers } from '../lib/api/values'
import { versioned } from '../lib/api/version'
import type { App } from '../lib/env'
import { resourceApi } from '../lib/resource/api'
import { bodiesOf, tagsInput } from '../lib/resource/members'
import { SearchFilter } from '../lib/search/filter'
import { tagList } from '../lib/text'
import { reviewDay } from '../plans/cards-due'
import { scheduler } from '../plans/schema'
import { forecast, longestForecast } from './figures/forecast'
import { dueToday, cards as readCards } from './queries'
import { reviewsApi } from './reviews/api'
import { cardResource } from './routes'
import { answer, type ListedCard, oneTag, question, source } from './schema'
import { intervalDays } from './words'

const CardJson = z
  .object({
    id: z.string(),
    plan_id: z.string().nullable(),
    chunk_id: z.string().nullable(),
    question: z.string().meta({ description: 'Markdown.' }),
    answer: z.string().meta({ description: 'Markdown.' }),
    tags: z.array(z.string()),
    source: z.string(),
    scheduler: scheduler.meta({ description: 'That of its plan; `sm2` without one.' }),
    ease_factor: z.number().meta({ description: 'Of SM-2, as `repetitions`.' }),
    interval_days: z.int().meta({ description: 'Days between reviews, by its scheduler; 0 for less than one.' }),
    repetitions: z.int(),
    stability: z.number().nullable().meta({ description: 'Of FSRS; null before the first review.' }),
    difficulty: z.number().nullable(),
    next_review: LocalDate.meta({ description: 'The local date on which it is due.' }),
    last_review: Instant.nullable(),
    suspended: z.boolean(),
    ...rowMembers,
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

const cardBodies = bodiesOf({
  id: 'Card',
  fields: {
    question,
    answer,
    tags: tagsInput.optional(),
    plan_id: idInput.nullable().optional(),
    chunk_id: idInput.nullable().optional(),
    source: source.optional(),
    suspended: z
      .boolean('Choose true or false')
      .transform((is): 0 | 1 => (is ? 1 : 0))
      .optional(),
  },
  examples: { create: { question: 'to be (permanent)', answer: 'ser' }, patch: { suspended: true } },
})

const short = (description: string) =>
  z.string().max(100, 'At most 100 characters').optional().meta({ maxLength: 100, description })

const filter = {
  plan_id: short('Of this plan.'),
  due: z
    .enum(['true', 'false'], 'Choose true or false')
    .optional()
    .meta({ description: '`true`: to be reviewed today, with no more new cards than the person wants a day.' }),
  tag: short('With this tag.'),
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
    const shown = due === 'true' ? dueToday(userId, scope, reviewDay(c.var.user, Date.now())) : undefined
    return readCards(db, userId, { ...query, tag: tag && oneTag(tag), shown }, limit)
  },
})

const DaysQuery = z.object({
  days: z.coerce
    .number('Enter a number of days')
    .int('Enter a whole number of days')
    .min(1, `Enter 1 to ${longestForecast} days`)
    .max(longestForecast, `Enter 1 to ${longestForecast} days`)
    .default(30)
    .meta({ description: 'How many days, today included.' }),
  plan_id: filter.plan_id,
})

const ForecastJson = z
  .object({
    items: z.array(
      z.object({
        date: z.string().meta({ format: 'date' }),
        due: z.int().meta({ description: 'Today has the overdue cards and its new ones, too.' }),
      }),
    ),
  })
  .meta({ id: 'Forecast' })

const forecastApi = new Hono<App>().get(
  '/forecast',
  operation({
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
export const cardsApi = new Hono<App>().route('/', forecastApi).route('/:id/reviews', reviewsApi).route('/', cards)
