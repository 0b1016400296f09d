import { Hono } from 'hono'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { orgInput } from '../lib/api/org'
import { query } from '../lib/api/request'
import { versioned } from '../lib/api/version'
import type { App } from '../lib/env'
import { resourceApi } from '../lib/resource/api'
import { SearchFilter } from '../lib/search/filter'
import { reviewDay } from '../plans/cards-due'
import { forecast, longestForecast } from './figures/forecast'
import { CardJson, cardBodies, cardJson } from './json'
import { dueToday, cards as readCards } from './queries'
import { reviewsApi } from './reviews/api'
import { cardResource } from './routes'
import { oneTag } from './schema'

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
