import { z } from 'zod'
import type { User } from '../../lib/env'
import { idInView } from '../../lib/list-view'
import type { Org } from '../../lib/org'
import { constant, rowAs, sql } from '../../lib/sql'
import { type CardScope, cardColumns, card as findCard, inScope, newIds, withPlan } from '../cards/queries'
import { rated } from '../cards/schedule/fsrs'
import { type Rating, ratings } from '../cards/schedule/sm2'
import { ListedCard, waitOf } from '../cards/schema'
import { datesDue, dueCounts, dueIn, reviewDay, sumOf } from '../plans/cards-due'

/** The due card that waits longest. */
const nextDue = (db: D1Database, userId: string, scope: CardScope, today: string) =>
  rowAs(
    ListedCard,
    sql(db)`
      SELECT ${cardColumns}
      FROM cards ${withPlan}
      WHERE cards.user_id = ${userId} AND cards.is_new = 0 AND cards.suspended = 0 AND cards.next_review <= ${today}
        ${inScope(userId, scope)}
      ORDER BY cards.next_review, cards.last_reviewed_at
      LIMIT 1`,
  )

/** The first card that was never reviewed, plan by plan. */
const nextNew = (db: D1Database, userId: string, scope: CardScope) =>
  rowAs(
    ListedCard,
    sql(db)`
      SELECT ${cardColumns}
      FROM cards ${withPlan}
      WHERE cards.user_id = ${userId} AND cards.id = (${newIds(userId, scope, constant('1'))})`,
  )

const titleOfPlan = async (db: D1Database, userId: string, id: string) =>
  (
    await sql(db)`
    SELECT title FROM plans WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<{
      title: string
    }>()
  )?.title

/** Ratings of one sitting by rating, `again.hard.good.easy`. */
const done = z
  .string()
  .regex(/^\d{1,5}(\.\d{1,5}){3}$/)
  .catch('0.0.0.0')
  .transform((text) => text.split('.').map(Number))

/** Milliseconds. */
type Took = { all: number; last: number }

/** Milliseconds of a review that count at most: a page that was left open is no review. */
export const longestCounted = 300_000

export const tookText = ({ all, last }: Took) => `${all}.${last}`

/** Progress of a sitting. The address and the forms carry it, so that it survives a reload and needs no script. */
export const Trail = z.object({
  plan: idInView,
  done,
  /** The card that was rated last, with the id and the rating of that review; empty without one. */
  last: idInView,
  review: idInView,
  /** Id of the first review of the sitting. */
  first: idInView,
  /** Milliseconds that the reviews took, and the last of them, `73000.4200`. */
  took: z
    .string()
    .regex(/^\d{1,10}\.\d{1,10}$/)
    .catch('0.0')
    .transform((text): Took => {
      const [all = 0, last = 0] = text.split('.').map(Number)
      return { all, last }
    }),
  rating: z
    .enum(['1', '2', '3', '4'])
    .transform((text): Rating => (text === '1' ? 1 : text === '2' ? 2 : text === '3' ? 3 : 4))
    .optional()
    .catch(undefined),
})
export type Trail = z.output<typeof Trail>

export const doneText = (counts: number[]) => counts.join('.')

export const doneCount = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)

/** Counts with one more of a rating, or one less. */
export const counted = (counts: number[], rating: Rating, step: 1 | -1) =>
  counts.map((count, index) => (index === rating - 1 ? Math.max(0, count + step) : count))

/** The address of the review. @param more further parameters */
export const reviewPath = (
  { plan, done, last, review, first, took, rating }: Trail,
  more: Record<string, string> = {},
) => {
  const all = {
    plan,
    done: doneCount(done) > 0 ? doneText(done) : '',
    last,
    review,
    first,
    took: took.all > 0 ? tookText(took) : '',
    rating: rating === undefined ? '' : String(rating),
    ...more,
  }
  const search = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))
  return search.size > 0 ? `/review?${search}` : '/review'
}

/**
 * The card to review and how many there are.
 * @param cardId the card to show in place of the next one
 * @param now epoch ms
 */
export const reviewPage = async (
  db: D1Database,
  { id, preferences }: User,
  trail: Trail,
  cardId: string,
  now: number,
  org: Org,
) => {
  const { plan } = trail
  const { today, newPerDay } = reviewDay({ preferences }, now)
  const [all, due, fresh, shown, [nextDay], planTitle] = await Promise.all([
    dueCounts(db, id, { today, newPerDay }, { planId: plan, org }),
    nextDue(db, id, { plan, org }, today),
    nextNew(db, id, { plan, org }),
    cardId === '' ? null : findCard(db, id, cardId),
    datesDue(db, id, today, { planId: plan, org }),
    plan === '' ? undefined : titleOfPlan(db, id, plan),
  ])
  const counts = plan === '' ? all.all : dueIn(all, plan)
  const card = shown ?? due ?? (counts.fresh > 0 ? fresh : null)
  // Milliseconds until the card comes back.
  const waits = card
    ? ratings.map((rating) => {
        const after = rated(card, { rating, reviewed_at: now, date: today })
        return { rating, wait: waitOf({ ...after, scheduler: card.scheduler }) }
      })
    : []
  const hasMoreNew = fresh !== null && counts.fresh === 0
  return {
    ...{ trail, card, waits, planTitle, today },
    /** Counts of the cards of the plan, where the sitting has one. */
    counts,
    /** Cards due of all plans. */
    allDue: sumOf(all.all),
    /** The next date after today on which cards are due. */
    nextDay,
    /** New cards wait for another day. */
    hasMoreNew,
  }
}

export type ReviewPage = Awaited<ReturnType<typeof reviewPage>>
