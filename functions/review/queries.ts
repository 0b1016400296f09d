import { cardColumns, withPlan } from '../cards/queries'
import { ListedCard } from '../cards/schema'
import { constant, part, sql } from '../lib/sql'

/** Cards of one plan, or of all where it is empty. */
type Scope = { plan: string; today: string }

const ofPlan = (plan: string) => (plan ? part`AND cards.plan_id = ${plan}` : constant(''))

const dueIndex = (plan: string) => constant(plan ? 'cards_due_of_plan' : 'cards_due')

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

export const planTitle = async (db: D1Database, userId: string, id: string) =>
  (
    await sql(db)`
    SELECT title FROM plans WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<{
      title: string
    }>()
  )?.title
