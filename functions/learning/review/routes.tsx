import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { DueFragments } from '../../../views/frame/shell/navigation'
import { Review } from '../../../views/learning/review/page'
import type { App, User } from '../../lib/env'
import { submittedText } from '../../lib/form'
import { duration } from '../../lib/format'
import { ProblemError } from '../../lib/problem'
import { fragmentsWith, redirectTo, respond, wantsFragment } from '../../lib/respond'
import { commitPlanned } from '../../lib/retry'
import { part, sql } from '../../lib/sql'
import { longestSession } from '../../lib/typed-time'
import { addSessions } from '../../time/sessions/queries'
import type { NewSession } from '../../time/sessions/schema'
import { longestReview, rateCard, undoReview } from '../cards/reviews/reviews'
import { loadCard } from '../cards/routes'
import { planPath } from '../plans/schema'
import { counted, longestCounted, reviewPage, reviewPath, Trail } from './trail'

/** First and last review of a sitting, and its plan, empty for all. */
type Sitting = { plan: string; first: string; last: string }

const Times = z.object({ ms: z.number().nullable(), ended_at: z.int().nullable() })
const Place = z.object({ plan_id: z.string(), project_id: z.string().nullable(), goal_id: z.string().nullable() })

/** Reviews of a sitting that count at most, the last ones. */
const longestSitting = 1_000

const reviewsOf = (userId: string, { first, last }: Sitting) => part`(
  SELECT user_id, card_id, duration_ms, reviewed_at FROM card_reviews
  WHERE user_id = ${userId} AND id BETWEEN ${first} AND ${last}
  ORDER BY id DESC
  LIMIT ${longestSitting})`

/** Time of the reviews between two. Ids of a sitting are in the order of time. */
const timeOf = async (db: D1Database, userId: string, sitting: Sitting) =>
  Times.parse(
    await sql(db)`
      SELECT sum(min(coalesce(duration_ms, 0), ${longestCounted})) AS ms, max(reviewed_at) AS ended_at
      FROM ${reviewsOf(userId, sitting)}`.first(),
  )

/** The plan of a sitting: the requested one, else the plan that all of its cards share. */
const placeOf = async (db: D1Database, userId: string, sitting: Sitting) => {
  const { plan } = sitting
  const row = await sql(db)`
    WITH reviewed AS (
      SELECT min(coalesce(plan_id, '')) AS least, max(coalesce(plan_id, '')) AS most
      FROM ${reviewsOf(userId, sitting)} AS sitting
        JOIN cards ON cards.user_id = sitting.user_id AND cards.id = sitting.card_id)
    SELECT plans.id AS plan_id, project_id, goal_id
    FROM plans
    WHERE user_id = ${userId} AND deleted_at IS NULL
      AND id = iif(${plan} <> '', ${plan}, (SELECT iif(least = most, least, '') FROM reviewed))`.first()
  return row === null ? { plan_id: null, project_id: null, goal_id: null } : Place.parse(row)
}

type Kept = { session: Pick<NewSession, 'id' | 'duration_seconds'> & { plan_id: string | null }; isNew: boolean }

const known = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT id, plan_id, duration_seconds FROM sessions
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL AND status = 'completed'`.first<Kept['session']>()

const deleted = (db: D1Database, userId: string, id: string) =>
  sql(db)`DELETE FROM sessions WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NOT NULL`

/**
 * Keeps the time of a sitting as a session that ends with its last review. The session has the id of the first review,
 * so that a sitting is kept once. @param now epoch ms
 */
const keepSitting = (db: D1Database, user: User, sitting: Sitting, now: number): Promise<Kept | 'none'> => {
  if (!z.uuid().safeParse(sitting.first).success) return Promise.resolve('none')
  return commitPlanned<Kept | 'none'>(db, user.id, ['stats'], async () => {
    const [before, { ms, ended_at }, place] = await Promise.all([
      known(db, user.id, sitting.first),
      timeOf(db, user.id, sitting),
      placeOf(db, user.id, sitting),
    ])
    if (before) return { result: { session: before, isNew: false }, writes: [] }
    const seconds = Math.min(Math.round((ms ?? 0) / 1000), longestSession)
    if (ended_at === null || seconds === 0) return { result: 'none', writes: [] }
    const end = Math.floor(Math.min(ended_at, now) / 1000) * 1000
    const { time_zone, day_start_minute } = user.preferences
    const session = {
      ...place,
      id: sitting.first,
      source: 'manual' as const,
      chunk_id: null,
      title: 'Card review',
      notes: '',
      tags: [],
      artifacts: [],
      import_id: null,
      import_key: null,
      started_at: end - seconds * 1000,
      ended_at: end,
      duration_seconds: seconds,
      time_zone,
      day_start_minute,
    }
    return {
      result: { session, isNew: true },
      writes: [deleted(db, user.id, sitting.first), ...addSessions(db, user.id, [session], now)],
    }
  })
}

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
    import('../../lib/markdown'),
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
  Trail.parse(submittedText(c)).rating === undefined ? loadCard(c, next) : next()

/** `/review` */
export const reviewRoutes = new Hono<App>()
  .get('/', async (c) => {
    const query = c.req.query()
    return c.render(await review(c, Trail.parse(query), Shown.parse(query)), { title: 'Review' })
  })

  .post('/keep', async (c) => {
    const { user } = c.var
    const { plan, first, review } = Trail.parse(submittedText(c))
    const kept = await keepSitting(c.env.DB, user, { plan, first, last: review }, Date.now())
    if (kept === 'none') throw new ProblemError(noSitting)
    const { session, isNew } = kept
    const page = session.plan_id ? planPath(session.plan_id) : '/sessions'
    const message = isNew ? `${duration(session.duration_seconds)} kept as a session` : 'Already kept as a session'
    return redirectTo(c, page, { message, undo: isNew ? `/sessions/${session.id}/delete` : undefined })
  })

  .post('/:id', cardOfInvalid, async (c) => {
    const typed = submittedText(c)
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
    const { plan, done, rating, review: id, first, took } = Trail.parse(submittedText(c))
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
