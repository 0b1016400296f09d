import { z } from 'zod'
import { andInOrg, kindInOrg } from '../lib/kinds'
import { cutPage } from '../lib/list-view'
import { allOrgs, isOrganization, noOrg, type Org } from '../lib/org'
import { cutWalk, idsOfEach, WalkPlace, walkIds } from '../lib/org-rows'
import { foundIn } from '../lib/search/found-ids'
import { constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import type { ReviewDay } from '../plans/cards-due'
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
  org?: Org
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

/** SELECT of the ids of the first cards of a scope that were never reviewed, plan by plan. */
export const newIds = (userId: string, { plan, org = allOrgs }: CardFilter, limit: SqlPart) => {
  const first = (ofPlan: SqlPart) => part`
        SELECT cards.id FROM cards INDEXED BY cards_new
        WHERE cards.user_id = ${userId} AND cards.is_new = 1 AND cards.suspended = 0 AND cards.deleted_at IS NULL
          ${ofPlan}
        ORDER BY cards.plan_id, cards.id
        LIMIT ${limit}`
  if (plan) return first(part`AND cards.plan_id = ${plan}`)
  if (org === allOrgs) return first(constant(''))
  const withoutPlan = constant(org === noOrg ? 'UNION ALL SELECT NULL' : '')
  const plans = part`
        SELECT id FROM plans WHERE plans.user_id = ${userId} ${andInOrg(userId, org, 'plan')} ${withoutPlan}`
  return part`
      SELECT cards.id
      FROM (${idsOfEach(plans, first(constant('AND cards.plan_id IS owned.id')))}) AS first
        CROSS JOIN cards ON cards.user_id = ${userId} AND cards.id = first.id
      ORDER BY cards.plan_id, cards.id
      LIMIT ${limit}`
}

const shown = (userId: string, filter: CardFilter, { today, newPerDay }: ReviewDay) => {
  if (filter.show === 'suspended') return constant('AND cards.suspended = 1')
  if (filter.show !== 'due') return constant('')
  const left = part`max(0, ${newPerDay} - coalesce((
          SELECT introduced FROM review_days WHERE review_days.user_id = ${userId} AND date = ${today}), 0))`
  return part`AND cards.suspended = 0 AND cards.next_review <= ${today}
        AND (cards.is_new = 0 OR cards.id IN (${newIds(userId, filter, left)}))`
}

const conditions = (userId: string, filter: CardFilter, day: ReviewDay): SqlPart[] => [
  filter.plan ? part`AND cards.plan_id = ${filter.plan}` : constant(''),
  foundIn('cards.id', filter.match),
  shown(userId, filter, day),
  filter.isLeech ? part`AND ${leech}` : constant(''),
]

/** FROM and WHERE of the cards of a filter, with their id. */
const cardsOf = (userId: string, { cursor, tag, ...filter }: CardFilter & { cursor: string }, day: ReviewDay) => {
  const from = tag
    ? part`row_tags CROSS JOIN cards ON cards.user_id = row_tags.user_id AND cards.id = row_tags.id`
    : constant(`cards ${filter.isLeech ? 'INDEXED BY cards_leeches' : ''}`)
  const whose = tag
    ? part`row_tags.user_id = ${userId} AND row_tags.tag = ${tag} AND row_tags.kind = 'card' AND row_tags.date = ''
        AND row_tags.id < ${cursor}`
    : part`cards.user_id = ${userId} AND cards.id < ${cursor}`
  const [ofPlan, found, status, isForgotten] = conditions(userId, filter, day)
  const where = part`WHERE ${whose} AND cards.deleted_at IS NULL ${ofPlan ?? constant('')} ${found ?? constant('')}
        ${status ?? constant('')} ${isForgotten ?? constant('')}`
  return { from, where, id: tag ? 'row_tags.id' : 'cards.id' }
}

/** Cards below the cursor, the newest first. Reads limit + 1 rows; the extra row means there is a next page. */
export const cardsBefore = async (
  db: D1Database,
  userId: string,
  filter: CardFilter & { cursor: string },
  day: ReviewDay,
  limit: number,
) => {
  const { from, where, id } = cardsOf(userId, filter, day)
  return rowsAs(
    ListedCard,
    sql(db)`
      SELECT ${cardColumns}
      FROM ${from} ${withPlan}
      ${where} ${andInOrg(userId, filter.org ?? allOrgs, 'card')}
      ORDER BY ${constant(id)} DESC
      LIMIT ${limit + 1}`,
  )
}

/** SELECT of the ids of the first cards of each plan of an organization. */
const idsOfPlans = (userId: string, org: Org, filter: CardFilter & { cursor: string }, day: ReviewDay, limit: number) =>
  idsOfEach(
    part`SELECT id FROM plans WHERE plans.user_id = ${userId} ${andInOrg(userId, org, 'plan')}`,
    part`
        SELECT cards.id FROM cards INDEXED BY cards_of_plan
        ${cardsOf(userId, filter, day).where} AND cards.plan_id = owned.id
        ORDER BY cards.id DESC
        LIMIT ${limit}`,
  )

const WalkedCard = ListedCard.extend(WalkPlace.shape)

/** A page of `cardsBefore`. Under a context, unless its plans are looked through, among the next `walkLimit` cards. */
export const cardsPageBefore = async (
  ...[db, userId, filter, day, limit]: Parameters<typeof cardsBefore>
): Promise<{ rows: ListedCard[]; next?: string }> => {
  const { org = allOrgs } = filter
  if (org === allOrgs || filter.plan) return cutPage(await cardsBefore(db, userId, filter, day, limit), limit)
  if (isOrganization(org) && !filter.tag && !filter.isLeech) {
    const rows = await rowsAs(
      ListedCard,
      sql(db)`
        SELECT ${cardColumns}
        FROM (${idsOfPlans(userId, org, filter, day, limit + 1)}) AS first
          CROSS JOIN cards ON cards.user_id = ${userId} AND cards.id = first.id ${withPlan}
        ORDER BY cards.id DESC
        LIMIT ${limit + 1}`,
    )
    return cutPage(rows, limit)
  }
  const { from, where, id } = cardsOf(userId, filter, day)
  const shown = kindInOrg(userId, org, 'card')
  const ids = walkIds({ from: part`FROM ${from} ${where}`, id, order: `${id} DESC`, shown, limit: limit + 1 })
  const rows = await rowsAs(
    WalkedCard,
    sql(db)`
      SELECT ${cardColumns}, walked.place, walked.is_shown
      FROM (${ids}) AS walked CROSS JOIN cards ON cards.user_id = ${userId} AND cards.id = walked.id ${withPlan}
      ORDER BY walked.place`,
  )
  return cutWalk(rows, limit)
}

export const PlanChoice = z.object({ id: z.string(), title: z.string() })
export type PlanChoice = z.infer<typeof PlanChoice>

const choicesLimit = 200

/** Plans of a context to file a card under, the ones written last first. */
export const planChoices = (db: D1Database, userId: string, org = allOrgs) =>
  rowsAs(
    PlanChoice,
    sql(db)`
      SELECT id, title FROM plans WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'plan')}
      ORDER BY updated_at DESC LIMIT ${choicesLimit}`,
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
