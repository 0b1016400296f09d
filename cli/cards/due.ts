import { rateSm2, sm2Due } from '../../functions/learning/cards/schedule/sm2'
import { dayOf } from '../../functions/lib/days'
import type { Preferences } from '../../functions/lib/preferences'
import type { CardData, Review } from '../../functions/programs/sync/core/protocol'
import type { Database } from '../store/database'
import { dueCards, reviewedSince, type Shown, waitingReviews } from '../store/queries'

type Rated = Pick<Review, 'rating' | 'reviewed_at'>

/** The card after a rating, until the server says how it is scheduled. */
export const rated = (card: CardData, { rating, reviewed_at }: Rated, preferences: Preferences): CardData => {
  const state = rateSm2(card, rating)
  const next_review = sm2Due(dayOf(reviewed_at, preferences), rating, state)
  return { ...card, ...state, next_review, last_review: reviewed_at }
}

const isNew = ({ last_review, repetitions }: CardData) => last_review === null && repetitions === 0

/**
 * Cards to review today: those seen before, then as many new ones as are left of a day's. Ratings that wait to be sent
 * count. @param today local date
 */
export const cardsToReview = (
  db: Database,
  today: { date: string; from: number },
  preferences: Preferences,
  planId: string | null,
): Shown<CardData>[] => {
  const waiting = Map.groupBy(waitingReviews(db), ({ card_id }) => card_id)
  const due = dueCards(db, today.date, planId)
    .map(({ id, data }) => ({
      id,
      data: (waiting.get(id) ?? []).reduce((card, review) => rated(card, review, preferences), data),
    }))
    .filter(({ data }) => data.next_review <= today.date)
  const seen = due.filter(({ data }) => !isNew(data))
  const left = Math.max(0, preferences.new_cards_a_day - reviewedSince(db, today.from))
  return [...seen, ...due.filter(({ data }) => isNew(data)).slice(0, left)]
}
