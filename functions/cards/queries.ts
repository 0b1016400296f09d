import { z } from 'zod'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import { foundIn } from '../search/found-ids'
import { ListedCard } from './schema'

/** Columns of a `ListedCard` from `cards` joined by `withPlan`. */
export const cardColumns = constant(`
      cards.id, cards.plan_id, cards.chunk_id, cards.question, cards.answer, cards.tags, cards.source, cards.scheduler,
      cards.ease_factor, cards.interval_days, cards.repetitions, cards.fsrs, cards.sm2_next, cards.fsrs_next,
      cards.next_review, cards.last_reviewed_at, cards.is_new, cards.suspended, cards.seq, cards.created_at,
      cards.updated_at, plans.title AS plan_title`)

export const withPlan = constant(`
    LEFT JOIN plans ON plans.user_id = cards.user_id AND plans.id = cards.plan_id AND plans.deleted_at IS NULL`)

export const card = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`
    SELECT ${cardColumns}
    FROM cards ${withPlan}
    WHERE cards.user_id = ${userId} AND cards.id = ${id} AND cards.deleted_at IS NULL`.first()
  return row === null ? null : ListedCard.parse(row)
}

export type CardFilter = {
  plan?: string
  tag?: string
  /** Expression for the search index. */
  match?: string
  show?: 'due' | 'suspended'
  /** Only cards that were forgotten `leechLapses` times or more. */
  isLeech?: boolean
}

/** Times that a card was forgotten until it is a leech. */
export const leechLapses = 8

const leech = constant(`(cards.fsrs ->> 'lapses') >= ${leechLapses}`)

/** Leeches are counted up to this number. */
export const leechesCounted = 20

/** Leeches, up to `leechesCounted` + 1. */
export const leechCount = async (db: D1Database, userId: string) =>
  (
    await sql(db)`
      SELECT count(*) AS count FROM (
        SELECT 1 FROM cards INDEXED BY cards_leeches
        WHERE user_id = ${userId} AND ${leech} AND deleted_at IS NULL
        LIMIT ${leechesCounted + 1})`.first<{ count: number }>()
  )?.count ?? 0

const shown = (show: CardFilter['show'], today: string) => {
  if (show === 'suspended') return constant('AND cards.suspended = 1')
  return show === 'due' ? part`AND cards.suspended = 0 AND cards.next_review <= ${today}` : constant('')
}

const conditions = ({ plan, tag, match, show, isLeech }: CardFilter, today: string): SqlPart[] => [
  plan ? part`AND cards.plan_id = ${plan}` : constant(''),
  tag ? part`AND EXISTS (SELECT 1 FROM json_each(cards.tags) WHERE value = ${tag} COLLATE NOCASE)` : constant(''),
  foundIn('cards.id', match),
  shown(show, today),
  isLeech ? part`AND ${leech}` : constant(''),
]

/**
 * Cards below the cursor, the newest first. Reads limit + 1 rows; the extra row means there is a next page.
 * @param today the person's local date
 */
export const cardsBefore = async (
  db: D1Database,
  userId: string,
  { cursor, ...filter }: CardFilter & { cursor: string },
  today: string,
  limit: number,
) => {
  const [ofPlan, ofTag, found, status, isForgotten] = conditions(filter, today)
  return z.array(ListedCard).parse(
    await allRows(sql(db)`
      SELECT ${cardColumns}
      FROM cards ${constant(filter.isLeech ? 'INDEXED BY cards_leeches' : '')} ${withPlan}
      WHERE cards.user_id = ${userId} AND cards.id < ${cursor} AND cards.deleted_at IS NULL
        ${ofPlan ?? constant('')} ${ofTag ?? constant('')} ${found ?? constant('')} ${status ?? constant('')}
        ${isForgotten ?? constant('')}
      ORDER BY cards.id DESC
      LIMIT ${limit + 1}`),
  )
}

export const PlanChoice = z.object({ id: z.string(), title: z.string() })
export type PlanChoice = z.infer<typeof PlanChoice>

const choicesLimit = 200

/** Plans to file a card under, the ones written last first. */
export const planChoices = async (db: D1Database, userId: string) =>
  z.array(PlanChoice).parse(
    await allRows(sql(db)`
      SELECT id, title FROM plans WHERE user_id = ${userId} AND deleted_at IS NULL
      ORDER BY updated_at DESC LIMIT ${choicesLimit}`),
  )

/** Title of a chunk, undefined for one that is not there. @param chunk `plan/chunk` */
export const chunkTitleOf = async (db: D1Database, userId: string, chunk: string) => {
  const end = chunk.indexOf('/')
  const row = await sql(db)`
    SELECT title FROM plan_chunks
    WHERE user_id = ${userId} AND plan_id = ${chunk.slice(0, end)} AND id = ${chunk.slice(end + 1)}`.first<{
    title: string
  }>()
  return row?.title
}

const Place = z.object({ scheduler: z.enum(['sm2', 'fsrs']).nullable(), has_chunk: z.int() })

/** The scheduler of a plan, null for one that is not there, and 1 where it has the chunk. */
export const placeOf = async (db: D1Database, userId: string, planId: string, chunkId: string) =>
  Place.parse(
    await sql(db)`
      SELECT
        (SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = ${planId} AND deleted_at IS NULL) AS scheduler,
        EXISTS (
          SELECT 1 FROM plan_chunks
          WHERE user_id = ${userId} AND plan_id = ${planId} AND id = ${chunkId}) AS has_chunk`.first(),
  )
