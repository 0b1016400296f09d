import type { Context } from 'hono'
import { CardFields } from '../../views/cards/form'
import { CardList, CardPage, CardRow } from '../../views/cards/page'
import { DueFragments } from '../../views/shell/navigation'
import { Adder } from '../../views/ui/form'
import { type App, todayOf } from '../lib/env'
import { submittedText } from '../lib/form'
import { cameFrom, flash, wantsFragment } from '../lib/page'
import { filingChoices } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { AnyDraft, Done, Pages } from '../lib/resource/pages'
import { respond } from '../lib/respond'
import { cardsDueCount, reviewDay } from '../plans/cards-due'
import { CardsView, cardsPage } from './list'
import { card, chunkTitleOf } from './queries'
import { CardForm, filing, type ListedCard, NewCardForm, type NewCardValues } from './schema'
import { cardTitle, described } from './words'

const viewOf = (search: URLSearchParams) => CardsView.parse(Object.fromEntries(search))

export const readCards = (c: Context<App>, view: CardsView) =>
  cardsPage(c.env.DB, c.var.user.id, view, reviewDay(c.var.user, Date.now()), c.var.org)

const dueNow = (c: Context<App>) =>
  cardsDueCount(c.env.DB, c.var.user.id, reviewDay(c.var.user, Date.now()), { org: c.var.org })

const choicesOf = (c: Context<App>) => filingChoices(c.env.DB, c.var.user.id, c.var.org, filing.ids)

const cardList = listed<ListedCard>({
  name: 'card',
  path: '/cards',
  titleOf: cardTitle,
  item: (row, c) => <CardRow card={row} today={todayOf(c)} />,
  list: async (c, search) => {
    const [page, cardsDue] = await Promise.all([readCards(c, viewOf(search)), dueNow(c)])
    return (
      <>
        <CardList {...page} oob />
        <DueFragments cardsDue={cardsDue} />
      </>
    )
  },
  fields: async (c, props) => <CardFields {...props} choices={await choicesOf(c)} />,
})

/** A form of a new card. The plan and the tags of the card before are filled in. */
const newForm = async (c: Context<App>, draft?: AnyDraft) => {
  const { plan = '', chunk, tags = '', question = '', answer = '' } = c.req.query()
  const from = plan && chunk ? `${plan}/${chunk}` : ''
  const before = { values: { plan_id: plan, chunk: from, tags, question, answer }, errors: {} }
  const values = draft?.values ?? before.values
  const [choices, chunkTitle] = await Promise.all([
    choicesOf(c),
    values.chunk ? chunkTitleOf(c.env.DB, c.var.user.id, values.chunk) : undefined,
  ])
  return (
    <Adder label="New card" url="/cards" add="Add card" another target={wantsFragment(c) ? '#new-card' : undefined}>
      <CardFields
        draft={draft ?? before}
        isFresh={!draft}
        choices={choices}
        chunkTitle={chunkTitle}
        idPrefix="new-card"
      />
    </Adder>
  )
}

/** Answers a new card with another form where that was asked for. */
const added = async (c: Context<App>, done: Done<ListedCard>) => {
  const { another, plan_id: plan = '', tags = '', chunk = '' } = submittedText(c)
  const from = chunk.startsWith(`${plan}/`) ? chunk : ''
  if (another !== 'yes') return cardList.answer(c, done)
  const toast = { message: 'Card added' }
  if (!wantsFragment(c)) {
    flash(c, toast)
    const next = { plan, tags, ...(from && { chunk: from.slice(plan.length + 1) }) }
    return c.redirect(`/cards/new?${new URLSearchParams(next)}`, 303)
  }
  const form = await newForm(c, { values: { plan_id: plan, tags, chunk: from }, errors: {} })
  return cardList.listChanged(c, toast, '/cards', form)
}

/** Answers an edit with the card's row where it was made in the list. */
const edited = async (c: Context<App>, done: Done<ListedCard>) => {
  const toast = { message: 'Card saved' }
  if (!wantsFragment(c)) return respond(c, { toast, page: `/cards/${done.id}`, fragments: () => null })
  const [saved, cardsDue] = await Promise.all([card(c.env.DB, c.var.user.id, done.id), dueNow(c)])
  if (!saved) return c.notFound()
  return c.render(
    <>
      <CardRow card={saved} today={todayOf(c)} />
      <DueFragments cardsDue={cardsDue} />
    </>,
  )
}

const showCard = async (c: Context<App>, row: ListedCard) => {
  if (wantsFragment(c)) return c.render(<CardRow card={row} today={todayOf(c)} />)
  const { markdown } = await import('../lib/markdown')
  const content = (
    <CardPage card={row} question={markdown(row.question)} answer={markdown(row.answer)} today={todayOf(c)} />
  )
  return c.render(content, { title: cardTitle(row) })
}

export const cardPages: Pages<ListedCard, NewCardValues> = {
  ...cardList,
  create: NewCardForm,
  edit: CardForm,
  described: () => described,
  newForm,
  show: showCard,
  answer: (c, done) => {
    if (done.action === 'add') return added(c, done)
    if (done.action === 'edit') return edited(c, done)
    return cardList.answer(c, done)
  },
}

/** Answers a card that was suspended or resumed with its row. */
export const answerSuspended = (c: Context<App>, id: string, suspended: 0 | 1) =>
  respond(c, {
    toast: { message: suspended === 1 ? 'Card suspended' : 'Card resumed' },
    page: cameFrom(c, '/cards'),
    fragments: async () => {
      const [saved, cardsDue] = await Promise.all([card(c.env.DB, c.var.user.id, id), dueNow(c)])
      return (
        saved && (
          <>
            <CardRow card={saved} today={todayOf(c)} />
            <DueFragments cardsDue={cardsDue} />
          </>
        )
      )
    },
  })
