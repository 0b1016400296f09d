import type { Context } from 'hono'
import { z } from 'zod'
import { dayOf, monthOf } from '../lib/days'
import type { App, User } from '../lib/env'
import { allOrgs, inOrg, type Org } from '../lib/org'
import { allRows, constant, part, rowsAs, sql } from '../lib/sql'
import { parseAll } from '../lib/stored'

/** The person's local date, and how many cards they want to see for the first time on it. */
export type ReviewDay = { today: string; newPerDay: number }

/** @param now epoch ms */
export const reviewDay = ({ preferences }: Pick<User, 'preferences'>, now: number): ReviewDay => ({
  today: dayOf(now, preferences),
  newPerDay: preferences.new_cards_a_day,
})

/** `card_counts.plan_id` of the row for all cards. No plan has this id. */
const allPlans = '*'

/** Cards that today’s reviews take: `due` were reviewed before, `fresh` were not. */
export type CardsDue = { due: number; fresh: number }

const none: CardsDue = { due: 0, fresh: 0 }

export const sumOf = ({ due, fresh }: CardsDue) => due + fresh

const cardsBy = z.record(z.string(), z.int())

const Count = z.object({
  new_cards: z.int(),
  introduced: z.int(),
  /** Cards by the month in which they are due. */
  months: cardsBy,
  /** Cards by the day of this month, `07`, on which they are due. */
  days: cardsBy.nullable(),
})

/** `Count` of a row of `card_counts`, as JSON. */
const count = (userId: string, { today }: ReviewDay) => part`json_object(
  'new_cards', new_cards,
  'introduced', coalesce((
    SELECT introduced FROM review_days WHERE review_days.user_id = ${userId} AND date = ${today}), 0),
  'months', json(months),
  'days', days -> ${monthOf(today)})`

const countedUntil = (counts: Record<string, number>, isCounted: (key: string) => boolean) =>
  Object.entries(counts).reduce((sum, [key, cards]) => sum + (isCounted(key) ? cards : 0), 0)

/** Cards due of some plans together: the new ones of a day are for all. */
const cardsDueOf = (counts: z.infer<typeof Count>[], { today, newPerDay }: ReviewDay): CardsDue => {
  const [month, day] = [monthOf(today), today.slice(8)]
  const [{ introduced = 0 } = {}] = counts
  const sum = (of: (count: z.infer<typeof Count>) => number) => counts.reduce((all, count) => all + of(count), 0)
  return {
    due: sum(
      ({ months, days }) => countedUntil(months, (key) => key < month) + countedUntil(days ?? {}, (key) => key <= day),
    ),
    fresh: Math.min(
      sum(({ new_cards }) => new_cards),
      Math.max(0, newPerDay - introduced),
    ),
  }
}

const counted = (json: string) => Count.parse(JSON.parse(json))

/** Condition for the counts that a context has: one of all plans together, or one for each of its plans. */
const countsOf = (userId: string, org: Org) => {
  if (org === allOrgs) return part`plan_id = ${allPlans}`
  const project = constant(`(
    SELECT project_id FROM plans WHERE plans.user_id = card_counts.user_id AND plans.id = card_counts.plan_id)`)
  return part`plan_id <> ${allPlans} AND ${inOrg(userId, org, { project })}`
}

/** Scalar for a statement: counts for `allCardsDue`. */
export const allCards = (userId: string, day: ReviewDay, org: Org) => part`(
  SELECT json_group_array(${count(userId, day)})
  FROM card_counts
  WHERE card_counts.user_id = ${userId} AND ${countsOf(userId, org)})`

/** Cards that a person can review today. @param counts value of `allCards` */
export const allCardsDue = (counts: string | null, day: ReviewDay) =>
  sumOf(cardsDueOf(parseAll(Count, JSON.parse(counts ?? '[]')), day))

/** Cards due of all plans together, and by the id of a plan; cards without one have an empty id. */
export type DueCounts = { all: CardsDue; byPlan: Map<string, CardsDue> }

const Row = z.object({ plan_id: z.string(), count: z.string() })

/** Counts of a context. @param planId for one plan, and all together */
export const dueCounts = async (
  db: D1Database,
  userId: string,
  day: ReviewDay,
  { planId, org = allOrgs }: { planId?: string; org?: Org } = {},
): Promise<DueCounts> => {
  const wanted =
    planId === undefined && org === allOrgs
      ? constant('')
      : part`AND (${countsOf(userId, org)} OR plan_id = ${planId ?? allPlans})`
  const rows = await rowsAs(
    Row,
    sql(db)`
      SELECT plan_id, ${count(userId, day)} AS count
      FROM card_counts
      WHERE user_id = ${userId}
        ${wanted}`,
  )
  const counts = new Map(rows.map((row) => [row.plan_id, counted(row.count)]))
  const byPlan = new Map([...counts].map(([id, one]) => [id, cardsDueOf([one], day)]))
  const { [allPlans]: whole, ...plans } = Object.fromEntries(counts)
  const all = org === allOrgs ? [...(whole ? [whole] : [])] : Object.values(plans)
  return { all: cardsDueOf(all, day), byPlan }
}

export const dueIn = ({ byPlan }: DueCounts, planId: string) => byPlan.get(planId) ?? none

/** Cards of a context that a person can review today. */
export const cardsDueCount = async (db: D1Database, userId: string, day: ReviewDay, org = allOrgs) =>
  sumOf((await dueCounts(db, userId, day, { planId: allPlans, org })).all)

/** Cards of one plan that a person can review today. */
export const cardsDueIn = async (db: D1Database, userId: string, day: ReviewDay, planId: string) =>
  sumOf(dueIn(await dueCounts(db, userId, day, { planId }), planId))

/** `cardsDueIn` for the person of a request. */
export const planCardsDue = <E extends App>(c: Context<E>, planId: string) =>
  cardsDueIn(c.env.DB, c.var.user.id, reviewDay(c.var.user, Date.now()), planId)

const Days = z.record(z.string(), cardsBy)

export type DueDate = { date: string; cards: number }

/** Dates after today on which cards are due that were reviewed before, the earliest first. @param planId empty for all */
export const datesDue = async (
  db: D1Database,
  userId: string,
  today: string,
  { planId = '', org = allOrgs }: { planId?: string; org?: Org } = {},
): Promise<DueDate[]> => {
  const rows = await allRows<{ days: string }>(sql(db)`
    SELECT days FROM card_counts
    WHERE user_id = ${userId} AND ${planId ? part`plan_id = ${planId}` : countsOf(userId, org)}`)
  const cardsOn = new Map<string, number>()
  for (const { days } of rows)
    for (const [month, byDay] of Object.entries(Days.parse(JSON.parse(days))))
      for (const [day, cards] of Object.entries(byDay))
        cardsOn.set(`${month}-${day}`, (cardsOn.get(`${month}-${day}`) ?? 0) + cards)
  return [...cardsOn]
    .map(([date, cards]) => ({ date, cards }))
    .filter(({ date }) => date > today)
    .sort((one, other) => (one.date < other.date ? -1 : 1))
}
