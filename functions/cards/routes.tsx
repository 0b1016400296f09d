import { type Context, Hono } from 'hono'
import { CardsPage } from '../../views/cards/page'
import { type App, type Loaded, loads, todayOf } from '../lib/env'
import { resourcePages } from '../lib/resource/pages'
import type { Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import { fragmentsWith } from '../lib/respond'
import { commit } from '../lib/sql'
import { cardImport } from './import/routes'
import { CardsView } from './list'
import { answerSuspended, cardPages, readCards } from './pages'
import * as q from './queries'
import { card } from './queries'
import type { ListedCard, NewCardValues } from './schema'
import * as w from './writes'
import { setSuspended } from './writes'

const noPlan = { plan_id: ['Choose a plan from the list'] }
const noChunk = { chunk_id: ['Choose a chunk of the plan'] }

/** A card that moves to another plan leaves the chunk of the former one. */
const moved = (values: ListedCard, before: ListedCard): ListedCard =>
  values.plan_id !== before.plan_id && values.chunk_id === before.chunk_id ? { ...values, chunk_id: null } : values

/** Errors of a plan or a chunk that is not there; one that the card has already is left alone. */
const validate = async (
  db: D1Database,
  userId: string,
  { plan_id = null, chunk_id = null }: NewCardValues | ListedCard,
  before: ListedCard | null,
) => {
  const isSame = before !== null && before.plan_id === plan_id && before.chunk_id === chunk_id
  if (isSame || (plan_id === null && chunk_id === null)) return null
  if (plan_id === null) return noChunk
  const place = await q.placeOf(db, userId, plan_id, chunk_id ?? '')
  if (place.scheduler === null) return before?.plan_id === plan_id ? null : noPlan
  return chunk_id !== null && place.has_chunk === 0 ? noChunk : null
}

/** The writes that the pages and the API of cards share. */
export const cardResource: Resource<ListedCard, NewCardValues> = {
  name: 'card',
  find: q.card,
  validate: (db, userId, values, before) =>
    validate(db, userId, before && 'id' in values ? moved(values, before) : values, before),
  insert: (db, userId, id, values, now, c) => w.addCard(db, userId, id, values, todayOf(c), now),
  update: (db, userId, values, now, before) => w.updateCard(db, userId, moved(values, before), now),
  remove: deleteRow('cards'),
  restore: restoreRow('cards'),
}

export const loadCard = loads('card', (c, id) => card(c.env.DB, c.var.user.id, id))

const suspend = async (c: Context<Loaded<'card', ListedCard>>, suspended: 0 | 1) => {
  const { card, user } = c.var
  const { DB } = c.env
  const context = c as unknown as Context<App>
  const answer = fragmentsWith(c, async () => answerSuspended(context, card.id, suspended))
  if (card.suspended === suspended) return answer()
  const isDone = await commit(DB, user.id, [], setSuspended(DB, user.id, card.id, suspended, Date.now()))
  return isDone ? answer() : c.notFound()
}

/** `/cards` */
export const cards = new Hono<App>()
  .get('/', async (c) => {
    const page = await readCards(c, CardsView.parse(c.req.query()))
    return c.render(<CardsPage {...page} />, { title: 'Cards' })
  })
  .route('/import', cardImport)
  .route('/', resourcePages(cardResource, cardPages))
  .post('/:id/suspend', loadCard, (c) => suspend(c, 1))
  .post('/:id/resume', loadCard, (c) => suspend(c, 0))
