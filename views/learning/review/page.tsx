import type { Child } from 'hono/jsx'
import { cardTitle, dayText, leechLapses, ratingNames, waitText } from '../../../functions/learning/cards/schema'
import { planPath } from '../../../functions/learning/plans/schema'
import { isWorthKeeping } from '../../../functions/learning/review/keep'
import {
  doneCount,
  doneText,
  type ReviewPage,
  reviewPath,
  type Trail,
  tookText,
} from '../../../functions/learning/review/trail'
import { pathTo, undoPath } from '../../../functions/lib/http/path-to'
import { duration, durationLeft, grouped, plural, times } from '../../../functions/lib/text/format'
import { tagList } from '../../../functions/lib/text/text'
import { TurnedOff } from '../../frame/shell/layout'
import { Button, FirstLink, LinkButton, Menu, Notice } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Icon } from '../../ui/icon'
import { Fact, MenuLink } from '../../ui/item'
import { schedulerNames } from '../plan-pages/details'

type Props = ReviewPage & {
  question: Child
  /** Null until it is asked for. */
  answer: Child
  /** The answer repeats the question. */
  isCloze?: boolean
  /** When the question was shown (epoch ms). */
  shownAt: number
  /** Id of the review that the form makes, so that a form sent twice counts once. */
  reviewId: string
  /** The person does not use this part. */
  isOff: boolean
}

const swap = { 'hx-target': '#review', 'hx-swap': 'outerHTML' }

/** Hidden fields of the sitting. */
const TrailFields = ({ trail: { plan, tag, of, done, first, took } }: { trail: Trail }) => (
  <>
    <input type="hidden" name="plan" value={plan} />
    <input type="hidden" name="tag" value={tag} />
    <input type="hidden" name="of" value={of} />
    <input type="hidden" name="done" value={doneText(done)} />
    <input type="hidden" name="first" value={first} />
    <input type="hidden" name="took" value={tookText(took)} />
  </>
)

const Undo = ({ trail }: { trail: Trail }) => {
  const { last, review, rating } = trail
  if (last === '' || rating === undefined) return null
  const url = undoPath('review.rating', last)
  return (
    <form method="post" action={url} hx-post={url} {...swap}>
      <TrailFields trail={trail} />
      <input type="hidden" name="review" value={review} />
      <input type="hidden" name="rating" value={rating} />
      <Button id="review-undo" variant="quiet" icon="undo" iconOnly={`Undo ${ratingNames[rating]}`} />
    </form>
  )
}

/** Chooses the plan or the tag whose cards are reviewed. */
const Scope = ({ trail, choices, planTitle, allLeft }: Props) => {
  const { plan, tag } = trail
  if (choices.length === 0 && plan === '' && tag === '') return null
  const to = (scope: Pick<Trail, 'plan' | 'tag'>) => reviewPath({ ...trail, ...scope, of: 0 })
  return (
    <details class="menu" data-menu>
      <summary class="button quiet small">
        <bdi>{planTitle ?? (tag === '' ? 'All due' : `#${tag}`)}</bdi>
        <Icon name="right" />
      </summary>
      <div class="sheet">
        <a href={to({ plan: '', tag: '' })} aria-current={plan === '' && tag === '' ? 'true' : undefined}>
          All due <small>{grouped(allLeft)}</small>
        </a>
        {choices.map(({ name, cards, ...scope }) => (
          <a
            href={to(scope)}
            aria-current={scope.plan === plan && scope.tag === tag && plan + tag !== '' ? 'true' : undefined}
          >
            <bdi>{name}</bdi> <small>{grouped(cards)}</small>
          </a>
        ))}
      </div>
    </details>
  )
}

/** Paths of what is done with the card on screen; they return to it. */
const pathsOf = ({ card, trail, shownAt }: Props) => {
  const search = reviewPath(trail, { shown: String(shownAt) }).slice('/review'.length)
  return { edit: pathTo`/review/${card?.id}/edit` + search, suspend: pathTo`/review/${card?.id}/suspend` }
}

const Suspend = ({ children, ...props }: Props & { children: Child }) => {
  const { suspend } = pathsOf(props)
  return (
    <form method="post" action={suspend} hx-post={suspend} {...swap}>
      <TrailFields trail={props.trail} />
      {children}
    </form>
  )
}

