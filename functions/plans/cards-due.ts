import type { Context } from 'hono'
import { z } from 'zod'
import { dayOf } from '../lib/days'
import type { App, User } from '../lib/env'
import { allRows, constant, part, sql } from '../lib/sql'

/** The person's local date, and how many cards they want to see for the first time on it. */
export type ReviewDay = { today: string; newPerDay: number }

/** @param now epoch ms */
export const reviewDay = ({ preferences }: Pick<User, 'preferences'>, now: number): ReviewDay => ({
  today: dayOf(now, preferences),
  newPerDay: preferences.new_cards_a_day,
})

/** Cards of a row of `card_counts` that were reviewed before and are due. */
const due = (today: string) => part`
  (SELECT coalesce(sum(value), 0) FROM json_each(card_counts.days) WHERE key <= ${today})`

/** New cards that today may still show. */
const newLeft = (userId: string, { today, newPerDay }: ReviewDay) => part`
  max(0, ${newPerDay} - coalesce((
    SELECT introduced FROM review_days WHERE review_days.user_id = ${userId} AND date = ${today}), 0))`

/** Scalar for a statement: all cards that a person can review today; null for a person without cards. */
export const allCardsDue = (userId: string, day: ReviewDay) => part`(
  SELECT sum(${due(day.today)}) + min(sum(new_cards), ${newLeft(userId, day)})
  FROM card_counts
  WHERE card_counts.user_id = ${userId})`

const Count = z.object({ plan_id: z.string(), due: z.int(), new_cards: z.int(), new_left: z.int() })

/** Cards that today’s reviews take: `due` were reviewed before, `fresh` were not. */
export type CardsDue = { due: number; fresh: number }

export const sumOf = ({ due, fresh }: CardsDue) => due + fresh

/** Cards due of all plans together, and by the id of a plan; cards without one have an empty id. */
export type DueCounts = { all: CardsDue; byPlan: Map<string, CardsDue> }

/** @param planId for one plan only */
export const dueCounts = async (
  db: D1Database,
  userId: string,
  day: ReviewDay,
  planId?: string,
): Promise<DueCounts> => {
  const counts = z.array(Count).parse(
    await allRows(sql(db)`
      SELECT plan_id, new_cards, ${due(day.today)} AS due, ${newLeft(userId, day)} AS new_left
      FROM card_counts
      WHERE user_id = ${userId} ${planId === undefined ? constant('') : part`AND plan_id = ${planId}`}`),
  )
  const total = (of: (count: z.infer<typeof Count>) => number) => counts.reduce((sum, count) => sum + of(count), 0)
  const fresh = Math.min(
    total(({ new_cards }) => new_cards),
    counts[0]?.new_left ?? 0,
  )
  return {
    all: { due: total((count) => count.due), fresh },
    byPlan: new Map(counts.map((one) => [one.plan_id, { due: one.due, fresh: Math.min(one.new_cards, one.new_left) }])),
  }
}

export const dueIn = ({ byPlan }: DueCounts, planId: string) => sumOf(byPlan.get(planId) ?? { due: 0, fresh: 0 })

/** Cards that a person can review today, of all plans. */
export const cardsDueCount = async (db: D1Database, userId: string, day: ReviewDay) =>
  (await sql(db)`SELECT ${allCardsDue(userId, day)} AS due`.first<{ due: number | null }>())?.due ?? 0

/** Cards of one plan that a person can review today. */
export const cardsDueIn = async (db: D1Database, userId: string, day: ReviewDay, planId: string) =>
  sumOf((await dueCounts(db, userId, day, planId)).all)

/** `cardsDueIn` for the person of a request. */
export const planCardsDue = <E extends App>(c: Context<E>, planId: string) =>
  cardsDueIn(c.env.DB, c.var.user.id, reviewDay(c.var.user, Date.now()), planId)
