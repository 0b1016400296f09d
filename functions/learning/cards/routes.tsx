import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { DueCount } from '../../../views/frame/shell/navigation'
import { CardHead, CardList, CardPage, CardRow, CardsHead, CardsPage } from '../../../views/learning/cards/page'
import { NewRowForm } from '../../../views/ui/form'
import { KindFields } from '../../../views/ui/kind'
import { type Act, deleteAct, idsOf, tagAct } from '../../changes/acts'
import { selectedRoutes } from '../../changes/selected'
import { commit, textsColumn } from '../../lib/db/sql'
import { type App, appContext, type Loaded, rowLoader, todayOf } from '../../lib/env'
import { type AnyDraft, submittedText } from '../../lib/http/form'
import { flash, prefetchFragments, previousPath, respond, wantsFragment } from '../../lib/http/respond'
import { choicesOf } from '../../lib/resource/kind'
import { kindPages } from '../../lib/resource/kind-pages'
import { respondWithList } from '../../lib/resource/listed-pages'
import type { Resource } from '../../lib/resource/resource'
import { deleteRow, restoreRow, setRows } from '../../lib/resource/row-writes'
import { cleanLine } from '../../lib/text/text'
import { cardsDueCount, reviewDay } from '../plans/cards-due'
import { cardsOfCloze, deletedWords, hasCloze } from './cloze'
import { cardImport } from './import/routes'
import { cardsPage } from './page-data'
import * as w from './queries'
import { CardsView, card, chunkTitleOf, planAndChunkOf } from './queries'
import { reviewsOf } from './reviews/reviews'
import { cardKind, cardTitle, type ListedCard, NewCardForm, type NewCardValues, noAnswer } from './schema'
import { cardSides } from './sides'

const noPlan = { plan_id: ['Choose a plan from the list'] }
const noChunk = { chunk_id: ['Choose a chunk of the plan'] }

/** A card that moves to another plan loses the chunk of its former plan. */
const moved = (values: ListedCard, before: ListedCard): ListedCard =>
  values.plan_id !== before.plan_id && values.chunk_id === before.chunk_id ? { ...values, chunk_id: null } : values

/** Errors of a missing plan or chunk. The card's stored plan and chunk are always accepted. */
const validate = async (
  db: D1Database,
  userId: string,
  { plan_id = null, chunk_id = null, question, answer }: NewCardValues | ListedCard,
  before: ListedCard | null,
) => {
  if (cleanLine(answer) === '' && !hasCloze(question)) return { answer: [noAnswer] }
  const isSame = before !== null && before.plan_id === plan_id && before.chunk_id === chunk_id
  if (isSame || (plan_id === null && chunk_id === null)) return null
  if (plan_id === null) return noChunk
  const place = await planAndChunkOf(db, userId, plan_id, chunk_id ?? '')
  if (place.scheduler === null) return before?.plan_id === plan_id ? null : noPlan
  return chunk_id !== null && place.has_chunk === 0 ? noChunk : null
}

/** Writes shared by the pages and the API of cards. */
export const cardResource: Resource<ListedCard, NewCardValues> = {
  name: 'card',
  find: card,
  validate: (db, userId, values, before) =>
    validate(db, userId, before && 'id' in values ? moved(values, before) : values, before),
  insert: (db, userId, id, values, now, c) => {
    const all = cardsOfCloze(values)
    const statements = all.flatMap((one, index) =>
      w.addCard(db, userId, index === 0 ? id : uuid(), one, todayOf(c), now),
    )
    return all.length > 1 ? { statements, toast: { message: `${all.length} cards added` } } : statements
  },
  update: (db, userId, values, now, before) => {
    const answer = cleanLine(values.answer) === '' ? deletedWords(values.question) : values.answer
    return w.updateCard(db, userId, moved({ ...values, answer }, before), now)
  },
  remove: deleteRow('cards'),
  restore: restoreRow('cards'),
}

export const loadCard = rowLoader('card', card)

const dueNow = (c: Context<App>) =>
  cardsDueCount(c.env.DB, c.var.user.id, reviewDay(c.var.user, Date.now()), { org: c.var.org })

const readCards = async (c: Context<App>, query: Record<string, string>) => {
  const day = reviewDay(c.var.user, Date.now())
  const [page, cardsDue] = await Promise.all([
    cardsPage(c.env.DB, c.var.user.id, CardsView.parse(query), day, c.var.org),
    dueNow(c),
  ])
  return { ...page, cardsDue }
}

