import type { Child, PropsWithChildren } from 'hono/jsx'
import { cardTitle, dayText, leechLapses, ratingNames, waitText } from '../../../functions/learning/cards/schema'
import { planPath } from '../../../functions/learning/plans/schema'
import { isWorthKeeping } from '../../../functions/learning/review/keep'
import { doneCount, type ReviewPage, reviewPath, type Trail } from '../../../functions/learning/review/trail'
import { pathTo } from '../../../functions/lib/http/path-to'
import { duration, durationLeft, grouped, plural, timesText } from '../../../functions/lib/text/format'
import { tagList } from '../../../functions/lib/text/text'
import { FeatureOffNotice } from '../../frame/shell/layout'
import { Button, FirstLink, LinkButton, Menu, Notice } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { classes, Icon } from '../../ui/icon'
import { Fact, MenuLink } from '../../ui/item'
import { Flashcard } from '../cards/flashcard'
import { schedulerNames } from '../plan-pages/details'
import { reviewSwap, TrailFields, UndoRatingButton } from './sitting'

type Props = ReviewPage & {
  question: Child
  /** Null until the person reveals it. */
  answer: Child
  /** True if the answer contains the question. */
  isCloze?: boolean
  /** When the question was displayed (epoch ms). */
  shownAt: number
  /** Id of the review that the form creates, so that a form submitted twice counts once. */
  reviewId: string
  /** True if the person has this feature off. */
  isOff: boolean
}

/** Menu to choose a plan or a tag to review. */
const Scope = ({ trail, choices, planTitle, allLeft }: Props) => {
  const { plan, tag } = trail
  if (choices.length === 0 && plan === '' && tag === '') return null
  const to = (scope: Pick<Trail, 'plan' | 'tag'>) => reviewPath({ ...trail, ...scope, of: 0 })
  return (
    <details class="menu" data-menu>
      <summary class="button quiet small">
        <bdi class="max-w-32 truncate">{planTitle ?? (tag === '' ? 'All due' : `#${tag}`)}</bdi>
        <span class="grid rotate-90">
          <Icon name="right" />
        </span>
      </summary>
      <div class="sheet max-h-[70dvh] overflow-y-auto">
        <a href={to({ plan: '', tag: '' })} aria-current={plan === '' && tag === '' ? 'true' : undefined}>
          All due <small class="ml-auto text-grey">{grouped(allLeft)}</small>
        </a>
        {choices.map(({ name, cards, ...scope }) => (
          <a
            href={to(scope)}
            aria-current={scope.plan === plan && scope.tag === tag && plan + tag !== '' ? 'true' : undefined}
          >
            <bdi>{name}</bdi> <small class="ml-auto text-grey">{grouped(cards)}</small>
          </a>
        ))}
      </div>
    </details>
  )
}

/** Paths of actions on the current card; each returns to the card. */
const pathsOf = ({ card, trail, shownAt }: Props) => {
  const search = reviewPath(trail, { shown: String(shownAt) }).slice('/review'.length)
  return { edit: pathTo`/review/${card?.id}/edit` + search, suspend: pathTo`/review/${card?.id}/suspend` }
}

const Suspend = ({ children, ...props }: Props & { children: Child }) => {
  const { suspend } = pathsOf(props)
  return (
    <form method="post" action={suspend} hx-post={suspend} {...reviewSwap}>
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
    <header class="relative grid grid-cols-[1fr_auto_1fr] items-center gap-2 px-3 py-2">
      <LinkButton
        class="justify-self-start"
        variant="quiet"
        icon="close"
        iconOnly="End the review"
        href={trail.plan === '' ? '/' : planPath(trail.plan)}
      />
      <p class="text-small whitespace-nowrap text-grey">
        {card && (
          <>
            <b class="text-ink">{grouped(Math.min(finished + 1, of))}</b> of {grouped(of)}
            <span class="max-lg:hidden"> · {durationLeft(secondsLeft)} left</span>
          </>
        )}
      </p>
      <div class="actions min-w-0 flex-nowrap justify-end gap-0">
        <UndoRatingButton trail={trail} />
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
      {of > 0 && (
        <progress
          class="absolute inset-x-0 top-full h-0.75 bg-line [&::-webkit-progress-bar]:bg-line"
          aria-label="Cards reviewed"
          max={of}
          value={card ? finished : of}
        />
      )}
    </header>
  )
}

/** Describes past reviews: `new`, or `seen 11 times, forgotten twice`. */
const seenText = ({ is_new, repetitions, fsrs }: NonNullable<Props['card']>) => {
  const { reps = repetitions, lapses = 0 } = fsrs ?? {}
  if (is_new === 1) return 'new'
  return `seen ${timesText(Math.max(1, reps))}${lapses > 0 ? `, forgotten ${timesText(lapses)}` : ''}`
}

/** Formats the time until a card is due again: `today`, `today, 10m`, `6 days`. */
const waitLabel = (milliseconds: number) =>
  milliseconds > 0 && milliseconds < 86_400_000 ? `today, ${duration(milliseconds / 1000)}` : waitText(milliseconds)

