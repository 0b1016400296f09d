import { insertRow, setRow, updateRow } from '../lib/resource/stored'
import { part } from '../lib/sql'
import { tagList } from '../lib/text'
import type { CardRow, NewCardValues } from './schema'

const tagsJson = (tags: string) => JSON.stringify(tagList(tags))

const schedulerOf = (userId: string, planId: string | null) =>
  part`coalesce((SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = ${planId}), 'sm2')`

/** Adds a card, due at once. @param today the person's local date. @param now epoch ms */
export const addCard = (
  db: D1Database,
  userId: string,
  id: string,
  values: NewCardValues,
  today: string,
  now: number,
) => {
  const { plan_id = null, chunk_id = null, chunk: from, question, answer, source = '', suspended = 0 } = values
  // The chunk that a form was opened from may be gone, or the plan another one.
  const chunk = from
    ? part`(
        SELECT id FROM plan_chunks
        WHERE user_id = ${userId} AND plan_id = ${plan_id} AND plan_id = ${from.plan_id} AND id = ${from.chunk_id})`
    : chunk_id
  const due = { sm2_next: today, fsrs_next: today, next_review: today }
  const own = { plan_id, chunk_id: chunk, question, answer, tags: tagsJson(values.tags ?? ''), source, suspended }
  return insertRow(db, 'cards', userId, id, { ...own, ...due, scheduler: schedulerOf(userId, plan_id) }, now)
}

/** Saves a card over version `seq`. Its plan decides the scheduler. @param now epoch ms */
export const updateCard = (db: D1Database, userId: string, row: CardRow, now: number) => {
  const { plan_id, chunk_id, question, answer, source, suspended } = row
  const scheduler = schedulerOf(userId, plan_id)
  const next_review = part`iif(${scheduler} = 'fsrs', fsrs_next, sm2_next)`
  const own = { plan_id, chunk_id, question, answer, tags: tagsJson(row.tags), source, suspended }
  return updateRow(db, 'cards', userId, row, { ...own, scheduler, next_review }, now)
}

/** Takes a card out of reviews, or back in. @param now epoch ms */
export const setSuspended = (db: D1Database, userId: string, id: string, suspended: 0 | 1, now: number) =>
  setRow(db, 'cards', userId, id, { suspended }, now)
