import { jsonChunks, sql } from '../../lib/sql'
import { tagList } from '../../lib/text'
import type { ChangedRow, Keys, NewRow } from './replace'

const tagsJson = <R extends { tags: string }>(rows: R[]) =>
  rows.map((row) => ({ ...row, tags: JSON.stringify(tagList(row.tags)) }))

/** Adds cards. Those of a plan have its scheduler. @param now epoch ms */
export const addCards = (db: D1Database, userId: string, rows: NewRow[], now: number) =>
  jsonChunks(tagsJson(rows)).map(
    (json) => sql(db)`
      INSERT INTO cards (user_id, id, plan_id, chunk_id, question, answer, tags, source, scheduler, ease_factor,
        interval_days, repetitions, sm2_next, fsrs_next, next_review, is_new, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'plan_id', value ->> 'chunk_id', value ->> 'question',
        value ->> 'answer', value ->> 'tags', value ->> 'source',
        coalesce((SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = value ->> 'plan_id'), 'sm2'),
        value ->> 'ease_factor', value ->> 'interval_days', value ->> 'repetitions', value ->> 'next_review',
        value ->> 'next_review', value ->> 'next_review', value ->> 'is_new',
        (SELECT seq FROM change_heads WHERE user_id = ${userId}), ${now}, ${now}
      FROM json_each(${json})`,
  )

/** Saves texts and schedules of cards. A date that a file gives counts for both schedulers. @param now epoch ms */
export const changeCards = (db: D1Database, userId: string, rows: ChangedRow[], now: number) =>
  jsonChunks(tagsJson(rows)).map(
    (json) => sql(db)`
      UPDATE cards
      SET chunk_id = file.value ->> 'chunk_id', question = file.value ->> 'question', answer = file.value ->> 'answer',
          tags = file.value ->> 'tags', source = file.value ->> 'source', ease_factor = file.value ->> 'ease_factor',
          interval_days = file.value ->> 'interval_days', repetitions = file.value ->> 'repetitions',
          sm2_next = iif(next_review = file.value ->> 'next_review', sm2_next, file.value ->> 'next_review'),
          fsrs_next = iif(next_review = file.value ->> 'next_review', fsrs_next, file.value ->> 'next_review'),
          next_review = file.value ->> 'next_review', is_new = file.value ->> 'is_new', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${json}) AS file
      WHERE cards.user_id = ${userId} AND cards.id = file.value ->> 'id'`,
  )

/** Deletes cards, so that "Recently deleted" has them. @param now epoch ms */
export const removeCards = (db: D1Database, userId: string, ids: string[], now: number) =>
  jsonChunks(ids).map(
    (json) => sql(db)`
      UPDATE cards SET deleted_at = ${now}, updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${json})) AND deleted_at IS NULL`,
  )

/** Keeps the cards file of a plan as it was sent. */
export const saveFile = (db: D1Database, userId: string, planId: string, content: string, keys: Keys) => sql(db)`
  INSERT INTO card_files (user_id, plan_id, content, keys)
  VALUES (${userId}, ${planId}, ${content}, ${JSON.stringify(keys)})
  ON CONFLICT (user_id, plan_id) DO UPDATE SET content = excluded.content, keys = excluded.keys`
