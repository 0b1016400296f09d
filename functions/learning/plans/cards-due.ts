import type { Context } from 'hono'
import { z } from 'zod'
import { allRows, constant, part, rowsAs, sql } from '../../lib/db/sql'
import type { App, User } from '../../lib/env'
import { andInOrg, kindInOrg } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { tagsColumn } from '../../lib/resource/members'
import { tagList } from '../../lib/text/text'
import { dayOf } from '../../lib/time/days'

/** The person's local date, and the number of new cards that they want to see per day. */
export type ReviewDay = { today: string; newPerDay: number }

/** @param now epoch ms */
export const reviewDay = ({ preferences }: Pick<User, 'preferences'>, now: number): ReviewDay => {
  const today = dayOf(now, preferences)
  const [date, more] = (preferences.more_new_cards ?? '').split('.')
  return { today, newPerDay: preferences.new_cards_a_day + (date === today ? Number(more) : 0) }
}

/** Cards in today’s reviews: `due` were reviewed before, `fresh` were not. */
export type CardsDue = { due: number; fresh: number }

const none: CardsDue = { due: 0, fresh: 0 }

export const totalDue = ({ due, fresh }: CardsDue) => due + fresh

/** SQL scalar: number of new cards left for today. */
export const newCardsLeft = (userId: string, { today, newPerDay }: ReviewDay) => part`max(0, ${newPerDay} - (
    SELECT count(*) FROM card_reviews
    WHERE card_reviews.user_id = ${userId} AND date = ${today} AND is_first = 1))`

// Same conditions as in the partial indexes.
const reviewed = constant('cards.is_new = 0 AND cards.suspended = 0 AND cards.deleted_at IS NULL')
const unseen = constant('cards.is_new = 1 AND cards.suspended = 0 AND cards.deleted_at IS NULL')

/** Cards of a plan or, without a plan, of a context. */
type Scope = { planId?: string; org?: Org }

const inScope = (userId: string, { planId, org = allOrgs }: Scope) =>
  planId ? part`AND cards.plan_id = ${planId}` : andInOrg(userId, org, 'card')

/** SQL scalar: number of cards that a person can review today. */
export const cardsDue = (userId: string, day: ReviewDay, scope: Scope = {}) => part`(
  SELECT count(*) FROM cards
  WHERE cards.user_id = ${userId} AND ${reviewed} AND next_review <= ${day.today} ${inScope(userId, scope)}) + (
  SELECT count(*) FROM (
    SELECT 1 FROM cards WHERE cards.user_id = ${userId} AND ${unseen} ${inScope(userId, scope)}
    LIMIT ${newCardsLeft(userId, day)}))`

/** Due cards: in total, and by plan id. The id is empty for cards without a plan. */
export type DueCounts = { all: CardsDue; byPlan: Map<string, CardsDue> }

const CardsDueRow = z.object({
  plan_id: z.string(),
  tags: tagsColumn,
  due: z.int(),
  unseen: z.int(),
  new_left: z.int(),
})
type CardsDueRow = z.output<typeof CardsDueRow>

/** Due cards by plan, or by plan and list of tags. @param planId plan that counts even outside the context */
const dueRows = (
  db: D1Database,
  userId: string,
  day: ReviewDay,
  { planId = '', org = allOrgs }: Scope,
  tags = constant("'[]'"),
) => {
  const wanted = org === allOrgs ? part`` : part`AND (plan_id = ${planId} OR ${kindInOrg(userId, org, 'card')})`
  return rowsAs(
    CardsDueRow,
    sql(db)`
      SELECT coalesce(plan_id, '') AS plan_id, tags, sum(is_new = 0) AS due, sum(is_new) AS unseen,
        ${newCardsLeft(userId, day)} AS new_left
      FROM (
        SELECT plan_id, ${tags} AS tags, is_new FROM cards
        WHERE cards.user_id = ${userId} AND ${reviewed} AND next_review <= ${day.today} ${wanted}
        UNION ALL
        SELECT plan_id, ${tags} AS tags, is_new FROM cards WHERE cards.user_id = ${userId} AND ${unseen} ${wanted})
      GROUP BY 1, 2`,
  )
}

const countsOf = (rows: CardsDueRow[]): CardsDue => {
  const sum = (of: (row: CardsDueRow) => number) => rows.reduce((all, row) => all + of(row), 0)
  return {
    due: sum(({ due }) => due),
    fresh: Math.min(
      sum(({ unseen }) => unseen),
      rows[0]?.new_left ?? 0,
    ),
  }
}

const byPlan = (rows: CardsDueRow[]) =>
  new Map([...Map.groupBy(rows, ({ plan_id }) => plan_id)].map(([id, ofPlan]) => [id, countsOf(ofPlan)]))

/** Due cards of a context. @param scope its plan counts even outside the context */
export const dueCounts = async (
  db: D1Database,
  userId: string,
  day: ReviewDay,
  scope: Scope = {},
): Promise<DueCounts> => {
  const rows = await dueRows(db, userId, day, scope)
  return { all: countsOf(rows), byPlan: byPlan(rows) }
}

/** Due cards of a context by plan, by tag, and by both. */
export const dueByTag = async (db: D1Database, userId: string, day: ReviewDay, scope: Scope) => {
  const rows = (await dueRows(db, userId, day, scope, constant('tags'))).map((row) => ({
    ...row,
    list: tagList(row.tags),
  }))
  const tags = [...new Set(rows.flatMap(({ list }) => list))].toSorted()
  const within = (plan: string, tag: string) =>
    countsOf(rows.filter(({ plan_id, list }) => (!plan || plan_id === plan) && (!tag || list.includes(tag))))
  return { within, byPlan: byPlan(rows), byTag: new Map(tags.map((tag) => [tag, within('', tag)])) }
}

export const dueOfPlan = ({ byPlan }: Pick<DueCounts, 'byPlan'>, planId: string) => byPlan.get(planId) ?? none

export const cardsDueCount = async (db: D1Database, userId: string, day: ReviewDay, scope: Scope = {}) =>
  (await sql(db)`SELECT ${cardsDue(userId, day, scope)} AS cards`.first<number>('cards')) ?? 0

/** Number of a plan's cards that the signed-in person can review today. */
export const planCardsDue = <E extends App>(c: Context<E>, planId: string) =>
  cardsDueCount(c.env.DB, c.var.user.id, reviewDay(c.var.user, Date.now()), { planId })

type DueDate = { date: string; cards: number }

/** Later dates on which reviewed cards are due, earliest first. */
export const datesDue = (db: D1Database, userId: string, today: string, scope: Scope = {}) =>
  allRows<DueDate>(sql(db)`
    SELECT next_review AS date, count(*) AS cards FROM cards
    WHERE cards.user_id = ${userId} AND ${reviewed} AND next_review > ${today} ${inScope(userId, scope)}
    GROUP BY next_review
    ORDER BY next_review`)
