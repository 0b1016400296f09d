import { z } from 'zod'
import { cardColumns, withPlan } from '../cards/queries'
import { ListedCard } from '../cards/schema'
import { allRows, constant, part, sql } from '../lib/sql'

/** Due cards are counted up to this number. */
export const countedDue = 40

/** Cards of one plan, or of all where it is empty. */
type Scope = { plan: string; today: string }

const ofPlan = (plan: string) => (plan ? part`AND cards.plan_id = ${plan}` : constant(''))

const dueIndex = (plan: string) => constant(plan ? 'cards_due_of_plan' : 'cards_due')

const Counts = z.object({ due: z.int(), fresh: z.int(), introduced: z.int() })
export type Counts = z.infer<typeof Counts>

/**
 * Cards that are due and new ones of today's share, each up to `countedDue` + 1, and new ones that were reviewed today.
 * @param perDay new cards a day
 */
export const reviewCounts = async (db: D1Database, userId: string, { plan, today }: Scope, perDay: number) =>
  Counts.parse(
    await sql(db)`
      WITH introduced AS MATERIALIZED (
        SELECT count(*) AS cards FROM card_reviews INDEXED BY card_reviews_first
        WHERE user_id = ${userId} AND date = ${today} AND is_first = 1)
      SELECT
        (SELECT count(*) FROM (
          SELECT 1 FROM cards INDEXED BY ${dueIndex(plan)}
          WHERE user_id = ${userId} AND is_new = 0 AND suspended = 0 AND deleted_at IS NULL
            AND next_review <= ${today} ${ofPlan(plan)}
          LIMIT ${countedDue + 1})) AS due,
        (SELECT count(*) FROM (
          SELECT 1 FROM cards INDEXED BY cards_new
          WHERE user_id = ${userId} AND is_new = 1 AND suspended = 0 AND deleted_at IS NULL ${ofPlan(plan)}
          LIMIT min(${countedDue + 1}, max(0, ${perDay} - (SELECT cards FROM introduced))))) AS fresh,
        (SELECT cards FROM introduced) AS introduced`.first(),
  )

/** The due card that waits longest. */
export const nextDue = async (db: D1Database, userId: string, { plan, today }: Scope) => {
  const row = await sql(db)`
    SELECT ${cardColumns}
    FROM cards INDEXED BY ${dueIndex(plan)} ${withPlan}
    WHERE cards.user_id = ${userId} AND cards.is_new = 0 AND cards.suspended = 0 AND cards.deleted_at IS NULL
      AND cards.next_review <= ${today} ${ofPlan(plan)}
    ORDER BY cards.next_review, cards.last_reviewed_at
    LIMIT 1`.first()
  return row === null ? null : ListedCard.parse(row)
}

/** The first card that was never reviewed, plan by plan. */
export const nextNew = async (db: D1Database, userId: string, plan: string) => {
  const row = await sql(db)`
    SELECT ${cardColumns}
    FROM cards INDEXED BY cards_new ${withPlan}
    WHERE cards.user_id = ${userId} AND cards.is_new = 1 AND cards.suspended = 0 AND cards.deleted_at IS NULL
      ${ofPlan(plan)}
    ORDER BY cards.plan_id, cards.id
    LIMIT 1`.first()
  return row === null ? null : ListedCard.parse(row)
}

/** Cards of the next day with due ones are counted up to this number. */
export const countedNext = 20

const Dates = z.array(z.object({ next_review: z.string() }))

/** The next date after today on which cards are due and how many, up to `countedNext` + 1; null for none. */
export const nextDay = async (db: D1Database, userId: string, { plan, today }: Scope) => {
  const rows = Dates.parse(
    await allRows(sql(db)`
      SELECT next_review
      FROM cards INDEXED BY ${dueIndex(plan)}
      WHERE user_id = ${userId} AND is_new = 0 AND suspended = 0 AND deleted_at IS NULL
        AND next_review > ${today} ${ofPlan(plan)}
      ORDER BY next_review
      LIMIT ${countedNext + 1}`),
  )
  const date = rows[0]?.next_review
  if (date === undefined) return null
  return { date, count: rows.filter(({ next_review }) => next_review === date).length }
}

export const planTitle = async (db: D1Database, userId: string, id: string) =>
  (
    await sql(db)`
    SELECT title FROM plans WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<{
      title: string
    }>()
  )?.title