const Head = (props: Props) => {
  const { card, trail, left, secondsLeft } = props
  const { of } = trail
  const finished = of - left
  return (
    <header class="review-top">
      <LinkButton
        variant="quiet"
        icon="close"
        iconOnly="End the review"
        href={trail.plan === '' ? '/' : planPath(trail.plan)}
      />
      <p>
        {card && (
          <>
            <b>{grouped(Math.min(finished + 1, of))}</b> of {grouped(of)}
            <span class="max-lg:hidden"> · {durationLeft(secondsLeft)} left</span>
          </>
        )}
      </p>
      <div class="actions">
        <Undo trail={trail} />
        <Scope {...props} />
        {card && (
          <Menu label={`Edit or suspend ${cardTitle(card)}`}>
            <a id="review-edit" href={pathsOf(props).edit}>
              <Icon name="edit" />
              Edit
            </a>
            <Suspend {...props}>
              <button type="submit" id="review-suspend">
                <Icon name="stop" />
                Suspend
              </button>
            </Suspend>
            {card.plan_id && card.plan_title && (
              <MenuLink
                icon="plans"
                label={`Scheduled by ${schedulerNames[card.scheduler]}`}
                href={`${planPath(card.plan_id, 'details')}#plan-scheduler`}
              />
            )}
          </Menu>
        )}
      </div>
      {of > 0 && <progress class="review-bar" aria-label="Cards reviewed" max={of} value={card ? finished : of} />}
    </header>
  )
}

/** `new`; `seen 11 times, forgotten twice` */
const seenText = ({ is_new, repetitions, fsrs }: NonNullable<Props['card']>) => {
  const { reps = repetitions, lapses = 0 } = fsrs ?? {}
  if (is_new === 1) return 'new'
  return `seen ${times(Math.max(1, reps))}${lapses > 0 ? `, forgotten ${times(lapses)}` : ''}`
}

/** `today`, `today, 10m`, `6 days`. */
const waitLabel = (milliseconds: number) =>
  milliseconds > 0 && milliseconds < 86_400_000 ? `today, ${duration(milliseconds / 1000)}` : waitText(milliseconds)

const Ratings = (props: Props) => {
  const { card, waits, trail, shownAt, reviewId } = props
  const url = pathTo`/review/${card?.id}`
  return (
    <form class="ratings" method="post" action={url} hx-post={url} {...swap} aria-label="How well did you know it?">
      <TrailFields trail={trail} />
      <input type="hidden" name="review" value={reviewId} />
      <input type="hidden" name="shown" value={shownAt} />
      {waits.map(({ rating, wait }) => (
        <button
          type="submit"
          class={rating === 3 ? 'button primary' : 'button'}
          id={`rate-${rating}`}
          aria-keyshortcuts={String(rating)}
          name="rating"
          value={rating}
        >
          <span>
            {ratingNames[rating]} <kbd class="max-lg:hidden">{rating}</kbd>
          </span>
          <small>{waitLabel(wait)}</small>
        </button>
      ))}
    </form>
  )
}

const ShowAnswer = (props: Props) => {
  const { card, trail, shownAt } = props
  const url = reviewPath(trail, { card: card?.id ?? '', shown: String(shownAt), answer: '1' })
  return (
    <div class="ratings">
      <LinkButton id="show-answer" variant="primary" href={url} hx-get={url} {...swap} hx-replace-url="true">
        <span>
          Show answer <kbd class="max-lg:hidden">space</kbd>
        </span>
      </LinkButton>
    </div>
  )
}

/** Names a card that was forgotten often, and says what helps. */
const Leech = (props: Props) => {
  const lapses = props.card?.fsrs?.lapses ?? 0
  if (lapses < leechLapses) return null
  return (
    <Notice
      tone="warning"
      actions={
        <>
          <LinkButton small href={pathsOf(props).edit}>
            Edit
          </LinkButton>
          <Suspend {...props}>
            <Button small>Suspend</Button>
          </Suspend>
        </>
      }
    >
      A leech: you forgot it {times(lapses)}. Make it ask for less, or suspend it.
    </Notice>
  )
}

