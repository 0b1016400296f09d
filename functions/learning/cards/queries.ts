import { z } from 'zod'
import { columnsAre, hasTag, joined } from '../../lib/conditions'
import { andInOrg } from '../../lib/kinds'
import { listView } from '../../lib/list-view'
import { allOrgs, type Org } from '../../lib/org'
import { filingOptions } from '../../lib/resource/choices'
import { columnsOf, readsOf } from '../../lib/resource/reads'
import { constant, part, type SqlPart, sql } from '../../lib/sql'
import { newLeft, type ReviewDay } from '../plans/cards-due'
import { CardRow, filing, ListedCard, oneTag } from './schema'

export const cardColumns = part`${columnsOf('cards', CardRow)}, ${filing.selectedNames}`

/** Joins what `cardColumns` reads beside `cards`. */
export const withPlan = filing.withNames

/** Times that a card was forgotten until it is a leech. */
export const leechLapses = 8

const leech = constant(`(cards.fsrs ->> 'lapses') >= ${leechLapses}`)

/** Empty members filter nothing. `shown` is a further condition with AND. */
type CardFilter = { plan_id?: string; tag?: string; isLeech?: boolean; shown?: SqlPart }

export const {
  find: card,
  list: cards,
  page: pageOfCards,
} = readsOf({
  kind: 'card',
  schema: ListedCard,
  columns: cardColumns,
  joins: withPlan,
  where: ({ plan_id, tag, isLeech, shown }: CardFilter) =>
    joined([columnsAre('cards', { plan_id }), hasTag('cards.tags', tag), isLeech && part`AND ${leech}`, shown]),
})

/** How many leeches a person has. */
export const leechCount = async (db: D1Database, userId: string) =>
  (await sql(db)`
    SELECT count(*) AS count FROM cards
    WHERE user_id = ${userId} AND ${leech} AND deleted_at IS NULL`.first<number>('count')) ?? 0

/** Cards of one plan, or of all where it is empty. */
export type CardScope = { plan?: string; org?: Org }

/** Conditions with AND for the cards of a scope that are not deleted. */
export const inScope = (userId: string, { plan, org = allOrgs }: CardScope) =>
  part`AND cards.deleted_at IS NULL ${columnsAre('cards', { plan_id: plan })} ${andInOrg(userId, org, 'card')}`

/** SELECT of the ids of the first cards of a scope that were never reviewed, plan by plan. */
export const newIds = (userId: string, scope: CardScope, limit: SqlPart) => part`
      SELECT cards.id FROM cards
      WHERE cards.user_id = ${userId} AND cards.is_new = 1 AND cards.suspended = 0 ${inScope(userId, scope)}
      ORDER BY cards.plan_id, cards.id
      LIMIT ${limit}`

/** Condition with AND for cards to review today, with no more new ones than the person wants a day. */
export const dueToday = (userId: string, scope: CardScope, day: ReviewDay) =>
  part`AND cards.suspended = 0 AND cards.next_review <= ${day.today}
        AND (cards.is_new = 0 OR cards.id IN (${newIds(userId, scope, newLeft(userId, day))}))`

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
export const placeOf = async (db: D1Database, userId: string, planId: string, chunkId: string) =>
  Place.parse(
    await sql(db)`
      SELECT
        (SELECT scheduler FROM plans WHERE user_id = ${userId} AND id = ${planId} AND deleted_at IS NULL) AS scheduler,
        EXISTS (
          SELECT 1 FROM plan_chunks
          WHERE user_id = ${userId} AND plan_id = ${planId} AND id = ${chunkId}) AS has_chunk`.first(),
  )

const pageSize = 50

const short = z.string().max(100).catch('')

/** Query of `/cards`. An invalid value counts as none. */
export const CardsView = z.object({
  ...listView,
  plan: short,
  tag: short.transform(oneTag),
  show: z.enum(['', 'due', 'suspended']).catch(''),
  leech: z.enum(['', '1']).catch(''),
})
export type CardsView = z.infer<typeof CardsView>

export const cardsPage = async (db: D1Database, userId: string, view: CardsView, day: ReviewDay, org: Org) => {
  const { q, plan, tag, show, leech, after } = view
  const shown =
    show === 'due'
      ? dueToday(userId, { plan, org }, day)
      : constant(show === 'suspended' ? 'AND cards.suspended = 1' : '')
  const filter = { q, after, plan_id: plan, tag, isLeech: leech === '1', shown }
  const [{ rows, next }, plans] = await Promise.all([
    pageOfCards(db, userId, org, filter, pageSize),
    filingOptions(db, userId, org, 'plan_id'),
  ])
  return { view, rows, plans, today: day.today, next }
}

export type CardsPage = Awaited<ReturnType<typeof cardsPage>>
