import { orStale, part, sql } from '../lib/sql'
import { tagList } from '../lib/text'
import type { CardRow, NewCardValues } from './schema'

const tagsJson = (tags: string) => JSON.stringify(tagList(tags))

/** Adds a card, due at once. @param today the person's local date. @param now epoch ms */
export const addCard = (
  db: D1Database,
  userId: string,
  id: string,
  values: NewCardValues,
  today: string,
  now: number,
) => {
  const { plan_id = null, chunk_id = null, chunk: from } = values
  // The chunk that a form was opened from may be gone, or the plan another one.
  const chunk = from
    ? part`(
        SELECT id FROM plan_chunks
        WHERE user_id = ${userId} AND plan_id = ${plan_id} AND plan_id = ${from.plan_id} AND id = ${from.chunk_id})`
    : part`${chunk_id}`
  return [
    sql(db)`
    INSERT INTO cards (user_id, id, plan_id, chunk_id, question, answer, tags, source, scheduler, sm2_next, fsrs_next,
      next_review, suspended, seq, created_at, updated_at)
    SELECT ${userId}, ${id}, ${values.plan_id ?? null}, ${chunk}, ${values.question},
      ${values.answer}, ${tagsJson(values.tags ?? '')}, ${values.source ?? ''},
      coalesce((SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = ${values.plan_id ?? null}), 'sm2'),
      ${today}, ${today}, ${today}, ${values.suspended ?? 0}, seq, ${now}, ${now}
    FROM change_heads
    WHERE user_id = ${userId}`,
  ]
}

/** Saves a card over version `seq`. Its plan decides the scheduler. @param now epoch ms */
export const updateCard = (db: D1Database, userId: string, values: CardRow, now: number) => [
  sql(db)`
    UPDATE cards
    SET plan_id = ${values.plan_id}, chunk_id = ${values.chunk_id}, question = ${values.question},
        answer = ${values.answer}, tags = ${tagsJson(values.tags)}, source = ${values.source},
        suspended = ${values.suspended}, scheduler = placed.scheduler,
        next_review = iif(placed.scheduler = 'fsrs', fsrs_next, sm2_next), updated_at = ${now}, seq = placed.seq
    FROM (
      SELECT seq,
        coalesce((SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = ${values.plan_id}), 'sm2') AS scheduler
      FROM change_heads
      WHERE user_id = ${userId}) AS placed
    WHERE cards.user_id = ${userId} AND cards.id = ${values.id} AND cards.deleted_at IS NULL
      AND cards.seq = ${values.seq}`,
  orStale(db),
]

/** Takes a card out of reviews, or back in. @param now epoch ms */
export const setSuspended = (db: D1Database, userId: string, id: string, suspended: 0 | 1, now: number) => [
  sql(db)`
    UPDATE cards
    SET suspended = ${suspended}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`,
  orStale(db),
]
