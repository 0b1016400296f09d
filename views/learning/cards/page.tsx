import type { Child } from 'hono/jsx'
import type { CardsPage as Page } from '../../../functions/learning/cards/queries'
import {
  answerLimit,
  cardTitle,
  dueText,
  filing,
  type ListedCard,
  questionLimit,
  sourceLimit,
  waitOf,
  waitText,
} from '../../../functions/learning/cards/schema'
import type { FilingChoice } from '../../../functions/lib/resource/choices'
import type { FieldsProps } from '../../../functions/lib/resource/listed'
import { tagList } from '../../../functions/lib/text'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Field, TagLink, TagsField } from '../../ui/field'
import { drafted, Fields, FilingFields } from '../../ui/form'
import { Icon } from '../../ui/icon'
import { Item, ItemHead, MenuLink, MenuPost } from '../../ui/item'
import { filtersOf, ListFoot, ListHead, ListSearch, PagedList } from '../../ui/listing'
import { RowMeta, Section } from '../../ui/section'
import { ListSelection } from '../../ui/selection'

type FormProps = FieldsProps<ListedCard> & {
  /** The form was not sent before: its first field takes the focus. */
  isFresh?: boolean
  choices: FilingChoice[]
  /** Title of the chunk that the form was opened from. */
  chunkTitle?: string
}

const newCard = { question: '', answer: '', tags: '', source: '', ...filing.none }

export const CardFields = ({ row, draft, isFresh = !draft, choices, chunkTitle, idPrefix }: FormProps) => {
  const field = drafted(row ? { ...row, fsrs: null } : newCard, draft, idPrefix)
  return (
    <Fields>
      {draft?.values.chunk && <input type="hidden" name="chunk" value={draft.values.chunk} />}
      {chunkTitle && (
        <p class="hint wide">
          From <bdi>{chunkTitle}</bdi>
        </p>
      )}
      <Field
        label="Question"
        wide
        type="textarea"
        required
        maxlength={questionLimit}
        dir="auto"
        hint="Markdown works in both. {{c1::answer}} or {{c1::answer::hint}} hides words; each number makes a card"
        {...field('question')}
        autofocus={isFresh}
        data-autofocus
      />
      <Field
        label="Answer"
        wide
        type="textarea"
        maxlength={answerLimit}
        dir="auto"
        hint="May stay empty where the question hides words"
        {...field('answer')}
      />
      <TagsField label="Tags" hint="Separated by commas" {...field('tags')} />
      <FilingFields choices={choices} row={row} ids={filing.ids} field={field} />
      <Field label="Source" maxlength={sourceLimit} dir="auto" hint="e.g. Chapter 3 or a link" {...field('source')} />
    </Fields>
  )
}

const kind = { path: '/cards', name: 'card', many: 'cards' } as const

/** A card in the list, on the page and in every fragment. */
export const CardRow = ({ card, today }: { card: ListedCard; today: string }) => {
  const url = `/cards/${card.id}`
  return (
    <Item
      id={`card-${card.id}`}
      url={url}
      name={cardTitle(card)}
      mark={<Icon name="cards" />}
      parts={[
        dueText(card, today),
        card.plan_title && <bdi>{card.plan_title}</bdi>,
        ...tagList(card.tags).map((tag) => <TagLink kind="card" tag={tag} />),
      ]}
      menu={
        card.suspended === 1 ? (
          <MenuPost action={`${url}/resume`} label="Resume" icon="play" />
        ) : (
          <MenuPost action={`${url}/suspend`} label="Suspend" icon="stop" />
        )
      }
    />
  )
}

const statuses = [
  { value: 'due', label: 'Due today' },
  { value: 'suspended', label: 'Suspended' },
]

const None = () => (
  <Empty title="No cards yet" picture="cards" actions={<LinkButton href="/cards/new">Add a card</LinkButton>}>
    A card asks a question, and comes back when you are about to forget its answer.
  </Empty>
)

/** Cards as the filters show them. A write swaps the whole list except rows being edited. */
export const CardList = ({ plans: _, today, ...page }: Page & { oob?: boolean }) => (
  <PagedList {...page} kind={kind} none={<None />} item={(card) => <CardRow card={card} today={today} />} />
)

/** `/cards` */
export const CardsPage = (page: Page) => {
  const filter = filtersOf(kind, page.view)
  return (
    <>
      <ListHead
        kind={kind}
        more={
          <>
            <MenuLink icon="check" label="Select" href="/cards?select=card" />
            <MenuLink icon="cards" label="Review" href="/review" />
            <MenuLink icon="import" label="Import" href="/cards/import" />
            <MenuLink icon="stats" label="Forecast and retention" href="/stats/cards" />
          </>
        }
      />
      <ListSearch
        kind={kind}
        view={page.view}
        placeholder="Question, answer or tag"
        filters={[
          { label: 'Plan', all: 'All plans', options: page.plans, ...filter('plan') },
          { label: 'Tag', ...filter('tag') },
          { label: 'Status', all: 'All cards', options: statuses, ...filter('show') },
          {
            label: 'Difficulty',
            all: 'Any difficulty',
            options: [{ value: '1', label: 'Leeches' }],
            ...filter('leech'),
          },
        ]}
      />
      <CardList {...page} />
      <ListSelection kind="card" path="/cards" many="cards" acts={['tag', 'suspend', 'resume', 'delete']} />
      <ListFoot />
    </>
  )
}

type Props = { card: ListedCard; question: Child; answer: Child; today: string }

/** `/cards/:id` */
export const CardPage = ({ card, question, answer, today }: Props) => (
  <>
    <ItemHead url={`/cards/${card.id}`} title={<bdi>{cardTitle(card)}</bdi>} back={{ href: '/cards', name: 'Cards' }} />
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
