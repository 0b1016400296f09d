import type { Child } from 'hono/jsx'
import { cardTitle, ratingNames, waitText } from '../../../functions/learning/cards/schema'
import {
  doneCount,
  doneText,
  type ReviewPage,
  reviewPath,
  type Trail,
  tookText,
} from '../../../functions/learning/review/trail'
import { daysBetween } from '../../../functions/lib/days'
import { dayMonth, duration, grouped, plural } from '../../../functions/lib/format'
import { tagList } from '../../../functions/lib/text'
import { ActLink, Button, LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { PageHead, RowMeta } from '../../ui/section'

type Props = ReviewPage & {
  question: Child
  /** Null until it is asked for. */
  answer: Child
  /** When the question was shown (epoch ms). */
  shownAt: number
  /** Id of the review that the form makes, so that a form sent twice counts once. */
  reviewId: string
}

const swap = { 'hx-target': '#review', 'hx-swap': 'outerHTML' }

/** Hidden fields of the sitting. */
const TrailFields = ({ trail: { plan, done, first, took } }: { trail: Trail }) => (
  <>
    <input type="hidden" name="plan" value={plan} />
    <input type="hidden" name="done" value={doneText(done)} />
    <input type="hidden" name="first" value={first} />
    <input type="hidden" name="took" value={tookText(took)} />
  </>
)

const Undo = ({ trail }: { trail: Trail }) => {
  const { last, review, rating } = trail
  if (last === '' || rating === undefined) return null
  const url = `/review/${last}/undo`
  return (
    <form method="post" action={url} hx-post={url} {...swap}>
      <TrailFields trail={trail} />
      <input type="hidden" name="review" value={review} />
      <input type="hidden" name="rating" value={rating} />
      <Button id="review-undo" variant="quiet" small icon="undo">
        Undo {ratingNames[rating]}
      </Button>
    </form>
  )
}

/** `12 done · 8 left`. */
const progressText = ({ trail, counts: { due, fresh } }: Props) => {
  const done = doneCount(trail.done)
  return [done > 0 && `${grouped(done)} done`, `${grouped(due + fresh)} left`].filter(Boolean).join(' · ')
}

const Ratings = ({ card, waits, trail, shownAt, reviewId }: Props) => {
  const url = `/review/${card?.id}`
  return (
    <form class="ratings" method="post" action={url} hx-post={url} {...swap} aria-label="How well did you know it?">
      <TrailFields trail={trail} />
      <input type="hidden" name="review" value={reviewId} />
      <input type="hidden" name="shown" value={shownAt} />
      {waits.map(({ rating, wait }) => (
        <button type="submit" class="button" id={`rate-${rating}`} name="rating" value={rating}>
          <span>{ratingNames[rating]}</span>
          <small class="grey">{waitText(wait)}</small>
        </button>
      ))}
    </form>
  )
}

const ShowAnswer = ({ card, trail, shownAt }: Props) => {
  const url = reviewPath(trail, { card: card?.id ?? '', shown: String(shownAt), answer: '1' })
  return (
    <p class="ratings one">
      <LinkButton id="show-answer" variant="primary" href={url} hx-get={url} {...swap} hx-replace-url="true">
        Show answer
      </LinkButton>
    </p>
  )
}

const Card = (props: Props) => {
  const { card, question, answer, planTitle } = props
  if (!card) return null
  return (
    <article class="review-card" aria-label="Card">
      <div
        id="review-question"
        class="flashcard large"
        dir="auto"
        tabindex={-1}
        autofocus={answer === null}
        data-autofocus={answer === null ? '' : undefined}
        hx-ignore
      >
        {question}
      </div>
      {answer !== null && (
        <div
          id="review-answer"
          class="flashcard large answer"
          dir="auto"
          tabindex={-1}
          autofocus
          data-autofocus
          hx-ignore
        >
          {answer}
        </div>
      )}
      {answer === null ? <ShowAnswer {...props} /> : <Ratings {...props} />}
      <div class="review-foot">
        <RowMeta
          parts={[
            !planTitle && card.plan_title && <bdi>{card.plan_title}</bdi>,
            ...tagList(card.tags).map((tag) => <bdi>#{tag}</bdi>),
            answer !== null && card.source && <bdi>{card.source}</bdi>,
          ]}
        />
        <ActLink icon="edit" label={`Edit ${cardTitle(card)}`} href={`/cards/${card.id}/edit`} />
      </div>
    </article>
  )
}

/** `tomorrow`, else the date. */
const dayText = (date: string, today: string) =>
  daysBetween(today, date) === 1 ? 'tomorrow' : `on ${dayMonth(date, today)}`

const nextText = ({ nextDay, today }: Props) => {
  if (!nextDay) return 'No reviews are planned yet.'
  const { cards, date } = nextDay
  return `Next: ${plural(cards, 'card')} ${dayText(date, today)}.`
}

/** Keeps the time of the sitting as a session. */
const Keep = ({ trail }: { trail: Trail }) => {
  const seconds = Math.round(trail.took.all / 1000)
  if (trail.first === '' || seconds === 0) return null
  return (
    <form method="post" action="/review/keep" hx-post="/review/keep" hx-swap="none">
      <TrailFields trail={trail} />
      <input type="hidden" name="review" value={trail.review} />
      <Button variant="primary">Keep {duration(seconds)} as a session</Button>
    </form>
  )
}

const Finished = (props: Props) => {
  const { trail, hasMoreNew, nextDay } = props
  const total = doneCount(trail.done)
  const isEmpty = total === 0 && !nextDay && !hasMoreNew
  if (isEmpty) {
    return (
      <Empty title="Nothing to review" picture="cards" actions={<LinkButton href="/cards/new">Add a card</LinkButton>}>
        Cards you add are due at once, and come back when you need them.
      </Empty>
    )
  }
  const done = ([1, 2, 3, 4] as const).flatMap((rating) => {
    const count = trail.done[rating - 1] ?? 0
    return count > 0 ? [`${count} ${ratingNames[rating].toLowerCase()}`] : []
  })
  return (
    <Empty
      title={total > 0 ? `${plural(total, 'card')} reviewed` : 'Nothing due today'}
      actions={
        <>
          <Keep trail={trail} />
          <LinkButton href="/cards">All cards</LinkButton>
          <LinkButton href="/stats/cards">Forecast</LinkButton>
        </>
      }
    >
      {done.length > 0 && `${done.join(', ')}. `}
      {nextText(props)}
      {hasMoreNew && ' More new cards come tomorrow.'}
    </Empty>
  )
}

/** `/review`, and the part of it that each step replaces. */
export const Review = (props: Props) => (
  <div id="review">
    <PageHead
      title="Review"
      summary={
        <>
          {props.planTitle && <bdi>{props.planTitle}: </bdi>}
          {props.card && progressText(props)}
        </>
      }
      actions={
        <>
          <Undo trail={props.trail} />
          <LinkButton small href="/cards">
            Cards
          </LinkButton>
        </>
      }
    />
    {props.card ? <Card {...props} /> : <Finished {...props} />}
  </div>
)
