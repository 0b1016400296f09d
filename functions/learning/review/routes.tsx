import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { OfflineCards } from '../../../views/learning/review/ahead'
import { Review } from '../../../views/learning/review/page'
import { Editor } from '../../../views/ui/form'
import { KindFields } from '../../../views/ui/kind'
import type { ToastProps } from '../../../views/ui/toast'
import { saveSettings } from '../../account/settings/save'
import { commit } from '../../lib/db/sql'
import { type App, type Loaded, nowOf, rowUndo, todayOf } from '../../lib/env'
import { type AnyDraft, form, submittedText } from '../../lib/http/form'
import { idParameter } from '../../lib/http/list-view'
import { pathTo, undoPath } from '../../lib/http/path-to'
import { ProblemError } from '../../lib/http/problem'
import { prefetchFragments, redirectTo, respond, wantsFragment } from '../../lib/http/respond'
import { choicesOf } from '../../lib/resource/kind'
import { answerEdit } from '../../lib/resource/resource-pages'
import { isUsed } from '../../lib/uses'
import { addedToast } from '../../time/sessions/added-toast'
import { setSuspended } from '../cards/queries'
import { longestReview, rateCard, undoReview } from '../cards/reviews/reviews'
import { cardPages, cardResource, loadCard } from '../cards/routes'
import { cardKind, cardTitle, type ListedCard } from '../cards/schema'
import { cardSides } from '../cards/sides'
import { planPath } from '../plans/schema'
import { keepSitting } from './keep'
import { adjustCounts, maxCountedMs, moreNewCards, nextReviewPages, reviewPage, reviewPath, Trail } from './trail'

const Shown = z.object({
  card: idParameter,
  /** When the question was displayed (epoch ms); 0 if unknown. */
  shown: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .catch(0),
  answer: z.literal('1').optional().catch(undefined),
})
type Shown = z.output<typeof Shown>

const noRating = {
  status: 422,
  code: 'invalid',
  title: 'Invalid rating',
  detail: 'Choose again, hard, good or easy.',
} as const

const noSitting = {
  status: 422,
  code: 'invalid',
  title: 'Nothing to keep',
  detail: 'These reviews are gone, or took less than a minute.',
} as const

/** Renders the current state of the review. */
const review = async <E extends App>(c: Context<E>, trail: Trail, displayed: Shown) => {
  const now = Date.now()
  const page = await reviewPage(c.env.DB, c.var.user, trail, displayed, now, c.var.org)
  const { shown, answer } = displayed.card === '' || page.card?.id === displayed.card ? displayed : nothing
  const sides = page.card && (await cardSides(page.card))
  return (
    <Review
      {...page}
      shownAt={shown || now}
      reviewId={uuid()}
      isOff={!isUsed(c.var.user, 'learning')}
      question={sides?.question}
      answer={answer && sides ? sides.answer : null}
      isCloze={sides?.isCloze}
    />
  )
}

const nothing: Shown = { card: '', shown: 0 }

/** Responds to a rating or its undo with the next card. */
const answerNext = <E extends App>(c: Context<E>, trail: Trail, card = '', toast?: ToastProps) => {
  const page = reviewPath(trail, card ? { card } : {})
  c.header('HX-Replace-Url', page)
  return respond(c, { toast, page, fragments: () => review(c, trail, { ...nothing, card }) })
}

/** The sitting in the request's URL, and the displayed card. */
const onScreen = <E extends App>(c: Context<E>) => {
  const query = c.req.query()
  return { trail: Trail.parse(query), shown: String(Shown.parse(query).shown) }
}

type CardEnv = Loaded<'card', ListedCard>

/** Path back to the displayed card after it was edited. */
const pathBack = <E extends App>(c: Context<E>, card: string) => {
  const { trail, shown } = onScreen(c)
  return reviewPath(trail, { card, shown, answer: '1' })
}

const editPath = <E extends App>(c: Context<E>, card: string) =>
  pathTo`/review/${card}/edit` + reviewPath(onScreen(c).trail, { shown: onScreen(c).shown }).slice('/review'.length)

const editForm = async (c: Context<App>, row: ListedCard, draft?: AnyDraft) => (
  <Editor
    label={`Edit ${cardTitle(row)}`}
    url={editPath(c, row.id)}
    cancel={pathBack(c, row.id)}
    seq={draft?.values.seq ?? row.seq}
    seqErrors={draft?.errors.seq}
  >
    <KindFields
      kind={cardKind}
      row={row}
      draft={draft}
      idPrefix="card"
      choices={await choicesOf(c, cardKind.ids)}
      today={todayOf(c)}
    />
  </Editor>
)

const editPages = {
  ...cardPages,
  editForm,
  answer: (c: Context<App>, { id }: { id: string }) => redirectTo(c, pathBack(c, id), { message: 'Card saved' }),
}

const typed = (c: unknown) => c as Context<App>

/** Milliseconds since the question was displayed; null if unknown. */
const takenSince = (shown: number, now: number) =>
  shown === 0 || shown > now || now - shown > longestReview ? null : now - shown

