import type { Context } from 'hono'
import { z } from 'zod'
import { dayOf, monthOf } from '../lib/days'
import type { App, User } from '../lib/env'
import { allRows, constant, part, sql } from '../lib/sql'

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

const cardsDueOf = (json: string, { today, newPerDay }: ReviewDay): CardsDue => {
  const { new_cards, introduced, months, days } = Count.parse(JSON.parse(json))
  const [month, day] = [monthOf(today), today.slice(8)]
  return {
    due: countedUntil(months, (key) => key < month) + countedUntil(days ?? {}, (key) => key <= day),
    fresh: Math.min(new_cards, Math.max(0, newPerDay - introduced)),
  }
}

/** Scalar for a statement: counts for `cardsDueIn`, null for a person without cards. */
export const allCards = (userId: string, day: ReviewDay) => part`(
  SELECT ${count(userId, day)} FROM card_counts WHERE card_counts.user_id = ${userId} AND plan_id = ${allPlans})`

/** Cards that a person can review today. @param counts value of `allCards` */
export const allCardsDue = (counts: string | null, day: ReviewDay) =>
  counts === null ? 0 : sumOf(cardsDueOf(counts, day))

/** Cards due of all plans together, and by the id of a plan; cards without one have an empty id. */
export type DueCounts = { all: CardsDue; byPlan: Map<string, CardsDue> }

const Row = z.object({ plan_id: z.string(), count: z.string() })

/** @param planId for one plan only */
export const dueCounts = async (
  db: D1Database,
  userId: string,
  day: ReviewDay,
  planId?: string,
): Promise<DueCounts> => {
  const rows = z.array(Row).parse(
    await allRows(sql(db)`
      SELECT plan_id, ${count(userId, day)} AS count
      FROM card_counts
      WHERE user_id = ${userId}
        ${planId === undefined ? constant('') : part`AND plan_id IN (${allPlans}, ${planId})`}`),
  )
  const byPlan = new Map(rows.map((row) => [row.plan_id, cardsDueOf(row.count, day)]))
  return { all: byPlan.get(allPlans) ?? none, byPlan }
}

export const dueIn = ({ byPlan }: DueCounts, planId: string) => byPlan.get(planId) ?? none

/** Cards that a person can review today, of all plans. */
export const cardsDueCount = async (db: D1Database, userId: string, day: ReviewDay) =>
  sumOf((await dueCounts(db, userId, day, allPlans)).all)

/** Cards of one plan that a person can review today. */
export const cardsDueIn = async (db: D1Database, userId: string, day: ReviewDay, planId: string) =>
  sumOf(dueIn(await dueCounts(db, userId, day, planId), planId))

/** `cardsDueIn` for the person of a request. */
export const planCardsDue = <E extends App>(c: Context<E>, planId: string) =>
  cardsDueIn(c.env.DB, c.var.user.id, reviewDay(c.var.user, Date.now()), planId)

const Days = z.record(z.string(), cardsBy)

export type DueDate = { date: string; cards: number }

/** Dates after today on which cards are due that were reviewed before, the earliest first. @param planId empty for all */
export const datesDue = async (db: D1Database, userId: string, today: string, planId = ''): Promise<DueDate[]> => {
  const row = await sql(db)`
    SELECT days FROM card_counts
    WHERE user_id = ${userId} AND plan_id = ${planId || allPlans}`.first<{ days: string }>()
  return Object.entries(Days.parse(JSON.parse(row?.days ?? '{}')))
    .flatMap(([month, days]) => Object.entries(days).map(([day, cards]) => ({ date: `${month}-${day}`, cards })))
    .filter(({ date }) => date > today)
    .sort((one, other) => (one.date < other.date ? -1 : 1))
}
