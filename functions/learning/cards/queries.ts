import { z } from 'zod'
import { columnList, columnsAre, hasTag, joinConditions, jsonValues, setExcluded } from '../../lib/db/conditions'
import { constant, jsonChunks, newSeq, part, type SqlPart, sql } from '../../lib/db/sql'
import { listView } from '../../lib/http/list-view'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { readsOf } from '../../lib/resource/row-reads'
import { insertRow, insertRows, setRow, updateRow } from '../../lib/resource/row-writes'
import { parseTag } from '../../lib/tags'
import { tagList } from '../../lib/text/text'
import { newCardsLeft, type ReviewDay } from '../plans/cards-due'
import { newSm2 } from './schedule/sm2'
import { type CardRow, cardKind, ListedCard, leechLapses, type NewCardValues } from './schema'

export const cardColumns = cardKind.columnsWith()

/** Joins the other tables of `cardColumns`. */
export const cardJoins = cardKind.reads.joins

const leech = constant(`(cards.fsrs ->> 'lapses') >= ${leechLapses}`)

/**
 * Filter of cards; empty members are ignored. `shown`: a further condition with AND. `today`: lists due cards first.
 */
type CardFilter = { plan_id?: string; tag?: string; isLeech?: boolean; shown?: SqlPart; today?: string }

/** SQL for sorting by `groupOf`: due, new, later, suspended. */
const groupOrder = (today: string) =>
  `iif(cards.suspended = 1, 3, iif(cards.is_new = 1, 1, iif(cards.next_review <= '${today}', 0, 2)))`

export const {
  find: card,
  list: cards,
  page: pageOfCards,
} = readsOf({
  ...cardKind.reads,
  schema: ListedCard,
  where: ({ plan_id, tag, isLeech, shown }: CardFilter) =>
    joinConditions([columnsAre('cards', { plan_id }), hasTag('cards.tags', tag), isLeech && part`AND ${leech}`, shown]),
  order: ({ today = '' }) => ({ columns: [groupOrder(today), 'cards.next_review', 'cards.id'] }),
})

/** Number of leeches of a person. */
export const leechCount = async (db: D1Database, userId: string) =>
  (await sql(db)`
    SELECT count(*) AS count FROM cards
    WHERE user_id = ${userId} AND ${leech} AND deleted_at IS NULL`.first<number>('count')) ?? 0

/** Scope of cards: a plan, a tag, or both. Empty members do not filter. */
export type CardScope = { plan?: string; tag?: string; org?: Org }

/** Conditions with AND for the cards in a scope, without deleted cards. */
export const andInScope = (userId: string, { plan, tag, org = allOrgs }: CardScope) =>
  part`AND cards.deleted_at IS NULL ${columnsAre('cards', { plan_id: plan })} ${hasTag('cards.tags', tag)}
    ${andInOrg(userId, org, 'card')}`

/** SELECT of the ids of the first never reviewed cards in a scope, ordered by plan. */
export const newIds = (userId: string, scope: CardScope, limit: SqlPart) => part`
      SELECT cards.id FROM cards
      WHERE cards.user_id = ${userId} AND cards.is_new = 1 AND cards.suspended = 0 ${andInScope(userId, scope)}
      ORDER BY cards.plan_id, cards.id
      LIMIT ${limit}`

/** Condition with AND for cards to review today, with at most as many new cards as the person wants per day. */
export const andDueToday = (userId: string, scope: CardScope, day: ReviewDay) =>
  part`AND cards.suspended = 0 AND cards.next_review <= ${day.today}
        AND (cards.is_new = 0 OR cards.id IN (${newIds(userId, scope, newCardsLeft(userId, day))}))`

/** Title of a chunk; undefined if the chunk does not exist. @param chunk `plan/chunk` */
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

/** A plan's scheduler and whether the plan has the chunk (1); null if the plan does not exist. */
export const planAndChunkOf = async (db: D1Database, userId: string, planId: string, chunkId: string) =>
  Place.parse(
    await sql(db)`
      SELECT
        (SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = ${planId} AND deleted_at IS NULL) AS scheduler,
        EXISTS (
          SELECT 1 FROM plan_chunks
          WHERE user_id = ${userId} AND plan_id = ${planId} AND id = ${chunkId}) AS has_chunk`.first(),
  )

const short = z.string().max(100).catch('')

/** Query of `/cards`. Invalid values are ignored. */
export const CardsView = z.object({
  ...listView,
  plan: short,
  tag: short.transform(parseTag),
  show: z.enum(['', 'due', 'suspended']).catch(''),
  leech: z.enum(['', '1']).catch(''),
})
export type CardsView = z.infer<typeof CardsView>