/** For a form without a rating, responds 404 if the card does not exist. */
const cardOfInvalid: MiddlewareHandler = async (c, next) =>
  Trail.parse(submittedText(c)).rating === undefined ? loadCard(c, next) : next()

/** `/review` */
export const reviewRoutes = new Hono<App>()
  .get('/', async (c) => {
    const query = c.req.query()
    return c.render(await review(c, Trail.parse(query), Shown.parse(query)), { title: 'Review', mode: true })
  })

  .get('/ahead', async (c) => {
    if (!wantsFragment(c)) return c.redirect('/review', 303)
    const now = Date.now()
    const pages = await nextReviewPages(c.env.DB, c.var.user, now, c.var.org)
    const cards = await Promise.all(
      pages.map(async (page) => ({
        ...page,
        ...(await cardSides(page.card)),
        shownAt: now,
        reviewId: uuid(),
        isOff: false,
      })),
    )
    return c.render(<OfflineCards cards={cards} />)
  })

  .post('/keep', async (c) => {
    const { user } = c.var
    const { first, review } = Trail.parse(submittedText(c))
    const kept = await keepSitting(c.env.DB, user, { first, last: review }, Date.now())
    if (kept === 'none') throw new ProblemError(noSitting)
    const { session, isNew } = kept
    const page = session.plan_id ? planPath(session.plan_id) : '/sessions'
    const toast = isNew ? addedToast(c, session, { now: Date.now() }) : { message: 'Already logged as a session' }
    return redirectTo(c, page, toast)
  })

  .post('/more', async (c) => {
    const { user } = c.var
    const more = await moreNewCards(c.env.DB, user, Date.now())
    c.set('user', { ...user, preferences: { ...user.preferences, ...more } })
    const answer = prefetchFragments(c, async () => answerNext(c, onScreen(c).trail))
    await saveSettings(c.env.DB, user, more)
    return answer()
  })

  .post('/:id', cardOfInvalid, async (c) => {
    const typed = submittedText(c)
    const trail = Trail.parse(typed)
    const { rating } = trail
    if (rating === undefined) throw new ProblemError(noRating)
    const now = nowOf(c)
    const card_id = c.req.param('id')
    const id = trail.review || uuid()
    const duration_ms = takenSince(Shown.parse(typed).shown, now)
    const last = Math.min(duration_ms ?? 0, maxCountedMs)
    const next = {
      ...trail,
      done: adjustCounts(trail.done, rating, 1),
      last: card_id,
      review: id,
      first: trail.first || id,
      took: { all: trail.took.all + last, last },
    }
    const answer = prefetchFragments(c, async () => answerNext(c, next))
    const outcome = await rateCard(c.env.DB, c.var.user, { id, card_id, rating, reviewed_at: now, duration_ms }, now)
    return outcome.is === 'gone' ? c.notFound() : answer()
  })

  .get('/:id/edit', loadCard, async (c) => {
    const { card } = c.var
    return c.render(await editForm(typed(c), card), { title: `Edit ${cardTitle(card)}`, heading: 'Edit card' })
  })

  .post(
    '/:id/edit',
    loadCard,
    form<typeof cardKind.EditForm, CardEnv>(cardKind.EditForm, 'Edit card', (c, draft) =>
      editForm(typed(c), c.var.card, draft as AnyDraft),
    ),
    (c) => answerEdit(typed(c), cardResource, editPages, c.var.card, c.req.valid('form'), editPath(c, c.var.card.id)),
  )

  .post('/:id/suspend', loadCard, async (c) => {
    const { card, user } = c.var
    const trail = Trail.parse(submittedText(c))
    const next = { ...trail, of: Math.max(0, trail.of - 1) }
    const undo = undoPath('review.suspend', card.id) + reviewPath(trail).slice('/review'.length)
    const answer = prefetchFragments(c, async () => answerNext(c, next, '', { message: 'Card suspended', undo }))
    const isDone = await commit(c.env.DB, user.id, [], setSuspended(c.env.DB, user.id, card.id, 1, Date.now()))
    return isDone ? answer() : c.notFound()
  })

/** Undoes the last rating of a card, and displays the card again. */
export const undoRating = async (c: Context<App>, card: string) => {
  const trail = Trail.parse(submittedText(c))
  const { done, rating, review: id, first, took } = trail
  const before = rating === undefined ? done : adjustCounts(done, rating, -1)
  const next: Trail = {
    ...trail,
    done: before,
    last: '',
    review: '',
    first: first === id ? '' : first,
    took: { all: Math.max(0, took.all - took.last), last: 0 },
    rating: undefined,
  }
  const answer = prefetchFragments(c, async () => answerNext(c, next, card))
  const outcome = await undoReview(c.env.DB, c.var.user, card, id)
  return outcome === 'gone' ? c.notFound() : answer()
}

export const undoSuspend = rowUndo<CardEnv>(loadCard, async (c) => {
  const { card, user } = c.var
  const { trail } = onScreen(c)
  const isDone = await commit(c.env.DB, user.id, [], setSuspended(c.env.DB, user.id, card.id, 0, Date.now()))
  return isDone ? redirectTo(c, reviewPath(trail, { card: card.id }), { message: 'Card resumed' }) : c.notFound()
})
