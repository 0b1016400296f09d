import { card as findCard } from '../cards/queries'
import { rated } from '../cards/reviews/state'
import { type Rating, ratings } from '../cards/schedule/sm2'
import type { ListedCard } from '../cards/schema'
import { waitOf } from '../cards/words'
import type { User } from '../lib/env'
import type { Org } from '../lib/org'
import { type CardsDue, type DueDate, datesDue, dueCounts, dueIn, reviewDay, sumOf } from '../plans/cards-due'
import * as q from './queries'
import type { Trail } from './trail'

export type ReviewPage = {
  trail: Trail
  /** Cards to review, of the plan where the sitting has one. */
  counts: CardsDue
  /** Cards due of all plans. */
  allDue: number
  card: ListedCard | null
  /** Milliseconds until the card comes back, by rating. */
  waits: { rating: Rating; wait: number }[]
  /** The next date after today on which cards are due. */
  nextDay?: DueDate
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
  org: Org,
): Promise<ReviewPage> => {
  const { plan } = trail
  const { today, newPerDay } = reviewDay({ preferences }, now)
  const [all, due, fresh, shown, [nextDay], planTitle] = await Promise.all([
    dueCounts(db, id, { today, newPerDay }, { planId: plan, org }),
    q.nextDue(db, id, { plan, org }, today),
    q.nextNew(db, id, { plan, org }),
    cardId === '' ? null : findCard(db, id, cardId),
    datesDue(db, id, today, { planId: plan, org }),
    plan === '' ? undefined : q.planTitle(db, id, plan),
  ])
  const counts = plan === '' ? all.all : dueIn(all, plan)
  const card = shown ?? due ?? (counts.fresh > 0 ? fresh : null)
  const waits = card
    ? ratings.map((rating) => {
        const after = rated(card, { rating, reviewed_at: now, date: today })
        return { rating, wait: waitOf({ ...after, scheduler: card.scheduler }) }
      })
    : []
  const hasMoreNew = fresh !== null && counts.fresh === 0
  return { trail, counts, allDue: sumOf(all.all), card, waits, nextDay, hasMoreNew, planTitle, today }
}