const tagsJson = (tags: string) => JSON.stringify(tagList(tags))

/** SQL for a card's scheduler: its plan's. Without a plan, a new card uses FSRS and an existing card keeps its own. */
const schedulerOf = (userId: string, planId: string | null, own: SqlPart) =>
  part`coalesce((SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = ${planId}), ${own})`

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
  // The form's chunk may be deleted, or another plan was chosen.
  const chunk = from
    ? part`(
        SELECT id FROM plan_chunks
        WHERE user_id = ${userId} AND plan_id = ${plan_id} AND plan_id = ${from.plan_id} AND id = ${from.chunk_id})`
    : chunk_id
  const due = { sm2_next: today, fsrs_next: today, next_review: today }
  const own = { plan_id, chunk_id: chunk, question, answer, tags: tagsJson(values.tags ?? ''), source, suspended }
  return insertRow(
    db,
    'cards',
    userId,
    id,
    { ...own, ...due, scheduler: schedulerOf(userId, plan_id, constant("'fsrs'")) },
    now,
  )
}

/** Saves a card based on version `seq`. Its plan decides the scheduler. @param now epoch ms */
export const updateCard = (db: D1Database, userId: string, row: CardRow, now: number) => {
  const { plan_id, chunk_id, question, answer, source, suspended } = row
  const scheduler = schedulerOf(userId, plan_id, constant('cards.scheduler'))
  const next_review = part`iif(${scheduler} = 'fsrs', fsrs_next, sm2_next)`
  const own = { plan_id, chunk_id, question, answer, tags: tagsJson(row.tags), source, suspended }
  return updateRow(db, 'cards', userId, row, { ...own, scheduler, next_review }, now)
}

/** Restores a deleted card, regardless of when it was deleted. @param now epoch ms */
export const reviveCard = (db: D1Database, userId: string, id: string, now: number) => sql(db)`
  UPDATE cards SET deleted_at = NULL, updated_at = ${now}, seq = ${newSeq(userId)}
  WHERE user_id = ${userId} AND id = ${id}`

/** Suspends cards, or resumes their reviews. @param now epoch ms */
export const setSuspended = (db: D1Database, userId: string, id: string, suspended: 0 | 1, now: number) =>
  setRow(db, 'cards', userId, id, { suspended }, now)

/** A card as a device sent it. Times are epoch ms; `next_review` is a local date. */
export type PutCard = Pick<CardRow, 'id' | 'plan_id' | 'chunk_id' | 'question' | 'answer' | 'ease_factor'> &
  Pick<CardRow, 'interval_days' | 'repetitions' | 'next_review' | 'last_reviewed_at' | 'created_at' | 'updated_at'> & {
    tags: string[]
    deleted_at: number | null
  }

/** Columns copied unchanged from the device's card. */
const columns = [
  ...['question', 'answer', 'tags', 'ease_factor', 'interval_days', 'repetitions', 'last_reviewed_at', 'is_new'],
  ...['created_at', 'updated_at', 'deleted_at'],
]

const rowOf = (card: PutCard) => ({
  ...card,
  is_new: card.repetitions > 0 || card.ease_factor !== newSm2.ease_factor || card.last_reviewed_at !== null ? 0 : 1,
})

/**
 * Adds cards, or overwrites stored ones, which keep their source and suspension. The plan decides the scheduler; a
 * changed date applies to both schedulers. A missing plan is left out and waits in `sync_waiting`. Has no guard: plan
 * the write with `guardSeq`.
 */
export const putCards = (db: D1Database, userId: string, cards: PutCard[]) =>
  jsonChunks(cards.map(rowOf)).map(
    (json) => sql(db)`
      INSERT INTO cards (user_id, id, ${columnList(columns)}, plan_id, chunk_id, scheduler, sm2_next, fsrs_next, next_review,
        seq)
      SELECT ${userId}, value ->> 'id', ${jsonValues(columns)}, plans.id,
        iif(plans.id IS NULL, NULL, value ->> 'chunk_id'), coalesce(
          plans.scheduler, (SELECT scheduler FROM cards WHERE user_id = ${userId} AND id = value ->> 'id'), 'sm2'),
        value ->> 'next_review',
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

/** A card whose plan may not exist yet, with the plan and chunk that it names. */
type WaitingCard = Pick<PutCard, 'id' | 'plan_id' | 'chunk_id'>

/** Stores the missing plans of cards, and deletes the entries of cards that no longer wait. */
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
