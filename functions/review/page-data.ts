import { card as findCard } from '../cards/queries'
import { rated, waitAfter } from '../cards/reviews/state'
import { type Rating, ratings } from '../cards/schedule/sm2'
import type { ListedCard } from '../cards/schema'
import { dayOf } from '../lib/days'
import type { User } from '../lib/env'
import * as q from './queries'
import type { Trail } from './trail'

export type ReviewPage = {
  trail: Trail
  counts: q.Counts
  card: ListedCard | null
  /** Milliseconds until the card comes back, by rating. */
  waits: { rating: Rating; wait: number }[]
  nextDay: { date: string; count: number } | null
  /** New cards wait for another day. */
  hasMoreNew: boolean
  planTitle?: string
  today: string
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
): Promise<ReviewPage> => {
  const { plan } = trail
  const today = dayOf(now, preferences)
  const [counts, due, fresh, shown, nextDay, planTitle] = await Promise.all([
    q.reviewCounts(db, id, { plan, today }, preferences.new_cards_a_day),
    q.nextDue(db, id, { plan, today }),
    q.nextNew(db, id, plan),
    cardId === '' ? null : findCard(db, id, cardId),
    q.nextDay(db, id, { plan, today }),
    plan === '' ? undefined : q.planTitle(db, id, plan),
  ])
  const card = shown ?? due ?? (counts.fresh > 0 ? fresh : null)
  const waits = card
    ? ratings.map((rating) => {
        const after = rated(card, { rating, reviewed_at: now, date: today })
        return { rating, wait: waitAfter(card.scheduler, after, now) }
      })
    : []
  return { trail, counts, card, waits, nextDay, hasMoreNew: fresh !== null && counts.fresh === 0, planTitle, today }
}
