import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Review } from '../../views/review/page'
import { DueFragments } from '../../views/shell/navigation'
import { longestReview } from '../cards/reviews/json'
import { rateCard, undoReview } from '../cards/reviews/rate'
import { loadCard } from '../cards/routes'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { duration } from '../lib/format'
import { wantsFragment } from '../lib/page'
import { ProblemError } from '../lib/problem'
import { fragmentsWith, redirectTo, respond } from '../lib/respond'
import { planPath } from '../plans/paths'
import { keepSitting } from './keep'
import { reviewPage } from './page-data'
import { counted, longestCounted, reviewPath, Trail } from './trail'

const Shown = z.object({
  card: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .catch(''),
  /** When the question was shown (epoch ms); 0 without it. */
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
  detail: 'These reviews are gone, or took less than a second.',
} as const

/** The review as it stands. Markdown is rendered by a library that no other page needs. */
const review = async <E extends App>(c: Context<E>, trail: Trail, { card, shown, answer }: Shown) => {
  const now = Date.now()
  const [page, { markdown }] = await Promise.all([
    reviewPage(c.env.DB, c.var.user, trail, card, now, c.var.org),
    import('../lib/markdown'),
  ])
  return (
    <>
      <Review
        {...page}
        shownAt={shown || now}
        reviewId={uuid()}
        question={page.card && markdown(page.card.question)}
        answer={page.card && answer ? markdown(page.card.answer) : null}
      />
      {wantsFragment(c) && <DueFragments cardsDue={page.allDue} />}
    </>
  )
}

const nothing: Shown = { card: '', shown: 0 }

/** Answers a rating or its undo with the next card. */
const answerNext = <E extends App>(c: Context<E>, trail: Trail, card = '') => {
  const page = reviewPath(trail, card ? { card } : {})
  c.header('HX-Replace-Url', page)
  return respond(c, { page, fragments: () => review(c, trail, { ...nothing, card }) })
}

/** Milliseconds since the question was shown, null where that is unknown. */
const takenSince = (shown: number, now: number) =>
  shown === 0 || shown > now || now - shown > longestReview ? null : now - shown

/** Looks for the card of a form without a rating, which is 404 where it is not the person's. */
const cardOfInvalid: MiddlewareHandler = async (c, next) =>
  Trail.parse(await submittedText(c)).rating === undefined ? loadCard(c, next) : next()

/** `/review` */
export const reviewRoutes = new Hono<App>()
  .get('/', async (c) => {
    const query = c.req.query()
    return c.render(await review(c, Trail.parse(query), Shown.parse(query)), { title: 'Review' })
  })

  .post('/keep', async (c) => {
    const { user } = c.var
    const { plan, first, review } = Trail.parse(await submittedText(c))
    const kept = await keepSitting(c.env.DB, user, { plan, first, last: review }, Date.now())
    if (kept === 'none') throw new ProblemError(noSitting)
    const { session, isNew } = kept
    const page = session.plan_id ? planPath(session.plan_id) : '/sessions'
    const message = isNew ? `${duration(session.duration_seconds)} kept as a session` : 'Already kept as a session'
    return redirectTo(c, page, { message, undo: isNew ? `/sessions/${session.id}/delete` : undefined })
  })

  .post('/:id', cardOfInvalid, async (c) => {
    const typed = await submittedText(c)
    const trail = Trail.parse(typed)
    const { rating } = trail
    if (rating === undefined) throw new ProblemError(noRating)
    const now = Date.now()
    const card_id = c.req.param('id')
    const id = trail.review || uuid()
    const duration_ms = takenSince(Shown.parse(typed).shown, now)
    const last = Math.min(duration_ms ?? 0, longestCounted)
    const next = {
      ...trail,
      done: counted(trail.done, rating, 1),
      last: card_id,
      review: id,
      first: trail.first || id,
      took: { all: trail.took.all + last, last },
    }
    const answer = fragmentsWith(c, async () => answerNext(c, next))
    const outcome = await rateCard(c.env.DB, c.var.user, { id, card_id, rating, reviewed_at: now, duration_ms }, now)
    return outcome.is === 'gone' ? c.notFound() : answer()
  })

  .post('/:id/undo', async (c) => {
    const { plan, done, rating, review: id, first, took } = Trail.parse(await submittedText(c))
    const before = rating === undefined ? done : counted(done, rating, -1)
    const next: Trail = {
      plan,
      done: before,
      last: '',
      review: '',
      first: first === id ? '' : first,
      took: { all: Math.max(0, took.all - took.last), last: 0 },
      rating: undefined,
    }
    const card = c.req.param('id')
    const answer = fragmentsWith(c, async () => answerNext(c, next, card))
    const outcome = await undoReview(c.env.DB, c.var.user, card, id)
    return outcome === 'gone' ? c.notFound() : answer()
  })
