import { jsonChunks, sql } from '../lib/sql'

/** A card as a device wants it. Instants in epoch ms; `next_review` is a local date. */
export type PutCard = {
  id: string
  plan_id: string | null
  chunk_id: string | null
  question: string
  answer: string
  tags: string[]
  ease_factor: number
  interval_days: number
  repetitions: number
  next_review: string
  last_reviewed_at: number | null
  created_at: number
  updated_at: number
  deleted_at: number | null
}

/** Ease of a card that was never reviewed. */
const newEase = 2.5

const rowOf = (card: PutCard) => ({
  ...card,
  is_new: card.repetitions > 0 || card.ease_factor !== newEase || card.last_reviewed_at !== null ? 0 : 1,
})

/**
 * Adds cards, or writes them over stored ones, which keep their source and whether they are suspended. The plan decides
 * the scheduler; another date counts for both. A plan that is not there is left out (`sync_waiting`). Nothing guards
 * them: plan from a version (`asPlannedAt`).
 */
export const putCards = (db: D1Database, userId: string, cards: PutCard[]) =>
  jsonChunks(cards.map(rowOf)).map(
    (json) => sql(db)`
      INSERT INTO cards (user_id, id, plan_id, chunk_id, question, answer, tags, scheduler, ease_factor, interval_days,
        repetitions, sm2_next, fsrs_next, next_review, last_reviewed_at, is_new, seq, created_at, updated_at, deleted_at)
      SELECT ${userId}, value ->> 'id', plans.id, iif(plans.id IS NULL, NULL, value ->> 'chunk_id'),
        value ->> 'question', value ->> 'answer', value ->> 'tags', coalesce(plans.scheduler, 'sm2'),
        value ->> 'ease_factor', value ->> 'interval_days', value ->> 'repetitions', value ->> 'next_review',
        value ->> 'next_review', value ->> 'next_review', value ->> 'last_reviewed_at', value ->> 'is_new',
        (SELECT seq FROM change_heads WHERE user_id = ${userId}), value ->> 'created_at', value ->> 'updated_at',
        value ->> 'deleted_at'
      FROM json_each(${json}) LEFT JOIN plans ON plans.user_id = ${userId} AND plans.id = value ->> 'plan_id'
      WHERE true
      ON CONFLICT (user_id, id) DO UPDATE
      SET plan_id = excluded.plan_id, chunk_id = excluded.chunk_id, question = excluded.question,
          answer = excluded.answer, tags = excluded.tags, scheduler = excluded.scheduler,
          ease_factor = excluded.ease_factor, interval_days = excluded.interval_days,
          repetitions = excluded.repetitions,
          sm2_next = iif(next_review = excluded.next_review, sm2_next, excluded.next_review),
          fsrs_next = iif(next_review = excluded.next_review, fsrs_next, excluded.next_review),
          next_review = iif(
            next_review = excluded.next_review AND scheduler <> excluded.scheduler,
            iif(excluded.scheduler = 'fsrs', fsrs_next, sm2_next), excluded.next_review),
          last_reviewed_at = excluded.last_reviewed_at, is_new = excluded.is_new, seq = excluded.seq,
          created_at = excluded.created_at, updated_at = excluded.updated_at, deleted_at = excluded.deleted_at`,
  )

/** Cards whose plan may not be there yet, with the plan and chunk that they name. */
type WaitingCard = Pick<PutCard, 'id' | 'plan_id' | 'chunk_id'>

/** Remembers the plans that cards name and that are not there, and forgets those of cards that stopped waiting. */
export const putWaiting = (db: D1Database, userId: string, cards: WaitingCard[], stopped: string[]) => [
  ...(stopped.length > 0
    ? [
        sql(db)`
      DELETE FROM sync_waiting
      WHERE user_id = ${userId} AND card_id IN (SELECT value FROM json_each(${JSON.stringify(stopped)}))`,
      ]
    : []),
  ...jsonChunks(cards).map(
    (json) => sql(db)`
      INSERT INTO sync_waiting (user_id, card_id, plan_id, chunk_id)
      SELECT ${userId}, value ->> 'id', value ->> 'plan_id', value ->> 'chunk_id'
      FROM json_each(${json})
      WHERE NOT EXISTS (SELECT 1 FROM plans WHERE user_id = ${userId} AND plans.id = value ->> 'plan_id')
      ON CONFLICT (user_id, card_id) DO UPDATE SET plan_id = excluded.plan_id, chunk_id = excluded.chunk_id`,
  ),
]