/** Form of a new card, prefilled with the previous card's plan and tags. */
const newForm = async (c: Context<App>, draft?: AnyDraft) => {
  const { plan = '', chunk, tags = '', question = '', answer = '' } = c.req.query()
  const from = plan && chunk ? `${plan}/${chunk}` : ''
  const values = draft?.values ?? { chunk: from }
  const [choices, chunkTitle] = await Promise.all([
    choicesOf(c, cardKind.ids),
    values.chunk ? chunkTitleOf(c.env.DB, c.var.user.id, values.chunk) : undefined,
  ])
  return (
    <NewRowForm
      label="New card"
      url="/cards"
      add="Add card"
      another
      target={wantsFragment(c) ? '#new-card' : undefined}
    >
      {values.chunk && <input type="hidden" name="chunk" value={values.chunk} />}
      {chunkTitle && (
        <p class="hint">
          From <bdi>{chunkTitle}</bdi>
        </p>
      )}
      <KindFields
        kind={cardKind}
        linked={{ plan_id: plan, tags, question, answer }}
        draft={draft}
        choices={choices}
        today={todayOf(c)}
        idPrefix="new-card"
      />
    </NewRowForm>
  )
}

const { pages, routes } = kindPages({ ...cardKind, NewForm: NewCardForm }, cardResource, {
  titleOf: (row) => cardTitle(row),
  read: readCards,
  view: (page) => <CardsPage {...page} />,
  list: ({ cardsDue, ...page }) => (
    <>
      <CardList {...page} oob />
      <CardsHead {...page} cardsDue={cardsDue} oob />
      <DueCount cardsDue={cardsDue} oob />
    </>
  ),
  item: (row, c) => <CardRow card={row} today={todayOf(c)} />,
  head: (c, row) => <CardHead card={row} today={todayOf(c)} />,
  page: async (c, row) => {
    const [sides, reviews] = await Promise.all([cardSides(row), reviewsOf(c.env.DB, c.var.user.id, row.id)])
    return <CardPage card={row} {...sides} reviews={reviews.toReversed()} today={todayOf(c)} />
  },
  newForm,
  /** Responds to a new card with another empty form if requested. */
  added: async (c, _, list) => {
    const { another, plan_id: plan = '', tags = '', chunk = '' } = submittedText(c)
    const from = chunk.startsWith(`${plan}/`) ? chunk : ''
    if (another !== 'yes') return null
    const toast = { message: 'Card added' }
    if (wantsFragment(c)) {
      const more = await newForm(c, { values: { plan_id: plan, tags, chunk: from }, errors: {} })
      return respondWithList(c, { path: '/cards', page: '/cards', toast, list, more })
    }
    flash(c, toast)
    const next = { plan, tags, ...(from && { chunk: from.slice(plan.length + 1) }) }
    return c.redirect(`/cards/new?${new URLSearchParams(next)}`, 303)
  },
})

export const cardPages = pages

/** Suspends or resumes a card. Responds with its row. */
const suspend = async (c: Context<Loaded<'card', ListedCard>>, suspended: 0 | 1) => {
  const { card: row, user } = c.var
  const { DB } = c.env
  const answer = prefetchFragments(c, async () =>
    respond(c, {
      toast: { message: suspended === 1 ? 'Card suspended' : 'Card resumed' },
      page: previousPath(c, '/cards'),
      fragments: async () => {
        const context = appContext(c)
        const [saved, cardsDue] = await Promise.all([card(DB, user.id, row.id), dueNow(context)])
        return [saved && <CardRow card={saved} today={todayOf(context)} />, <DueCount cardsDue={cardsDue} oob />]
      },
    }),
  )
  if (row.suspended === suspended) return answer()
  const isDone = await commit(DB, user.id, [], w.setSuspended(DB, user.id, row.id, suspended, Date.now()))
  return isDone ? answer() : c.notFound()
}

/** Suspends cards, or resumes their reviews. */
const suspends = (suspended: 0 | 1): Act<Pick<ListedCard, 'id' | 'suspended'>> => ({
  kind: 'edit',
  plan: async ({ db, userId, rows, now }) => {
    const ids = idsOf((await rows).filter((row) => row.suspended !== suspended))
    return {
      ids,
      done: suspended === 1 ? 'Suspended' : 'Resumed',
      touched: { cards: ids },
      writes: [setRows(db, 'cards', userId, ids, { suspended }, now.instant)],
    }
  },
})

export const selectedCards = selectedRoutes({
  kind: 'card',
  schema: cardKind.Row.pick({ id: true, suspended: true }).extend({ tags: textsColumn }),
  answer: pages.listChanged,
  acts: { tag: tagAct('card'), suspend: suspends(1), resume: suspends(0), delete: deleteAct('card') },
})

/** `/cards` */
export const cards = new Hono<App>()
  .route('/import', cardImport)
  .route('/', selectedCards.routes)
  .route('/', routes)
  .post('/:id/suspend', loadCard, (c) => suspend(c, 1))
  .post('/:id/resume', loadCard, (c) => suspend(c, 0))
