import { columnList, jsonValues, setExcluded } from '../lib/columns'
import { insertRows } from '../lib/resource/rows'
import { newSeq } from '../lib/resource/stored'
import { jsonChunks, part, sql } from '../lib/sql'
import type { CardRow } from './schema'

/** A card as a device wants it. Instants in epoch ms; `next_review` is a local date. */
export type PutCard = Pick<CardRow, 'id' | 'plan_id' | 'chunk_id' | 'question' | 'answer' | 'ease_factor'> &
  Pick<CardRow, 'interval_days' | 'repetitions' | 'next_review' | 'last_reviewed_at' | 'created_at' | 'updated_at'> & {
    tags: string[]
    deleted_at: number | null
  }

/** Columns that a stored card takes over as they come. */
const columns = [
  ...['question', 'answer', 'tags', 'ease_factor', 'interval_days', 'repetitions', 'last_reviewed_at', 'is_new'],
  ...['created_at', 'updated_at', 'deleted_at'],
]

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
      INSERT INTO cards (user_id, id, ${columnList(columns)}, plan_id, chunk_id, scheduler, sm2_next, fsrs_next, next_review,
        seq)
      SELECT ${userId}, value ->> 'id', ${jsonValues(columns)}, plans.id,
        iif(plans.id IS NULL, NULL, value ->> 'chunk_id'), coalesce(plans.scheduler, 'sm2'), value ->> 'next_review',
        value ->> 'next_review', value ->> 'next_review', ${newSeq(userId)}
      FROM json_each(${json}) LEFT JOIN plans ON plans.user_id = ${userId} AND plans.id = value ->> 'plan_id'
      WHERE true
      ON CONFLICT (user_id, id) DO UPDATE
      SET ${setExcluded([...columns, 'plan_id', 'chunk_id', 'scheduler', 'seq'])},
          sm2_next = iif(next_review = excluded.next_review, sm2_next, excluded.next_review),
          fsrs_next = iif(next_review = excluded.next_review, fsrs_next, excluded.next_review),
          next_review = iif(
            next_review = excluded.next_review AND scheduler <> excluded.scheduler,
            iif(excluded.scheduler = 'fsrs', fsrs_next, sm2_next), excluded.next_review)`,
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
  ...insertRows(
    db,
    'sync_waiting',
    userId,
    cards.map(({ id, plan_id, chunk_id }) => ({ card_id: id, plan_id, chunk_id })),
    {},
    part`
      AND NOT EXISTS (SELECT 1 FROM plans WHERE user_id = ${userId} AND plans.id = value ->> 'plan_id')
      ON CONFLICT (user_id, card_id) DO UPDATE SET ${setExcluded(['plan_id', 'chunk_id'])}`,
  ),
]
