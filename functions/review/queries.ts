import { type CardScope, cardColumns, inScope, newIds, withPlan } from '../cards/queries'
import { ListedCard } from '../cards/schema'
import { constant, rowAs, sql } from '../lib/sql'

/** The due card that waits longest. */
export const nextDue = (db: D1Database, userId: string, scope: CardScope, today: string) =>
  rowAs(
    ListedCard,
    sql(db)`
      SELECT ${cardColumns}
      FROM cards ${withPlan}
      WHERE cards.user_id = ${userId} AND cards.is_new = 0 AND cards.suspended = 0 AND cards.next_review <= ${today}
        ${inScope(userId, scope)}
      ORDER BY cards.next_review, cards.last_reviewed_at
      LIMIT 1`,
  )

/** The first card that was never reviewed, plan by plan. */
export const nextNew = (db: D1Database, userId: string, scope: CardScope) =>
  rowAs(
    ListedCard,
    sql(db)`
      SELECT ${cardColumns}
      FROM cards ${withPlan}
      WHERE cards.user_id = ${userId} AND cards.id = (${newIds(userId, scope, constant('1'))})`,
  )

export const planTitle = async (db: D1Database, userId: string, id: string) =>
  (
    await sql(db)`
    SELECT title FROM plans WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<{
      title: string
    }>()
  )?.title
