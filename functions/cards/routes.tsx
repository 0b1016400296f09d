import { type Context, Hono } from 'hono'
import { CardsPage } from '../../views/cards/page'
import type { App } from '../lib/env'
import { type Loaded, loads } from '../lib/load'
import { resourcePages } from '../lib/resource/pages'
import { fragmentsWith } from '../lib/respond'
import { commit } from '../lib/sql'
import { cardImport } from './import/routes'
import { CardsView } from './list'
import { answerSuspended, cardPages, readCards } from './pages'
import { card } from './queries'
import { cardResource } from './resource'
import type { ListedCard } from './schema'
import { setSuspended } from './writes'

type WithCard = Loaded<'card', ListedCard>

export const loadCard = loads('card', (c, id) => card(c.env.DB, c.var.user.id, id))

const suspend = async (c: Context<WithCard>, suspended: 0 | 1) => {
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
