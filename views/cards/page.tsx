import { cardsPath, isFiltered, type CardsPage as Page } from '../../functions/cards/list'
import { searchLimit } from '../../functions/lib/list-view'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Select } from '../ui/field'
import { LiveToolbar, SearchField } from '../ui/form'
import { Pages } from '../ui/pagination'
import { Rows } from '../ui/rows'
import { PageHead, TextLink } from '../ui/section'
import { SuggestingField } from '../ui/suggesting-field'
import { CardRow } from './row'

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
      options={[{ value: '', label: 'All plans' }, ...plans.map(({ id, title }) => ({ value: id, label: title }))]}
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
      later={view.after ? { href: cardsPath(view), label: 'First cards' } : undefined}
      earlier={next ? { href: cardsPath(view, next), label: 'More cards' } : undefined}
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
