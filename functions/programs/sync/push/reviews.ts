import { z } from 'zod'
import {
  addReviews,
  knownReviews,
  laterReviews,
  type ReviewRow,
  readCardStates,
  type StateRow,
  saveReplayed,
  saveStates,
} from '../../../learning/cards/reviews/reviews'
import { type IntervalSettings, readIntervalSettings } from '../../../learning/cards/schedule/days'
import { replayRatings } from '../../../learning/cards/schedule/fsrs'
import type { CardState } from '../../../learning/cards/schema'
import { usualRetention } from '../../../learning/plans/schema'
import { idInput } from '../../../lib/api/values'
import type { User } from '../../../lib/env'
import { dayOf, type Zone } from '../../../lib/time/days'
import type { SyncResult } from '../core/protocol'
import type { CardVersion } from '../entities/rows'
import { instantSchema, issueReason } from '../entities/values'
import { entityKey } from './known'
import type { Reconciliation } from './reconcile'
import { type RejectedResult, rejectedDelta } from './request'

const noRating = 'Choose 1, 2, 3 or 4'

const ReviewBody = z.strictObject({
  id: idInput,
  card_id: idInput,
  rating: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], noRating),
  reviewed_at: instantSchema,
  duration_ms: z.int().min(0).max(86_400_000).nullable().default(null),
})
export type SentReview = z.output<typeof ReviewBody>

const Named = z.object({ id: z.string().max(100) })

/** Validates each review of a request. A time in the future becomes `now`. @param now epoch ms */
export const readReviews = (given: unknown[], now: number): (SentReview | RejectedResult)[] =>
  given.map((one) => {
    const read = ReviewBody.safeParse(one)
    if (read.success) return { ...read.data, reviewed_at: Math.min(read.data.reviewed_at, now) }
    const id = Named.safeParse(one)
    return rejectedDelta('review', id.success ? id.data.id : '', issueReason(read.error))
  })

type Ratings = {
  states: StateRow[]
  known: { id: string; card_id: string }[]
  later: ReviewRow[]
  wanted: (cardId: string) => IntervalSettings
}

/** Reads the stored states and reviews of the reviewed cards. */
export const readRatings = async (
  db: D1Database,
  { id: userId, preferences }: Pick<User, 'id' | 'preferences'>,
  reviews: SentReview[],
): Promise<Ratings> => {
  const none = { retention: usualRetention }
  if (reviews.length === 0) return { states: [], known: [], later: [], wanted: () => none }
  const earliest = reviews.reduce((least, { reviewed_at }) => Math.min(least, reviewed_at), Number.POSITIVE_INFINITY)
  const ids = [...new Set(reviews.map(({ card_id }) => card_id))]
  const [states, known, later, wanted] = await Promise.all([
    readCardStates(
      db,
      userId,
      reviews.map(({ card_id }) => card_id),
    ),
    knownReviews(
      db,
      userId,
      reviews.map(({ id }) => id),
    ),
    laterReviews(db, userId, reviews),
    readIntervalSettings(db, { id: userId, preferences }, ids, dayOf(earliest, preferences)),
  ])
  return { states, known, later, wanted }
}

/** State of a card that the request itself adds or changes, which reviews then continue. */
const stateAfter = ({ data, updatedAt }: CardVersion, stored: CardState | undefined): CardState => {
  const keeps = stored?.sm2_next === data.next_review || stored?.fsrs_next === data.next_review
  return {
    ease_factor: data.ease_factor,
    interval_days: data.interval_days,
    repetitions: data.repetitions,
    fsrs: stored?.fsrs ?? null,
    sm2_next: keeps && stored ? stored.sm2_next : data.next_review,
    fsrs_next: keeps && stored ? stored.fsrs_next : data.next_review,
    last_reviewed_at: data.last_review,
    is_new: data.repetitions > 0 || data.last_review !== null ? 0 : 1,
    updated_at: updatedAt,
  }
}

const byMoment = (a: { reviewed_at: number; id: string }, b: typeof a) =>
  a.reviewed_at - b.reviewed_at || (a.id < b.id ? -1 : 1)

type Rated = {
  results: SyncResult[]
  states: { id: string; state: CardState }[]
  added: ReviewRow[]
  replayed: ReviewRow[]
}

/** Adds reviews to the stored ones. They count by time of review, no matter when they arrive. @param now epoch ms */
export const replayReviews = (
  sent: (SentReview | RejectedResult)[],
  { states, known, later, wanted }: Ratings,
  { changes }: Pick<Reconciliation, 'changes'>,
  zone: Zone,
  now: number,
): Rated => {
  const stored = new Map(states.map((state) => [state.id, state]))
  const cardOf = new Map(known.map(({ id, card_id }) => [id, card_id]))
  const fresh = new Map<string, SentReview[]>()
  const stateOf = (id: string): CardState | undefined => {
    const change = changes.get(entityKey('card', id))?.version
    return change?.type === 'card' ? stateAfter(change, stored.get(id)) : stored.get(id)
  }
  const results = sent.map((review): SyncResult => {
    if ('status' in review) return review
    const { id, card_id } = review
    const before = cardOf.get(id)
    if (before === card_id) return { type: 'review', id, status: 'unchanged' }
    if (before !== undefined) return rejectedDelta('review', id, 'id: Belongs to the review of another card')
    if (!stateOf(card_id)) return rejectedDelta('review', id, 'card_id: There is no such card')
    cardOf.set(id, card_id)
    fresh.set(card_id, [...(fresh.get(card_id) ?? []), review])
    return { type: 'review', id, status: 'applied' }
  })
  const rated: Rated = { results, states: [], added: [], replayed: [] }
  for (const [card_id, reviews] of fresh) {
    const first = reviews.toSorted(byMoment)[0]
    const present = stateOf(card_id)
    if (!first || !present) continue
    const behind = later.filter((one) => one.card_id === card_id && byMoment(first, one) < 0)
    const own = reviews.map((one) => ({ ...one, date: dayOf(one.reviewed_at, zone), created_at: now }))
    const steps = replayRatings(
      behind.toSorted(byMoment)[0]?.before ?? present,
      [...own, ...behind].toSorted(byMoment),
      wanted(card_id),
    )
    const rows = steps.map((step) => ({ ...step, is_first: step.before.is_new }))
    const isNew = new Set(reviews.map(({ id }) => id))
    rated.added.push(...rows.filter(({ id }) => isNew.has(id)))
    rated.replayed.push(...rows.filter(({ id }) => !isNew.has(id)))
    const last = rows.at(-1)
    if (last)
      rated.states.push({ id: card_id, state: { ...last.after, updated_at: Math.max(last.after.updated_at, now) } })
  }
  return rated
}

export const reviewWrites = (db: D1Database, userId: string, { states, added, replayed: others }: Rated) => [
  ...saveStates(db, userId, states),
  ...addReviews(db, userId, added),
  ...saveReplayed(db, userId, others),
]
