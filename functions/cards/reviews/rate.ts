import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { commitPlanned } from '../../lib/retry'
import { card as findCard } from '../queries'
import type { Rating } from '../schedule/sm2'
import { CardState, type ListedCard } from '../schema'
import {
  addReviews,
  review as findReview,
  lastReview,
  type ReviewRow,
  removeReview,
  reviewsAfter,
  saveReplayed,
  saveStates,
} from './queries'
import { replayed } from './state'

/** A rating of a card. `id` makes it idempotent; `reviewed_at` in epoch ms. */
export type NewReview = {
  id: string
  card_id: string
  rating: Rating
  reviewed_at: number
  duration_ms: number | null
}

/** A review as it is kept, and the scheduler of its card. */
type Kept = { review: ReviewRow; scheduler: ListedCard['scheduler'] }

export type RateOutcome =
  | (Kept & { is: 'added' | 'known' })
  /** No such card, or its id belongs to a review of another card. */
  | { is: 'gone' }
  | { is: 'taken' }

/** `none` where the last review is another one, or there is none. */
export type UndoOutcome = 'done' | 'none' | 'gone'

/**
 * Rates a card. Reviews count in the order of their moments: one that arrives late is put before the later ones, and
 * these are replayed upon it.
 * @param now epoch ms
 * @param also further statements of the batch
 */
export const rateCard = (
  db: D1Database,
  user: User,
  added: NewReview,
  now: number,
  also: (kept: Kept) => D1PreparedStatement[] = () => [],
): Promise<RateOutcome> =>
  commitPlanned<RateOutcome>(db, user.id, [], async () => {
    const { id, card_id, rating, reviewed_at, duration_ms } = added
    const [card, known, later] = await Promise.all([
      findCard(db, user.id, card_id),
      findReview(db, user.id, id),
      reviewsAfter(db, user.id, card_id, reviewed_at, id),
    ])
    if (!card) return { result: { is: 'gone' }, writes: [] }
    const { scheduler } = card
    if (known) {
      const isSame = known.card_id === card_id
      return { result: isSame ? { is: 'known', review: known, scheduler } : { is: 'taken' }, writes: [] }
    }
    const date = dayOf(reviewed_at, user.preferences)
    const base = later[0]?.before ?? CardState.parse(card)
    const own = { id, card_id, rating, reviewed_at, date, duration_ms, created_at: now }
    const [review, ...others] = replayed(base, [own, ...later]).map((one) => ({ ...one, is_first: one.before.is_new }))
    const after = others.at(-1)?.after ?? review?.after
    if (!review || !after) return { result: { is: 'gone' }, writes: [] }
    const writes = [
      ...saveStates(db, user.id, [{ id: card_id, state: after }]),
      ...addReviews(db, user.id, [review]),
      ...saveReplayed(db, user.id, others),
      ...also({ review, scheduler }),
    ]
    return { result: { is: 'added', review, scheduler }, writes }
  })

/**
 * Takes back the last review of a card, which is then as it was before.
 * @param wanted id that the last review must have
 */
export const undoReview = (db: D1Database, user: User, cardId: string, wanted?: string): Promise<UndoOutcome> =>
  commitPlanned<UndoOutcome>(db, user.id, [], async () => {
    const [card, last] = await Promise.all([findCard(db, user.id, cardId), lastReview(db, user.id, cardId)])
    if (!card) return { result: 'gone', writes: [] }
    if (!last || (wanted !== undefined && last.id !== wanted)) return { result: 'none', writes: [] }
    const writes = [
      ...removeReview(db, user.id, last.id),
      ...saveStates(db, user.id, [{ id: cardId, state: last.before }]),
    ]
    return { result: 'done', writes }
  })
