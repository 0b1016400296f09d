import type { Child } from 'hono/jsx'
import type { CardsPage as Page } from '../../functions/cards/list'
import type { ListedCard } from '../../functions/cards/schema'
import { cardTitle, dueText, waitOf, waitText } from '../../functions/cards/words'
import { isFiltered, listPath, searchLimit } from '../../functions/lib/list-view'
import { tagList } from '../../functions/lib/text'
import { TagLink } from '../tag-link'
import { ActLink, LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Select } from '../ui/field'
import { LiveToolbar, SearchField } from '../ui/form'
import { Icon, type IconName } from '../ui/icon'
import { Menu } from '../ui/menu'
import { RowActions, RowMeta, Rows, RowTitle } from '../ui/rows'
import { PageHead, Pages, Section, TextLink } from '../ui/section'
import { SuggestingField } from '../ui/suggesting-field'

type PostProps = { card: ListedCard; action: string; label: string; icon: IconName; danger?: boolean }

const Post = ({ card, action, label, icon, danger }: PostProps) => {
  const url = `/cards/${card.id}/${action}`
  return (
    <form method="post" action={url} hx-post={url} hx-target="closest li" hx-swap="outerHTML swapEmpty:true">
      <button type="submit" class={danger ? 'bad' : undefined}>
        <Icon name={icon} />
        {label}
      </button>
    </form>
  )
}

/** A card in the list, on the page and in every fragment. */
export const CardRow = ({ card, today }: { card: ListedCard; today: string }) => (
  <li id={`card-${card.id}`}>
    <div>
      <RowTitle href={`/cards/${card.id}`}>
        <bdi>{cardTitle(card)}</bdi>
      </RowTitle>
      <RowMeta
        parts={[
          dueText(card, today),
          card.plan_title && <bdi>{card.plan_title}</bdi>,
          ...tagList(card.tags).map((tag) => <TagLink kind="card" tag={tag} />),
        ]}
      />
    </div>
    <RowActions>
      <ActLink
        icon="edit"
        label={`Edit ${cardTitle(card)}`}
        href={`/cards/${card.id}/edit`}
        hx-get={`/cards/${card.id}/edit`}
        hx-target="closest li"
        hx-swap="outerHTML"
      />
      <Menu label={`More for ${cardTitle(card)}`}>
        {card.suspended === 1 ? (
          <Post card={card} action="resume" label="Resume" icon="play" />
        ) : (
          <Post card={card} action="suspend" label="Suspend" icon="stop" />
        )}
        <Post card={card} action="delete" label="Delete" icon="trash" danger />
      </Menu>
    </RowActions>
  </li>
)

const statusOptions = [
  { value: '', label: 'All cards' },
  { value: 'due', label: 'Due today' },
  { value: 'suspended', label: 'Suspended' },
]

const Filters = ({ view, plans }: Pick<Page, 'view' | 'plans'>) => (
  <LiveToolbar label="Cards" action="/cards" list="card-list" idPrefix="cards">
    <SearchField
      label="Search cards"
      idPrefix="cards"
      value={view.q}
      placeholder="Question, answer or tag"
      autocomplete="off"
      maxlength={searchLimit}
    />
    <Select
      label="Plan"
      unseenLabel
      name="plan"
      idPrefix="cards"
      value={view.plan}
      options={[{ value: '', label: 'All plans' }, ...plans]}
    />
    <SuggestingField
      from="/tags/suggestions"
      label="Tag"
      unseenLabel
      name="tag"
      idPrefix="cards"
      value={view.tag}
      placeholder="Tag"
      autocomplete="off"
      maxlength={50}
    />
    <Select label="Status" unseenLabel name="show" idPrefix="cards" value={view.show} options={statusOptions} />
    <Select
      label="Difficulty"
      unseenLabel
      name="leech"
      idPrefix="cards"
      value={view.leech}
      options={[
        { value: '', label: 'Any difficulty' },
        { value: '1', label: 'Leeches' },
      ]}
    />
  </LiveToolbar>
)

const Nothing = ({ view, next }: Pick<Page, 'view' | 'next'>) => {
  if (next) return <Empty title="None among the latest" />
  if (view.after) return <Empty title="No more cards" />
  if (isFiltered(view)) return <Empty title="No cards match these filters" />
  return (
    <Empty title="No cards yet" actions={<LinkButton href="/cards/new">Add a card</LinkButton>}>
      A card asks a question and shows its answer. Rate how well you knew it, and it comes back when you need it.
    </Empty>
  )
}

/** Cards as the filters show them. A write swaps the whole list except rows being edited. */
export const CardList = ({ view, cards, next, today, oob }: Page & { oob?: boolean }) => (
  <div id="card-list" hx-swap-oob={oob ? 'outerMorph' : undefined}>
    {cards.length === 0 && <Nothing view={view} next={next} />}
    <Rows id="card-rows">
      {cards.map((card) => (
        <CardRow card={card} today={today} />
      ))}
    </Rows>
    <Pages
      later={view.after ? { href: listPath('/cards', { ...view, after: '' }), label: 'First cards' } : undefined}
      earlier={next ? { href: listPath('/cards', { ...view, after: next }), label: 'More cards' } : undefined}
    />
  </div>
)

/** `/cards` */
export const CardsPage = (page: Page) => (
  <>
    <PageHead
      title="Cards"
      actions={
        <>
          <LinkButton href="/review">Review</LinkButton>
          <LinkButton icon="import" href="/cards/import">
            Import
          </LinkButton>
          <LinkButton variant="primary" icon="plus" href="/cards/new" hx-get="/cards/new" hx-target="#new-card">
            New card
          </LinkButton>
        </>
      }
    />
    <div id="new-card" />
    <Filters {...page} />
    <CardList {...page} />
    <p class="section actions">
      <TextLink href="/stats/cards">Forecast and retention</TextLink>
      <TextLink href="/deleted">Recently deleted</TextLink>
    </p>
  </>
)

type Props = { card: ListedCard; question: Child; answer: Child; today: string }

/** `/cards/:id` */
export const CardPage = ({ card, question, answer, today }: Props) => (
  <>
    <PageHead
      title={<bdi>{cardTitle(card)}</bdi>}
      actions={
        <>
          <LinkButton href="/cards">All cards</LinkButton>
          <LinkButton icon="edit" href={`/cards/${card.id}/edit`}>
            Edit
          </LinkButton>
        </>
      }
    />
    <RowMeta
      parts={[
        dueText(card, today),
        card.is_new === 0 && `interval ${waitText(waitOf(card))}`,
        card.plan_title && <bdi>{card.plan_title}</bdi>,
        ...tagList(card.tags).map((tag) => <TagLink kind="card" tag={tag} />),
        card.source && <bdi>{card.source}</bdi>,
      ]}
    />
    <Section id="question" title="Question">
      <div class="flashcard" dir="auto" hx-ignore>
        {question}
      </div>
    </Section>
    <Section id="answer" title="Answer">
      <div class="flashcard" dir="auto" hx-ignore>
        {answer}
      </div>
    </Section>
  </>
)
