import type { Child } from 'hono/jsx'
import type { CardsPage as Page } from '../../../functions/learning/cards/page-data'
import type { ReviewRow } from '../../../functions/learning/cards/reviews/reviews'
import {
  cardKind,
  cardTitle,
  groupNames,
  groupOf,
  type ListedCard,
  ratingNames,
  returnText,
  waitOf,
  waitText,
} from '../../../functions/learning/cards/schema'
import { planPath } from '../../../functions/learning/plans/schema'
import { isFiltered } from '../../../functions/lib/http/list-view'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth, duration, timesText } from '../../../functions/lib/text/format'
import { tagList } from '../../../functions/lib/text/text'
import { LinkButton } from '../../ui/button'
import { TagLink } from '../../ui/field'
import { Kpi, Kpis, Table } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { Item, MenuLink, MenuPost } from '../../ui/item'
import { KindHead } from '../../ui/kind'
import { filtersOf, ListFoot, ListHead, ListSearch, NoneYet, PagedList } from '../../ui/listing'
import { NameLink, Section } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { Flashcard } from './flashcard'

const kind = { path: '/cards', name: 'card', many: 'cards' } as const

const suspending = ({ id, suspended }: Pick<ListedCard, 'id' | 'suspended'>) =>
  suspended === 1
    ? ({ action: pathTo`/cards/${id}/resume`, label: 'Resume', icon: 'play' } as const)
    : ({ action: pathTo`/cards/${id}/suspend`, label: 'Suspend', icon: 'stop' } as const)

/** A card in the list and in fragments. */
export const CardRow = ({ card, today }: { card: ListedCard; today: string }) => {
  const url = pathTo`/cards/${card.id}`
  return (
    <Item
      id={`card-${card.id}`}
      url={url}
      name={cardTitle(card)}
      edits="question"
      parts={[
        ...tagList(card.tags).map((tag) => <TagLink kind="card" tag={tag} />),
        card.plan_title && <NameLink href={planPath(card.plan_id ?? '')} name={card.plan_title} />,
      ]}
      figures={returnText(card, today)}
      menu={<MenuPost {...suspending(card)} />}
    />
  )
}

const statuses = [
  { value: 'due', label: 'Due today' },
  { value: 'suspended', label: 'Suspended' },
]

const None = () => (
  <NoneYet kind={kind}>A card asks a question, and comes back when you are about to forget its answer.</NoneYet>
)

/** The filtered cards, due ones first. A write replaces the whole list except rows being edited. */
export const CardList = ({ today, ...page }: Page & { oob?: boolean }) => (
  <PagedList
    {...page}
    kind={kind}
    none={<None />}
    groupOf={(card) => {
      const group = groupOf(card, today)
      return [group, groupNames[group]]
    }}
    item={(card) => <CardRow card={card} today={today} />}
  />
)

/** Head of the list, with a button that starts the review and shows the number of cards for today. */
export const CardsHead = ({ cardsDue, oob, ...page }: Page & { cardsDue: number; oob?: boolean }) => {
  const filter = filtersOf(kind, page.view)
  return (
    <ListHead
      kind={kind}
      oob={oob}
      aside={
        page.rows.length === 0 &&
        !isFiltered(page.view) && (
          <LinkButton icon="import" href="/cards/import">
            Import from Anki
          </LinkButton>
        )
      }
      lead={
        cardsDue > 0 && (
          <LinkButton variant="primary" icon="play" href="/review">
            Review {cardsDue}
          </LinkButton>
        )
      }
      more={
        <>
          <MenuLink icon="import" label="Import" href="/cards/import" />
          <MenuLink icon="stats" label="Forecast and retention" href="/stats/cards" />
        </>
      }
    >
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
    </ListHead>
  )
}

/** `/cards` */
export const CardsPage = ({ cardsDue, ...page }: Page & { cardsDue: number }) => (
  <>
    <CardsHead {...page} cardsDue={cardsDue} />
    <CardList {...page} />
    <ListSelection of={kind} acts={['tag', 'suspend', 'resume', 'delete']} />
    <ListFoot />
  </>
)

type Props = { card: ListedCard; question: Child; answer: Child; reviews: ReviewRow[]; today: string }

/** Figures of a card: when it is due, the interval of its reviews, and their number. */
const Figures = ({ card, reviews, today }: Pick<Props, 'card' | 'reviews' | 'today'>) => {
  const seen = Math.max(reviews.length, card.fsrs?.reps ?? card.repetitions)
  return (
    <Kpis class="mt-4">
      <Kpi label="Due">{returnText(card, today) ?? groupNames[groupOf(card, today)].toLowerCase()}</Kpi>
      <Kpi label="Last interval">{card.is_new === 0 ? waitText(waitOf(card, reviews[0]?.date)) : 'none yet'}</Kpi>
      <Kpi label="Seen">{seen > 0 ? timesText(seen) : 'not yet'}</Kpi>
    </Kpis>
  )
}

/** Maximum number of answers listed on a card's page. */
const answersShown = 20

/** Text colours by rating. */
const tones = { 1: 'bad', 2: 'warning', 3: undefined, 4: 'good' } as const

export const CardHead = ({ card, today }: Pick<Props, 'card' | 'today'>) => {
  const { action, label, icon } = suspending(card)
  return (
    <KindHead
      kind={cardKind}
      row={card}
      today={today}
      title={<bdi>{cardTitle(card, card.question.length)}</bdi>}
      menu={
        <form method="post" action={action}>
          <button type="submit">
            <Icon name={icon} />
            {label}
          </button>
        </form>
      }
      acts={
        card.suspended === 0 &&
        card.next_review <= today && (
          <LinkButton variant="primary" href={pathTo`/review?card=${card.id}`}>
            Review
          </LinkButton>
        )
      }
    />
  )
}

/** `/cards/:id`, below its head. */
export const CardPage = ({ card, question, answer, reviews, today }: Props) => (
  <>
    {card.question.includes('\n') && (
      <Section id="question" title="Question">
        <Flashcard look="page">{question}</Flashcard>
      </Section>
    )}
    <Section id="answer" title="Answer">
      <Flashcard look="page">{answer}</Flashcard>
    </Section>
    <Figures card={card} reviews={reviews} today={today} />
    {reviews.length > 0 && (
      <Section
        id="answers"
        title="Answers so far"
        summary={reviews.length > answersShown && `the last ${answersShown} of ${reviews.length}`}
      >
        <Table
          caption="Answers, latest first"
          columns={[
            { label: 'Day' },
            { label: 'Answer' },
            { label: 'Next after', numeric: true },
            { label: 'Took', numeric: true },
          ]}
        >
          {reviews.slice(0, answersShown).map(({ date, rating, duration_ms, after }) => (
            <tr>
              <th scope="row">
                <time datetime={date}>{dayMonth(date, today)}</time>
              </th>
              <td class={tones[rating]}>{ratingNames[rating]}</td>
              <td class="num">{waitText(waitOf({ ...card, ...after }, date))}</td>
              <td class="num">{duration_ms !== null && duration(Math.ceil(duration_ms / 1000))}</td>
            </tr>
          ))}
        </Table>
      </Section>
    )}
  </>
)
