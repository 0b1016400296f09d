import { Hono } from 'hono'
import { z } from 'zod'
import type { App } from '../lib/env'
import { resourceApi } from '../lib/resource/api'
import { cleanText } from '../lib/text'
import { todayOf } from '../lib/today'
import { matchExpression } from '../search/match'
import { searchLimit } from '../search/schema'
import { CardJson, CardPatch, cardJson, NewCardBody } from './json'
import { cardsBefore } from './queries'
import { cardResource } from './resource'
import { reviewsApi } from './reviews/api'
import { oneTag } from './schema'

const short = (description: string) =>
  z.string().max(100, 'At most 100 characters').optional().meta({ maxLength: 100, description })

const filter = {
  plan_id: short('Of this plan.'),
  due: z.enum(['true', 'false'], 'Choose true or false').optional().meta({ description: '`true`: due today.' }),
  tag: short('With this tag.'),
  q: z
    .string()
    .transform(cleanText)
    .pipe(z.string().max(searchLimit, `A search has at most ${searchLimit} characters`))
    .optional()
    .meta({ maxLength: searchLimit, description: 'Words and "phrases" in question, answer and tags.' }),
}

const cards = resourceApi(cardResource, {
  aName: 'a card',
  tag: 'Cards',
  schema: CardJson,
  json: (rows) => rows.map(cardJson),
  create: NewCardBody,
  patch: CardPatch,
  filter,
  list: async (db, userId, { cursor, plan_id, due, tag, q = '' }, limit, c) => {
    const match = q === '' ? undefined : matchExpression(q, { userId, kind: 'card' })
    if (q !== '' && match === undefined) return []
    const show = due === 'true' ? 'due' : undefined
    const found = { cursor, plan: plan_id, tag: tag === undefined ? undefined : oneTag(tag), match, show } as const
    return cardsBefore(db, userId, found, todayOf(c), limit)
  },
})

/** `/api/v1/cards` */
export const cardsApi = new Hono<App>().route('/:id/reviews', reviewsApi).route('/', cards)