const Card = (props: Props) => {
  const { card, question, answer, isCloze, trail } = props
  if (!card) return null
  const focus = (isFocused: boolean) => ({
    tabindex: -1,
    autofocus: isFocused,
    'data-autofocus': isFocused ? '' : undefined,
    dir: 'auto' as const,
    'hx-ignore': true,
  })
  return (
    <>
      <article class="review-card" aria-label="Card">
        <p class="of grey small">
          {trail.plan === '' && card.plan_title && (
            <Fact icon="plans">
              <bdi>{card.plan_title}</bdi>
            </Fact>
          )}
          {tagList(card.tags).map((tag) => (
            <bdi>#{tag}</bdi>
          ))}
          <span class="max-lg:hidden">{seenText(card)}</span>
        </p>
        {(answer === null || !isCloze) && (
          <div id="review-question" class="flashcard large" {...focus(answer === null)}>
            {question}
          </div>
        )}
        {answer !== null && (
          <div id="review-answer" class={isCloze ? 'flashcard large' : 'flashcard answer'} {...focus(true)}>
            {answer}
          </div>
        )}
        {answer !== null && card.source && (
          <p class="source">
            <bdi>{card.source}</bdi>
          </p>
        )}
        {answer !== null && <Leech {...props} />}
      </article>
      {answer === null ? <ShowAnswer {...props} /> : <Ratings {...props} />}
    </>
  )
}

const nextText = ({ nextDay, today }: Props) => {
  if (!nextDay) return 'No reviews are planned yet.'
  const { cards, date } = nextDay
  return `Next: ${plural(cards, 'card')}, ${dayText(date, today)}.`
}

/** Logs the time of the sitting as a session. */
const Keep = ({ trail }: { trail: Trail }) => {
  const seconds = Math.round(trail.took.all / 1000)
  if (trail.first === '' || !isWorthKeeping(seconds)) return null
  return (
    <form method="post" action="/review/keep" hx-post="/review/keep" hx-swap="none">
      <TrailFields trail={trail} />
      <input type="hidden" name="review" value={trail.review} />
      <Button variant="primary">Log {duration(seconds)} as a session</Button>
    </form>
  )
}

const Finished = (props: Props) => {
  const { trail, hasMoreNew, furtherCount, nextDay, allLeft, planTitle } = props
  const total = doneCount(trail.done)
  const isScoped = trail.plan !== '' || trail.tag !== ''
  const isEmpty = total === 0 && !nextDay && !hasMoreNew && !isScoped
  if (isEmpty) {
    return (
      <Empty title="Nothing to review" picture="card" actions={<FirstLink name="card" href="/cards/new" />}>
        A new card is due at once, and comes back when you are about to forget it.
      </Empty>
    )
  }
  const done = ([1, 2, 3, 4] as const).flatMap((rating) => {
    const count = trail.done[rating - 1] ?? 0
    return count > 0 ? [`${count} ${ratingNames[rating].toLowerCase()}`] : []
  })
  const all = { ...trail, plan: '', tag: '', of: 0 }
  const more = `/review/more${reviewPath({ ...trail, of: 0 }).slice('/review'.length)}`
  return (
    <Empty
      title={total > 0 ? `${plural(total, 'review')} done` : 'Nothing due today'}
      actions={
        <>
          <Keep trail={trail} />
          {hasMoreNew && (
            <form method="post" action={more} hx-post={more} {...swap}>
              <Button id="review-more">{plural(furtherCount, 'more new card')} today</Button>
            </form>
          )}
          {isScoped && allLeft > 0 && (
            <LinkButton href={reviewPath(all)}>Review {plural(allLeft, 'other card')}</LinkButton>
          )}
          <LinkButton href={trail.plan === '' ? '/' : planPath(trail.plan)}>Done</LinkButton>
          <LinkButton variant="quiet" href="/cards">
            All cards
          </LinkButton>
          <LinkButton variant="quiet" href="/stats/cards">
            Forecast
          </LinkButton>
        </>
      }
    >
      {isScoped && (
        <>
          <bdi>{planTitle ?? `#${trail.tag}`}</bdi>.{' '}
        </>
      )}
      {done.length > 0 && `${done.join(', ')}. `}
      {nextText(props)}
      {hasMoreNew && ' More new cards come tomorrow.'}
    </Empty>
  )
}

/** `/review`, and the part of it that each step replaces. */
export const Review = (props: Props) => (
  <div id="review" class="review" data-card={props.card?.id}>
    <h1 class="sr-only">Review</h1>
    <Head {...props} />
    {props.card ? (
      <Card {...props} />
    ) : (
      <div class="review-end">
        <Finished {...props} />
        {props.isOff && <TurnedOff use="learning" />}
      </div>
    )}
  </div>
)