/** Classes of the ratings: within the thumb's reach, in the same place for every card. */
const ratingsLook = classes(
  'sticky bottom-0 mx-auto grid w-full max-w-2xl grid-cols-4 gap-2 bg-paper px-3 pt-2',
  'pb-[calc(0.75rem+env(safe-area-inset-bottom))]',
)

const tall = 'grid h-auto min-h-16 place-items-center content-center gap-0.5 p-1 text-center whitespace-normal'

/** Classes of a key's name on the primary button. */
const keyLook = 'border-accent-soft text-inherit'

const Ratings = (props: Props) => {
  const { card, waits, trail, shownAt, reviewId } = props
  const url = pathTo`/review/${card?.id}`
  return (
    <form
      class={ratingsLook}
      method="post"
      action={url}
      hx-post={url}
      {...reviewSwap}
      aria-label="How well did you know it?"
    >
      <TrailFields trail={trail} />
      <input type="hidden" name="review" value={reviewId} />
      <input type="hidden" name="shown" value={shownAt} />
      {waits.map(({ rating, wait }) => (
        <Button
          type="submit"
          variant={rating === 3 ? 'primary' : 'plain'}
          class={tall}
          id={`rate-${rating}`}
          aria-keyshortcuts={String(rating)}
          name="rating"
          value={rating}
        >
          <span>
            {ratingNames[rating]} <kbd class={classes('max-lg:hidden', rating === 3 && keyLook)}>{rating}</kbd>
          </span>
          <small class={classes('text-small font-regular', rating !== 3 && 'text-grey')}>{waitLabel(wait)}</small>
        </Button>
      ))}
    </form>
  )
}

const ShowAnswer = (props: Props) => {
  const { card, trail, shownAt } = props
  const url = reviewPath(trail, { card: card?.id ?? '', shown: String(shownAt), answer: '1' })
  return (
    <div class={ratingsLook}>
      <LinkButton
        id="show-answer"
        variant="primary"
        class={`col-span-full w-full max-w-88 justify-self-center ${tall}`}
        href={url}
        hx-get={url}
        {...reviewSwap}
        hx-replace-url="true"
      >
        <span>
          Show answer <kbd class={`max-lg:hidden ${keyLook}`}>space</kbd>
        </span>
      </LinkButton>
    </div>
  )
}

/** Notice that a card was forgotten often, with the actions that help. */
const Leech = (props: Props) => {
  const lapses = props.card?.fsrs?.lapses ?? 0
  if (lapses < leechLapses) return null
  return (
    <div class="mt-6 text-start">
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
        A leech: you forgot it {timesText(lapses)}. Simplify it, or suspend it.
      </Notice>
    </div>
  )
}

const Card = (props: Props) => {
  const { card, question, answer, isCloze, trail } = props
  if (!card) return null
  const focus = (isFocused: boolean) => ({
    tabindex: -1,
    autofocus: isFocused,
    'data-autofocus': isFocused ? '' : undefined,
  })
  return (
    <>
      <article
        // Not vertically centred, so that the question does not move when its answer appears.
        class="mx-auto w-full max-w-2xl self-start px-5 pt-[18dvh] pb-8 text-center text-balance"
        aria-label="Card"
      >
        <p class='mb-5 text-small text-grey *:not-first:before:content-["_·_"_/_""]'>
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
          <Flashcard id="review-question" look="question" {...focus(answer === null)}>
            {question}
          </Flashcard>
        )}
        {answer !== null && (
          <Flashcard id="review-answer" look={isCloze ? 'cloze' : 'answer'} {...focus(true)}>
            {answer}
          </Flashcard>
        )}
        {answer !== null && card.source && (
          <p class="mt-3 text-grey">
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

/** Button that logs the time of the sitting as a session. */
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
      <Empty centred title="Nothing to review" actions={<FirstLink name="card" href="/cards/new" />}>
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
      centred
      title={total > 0 ? `${plural(total, 'review')} done` : 'Nothing due today'}
      actions={
        <>
          <Keep trail={trail} />
          {hasMoreNew && (
            <form method="post" action={more} hx-post={more} {...reviewSwap}>
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

export const reviewGridClass = 'grid grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto]'

/** Content shown when there is no card to review. */
export const ReviewEnd = ({ children }: PropsWithChildren) => (
  <div class="mx-auto w-full max-w-2xl self-center px-5">{children}</div>
)

/** Content of `/review`, which each step replaces. */
export const Review = (props: Props) => (
  <div id="review" class={reviewGridClass} data-card={props.card?.id}>
    <h1 class="sr-only">Review</h1>
    <Head {...props} />
    {props.card ? (
      <Card {...props} />
    ) : (
      <ReviewEnd>
        <Finished {...props} />
        {props.isOff && <FeatureOffNotice use="learning" />}
      </ReviewEnd>
    )}
  </div>
)
