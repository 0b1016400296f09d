import { cardColumns, withPlan } from '../cards/queries'
import { ListedCard } from '../cards/schema'
import { andInOrg } from '../lib/kinds'
import { allOrgs, noOrg, type Org } from '../lib/org'
import { idsOfEach } from '../lib/org-rows'
import { constant, part, type SqlPart, sql } from '../lib/sql'

/** Cards of one plan, or of all where it is empty. */
type Scope = { plan: string; org: Org }

/** The cards that a review takes by `index`, in the order of its columns after the plan. */
type Queue = { index: string; where: SqlPart; order: string }

/** FROM and WHERE of the first card of one plan, of all cards, or of each plan of a context. */
const firstCards = (userId: string, { plan, org }: Scope, queue: Queue & { wholeIndex: string }) => {
  const { index, wholeIndex, where, order } = queue
  const whole = (name: string, ofPlan: SqlPart) => part`
      FROM cards INDEXED BY ${constant(name)} ${withPlan}
      WHERE cards.user_id = ${userId} ${where} ${ofPlan}`
  if (plan) return whole(index, part`AND cards.plan_id = ${plan}`)
  if (org === allOrgs) return whole(wholeIndex, constant(''))
  const first = part`
        SELECT cards.id FROM cards INDEXED BY ${constant(index)}
        WHERE cards.user_id = ${userId} AND cards.plan_id IS owned.id ${where}
        ORDER BY ${constant(order)}
        LIMIT 1`
  const withoutPlan = constant(org === noOrg ? 'UNION ALL SELECT NULL' : '')
  const plans = part`
        SELECT id FROM plans WHERE plans.user_id = ${userId} ${andInOrg(userId, org, 'plan')} ${withoutPlan}`
  return part`
      FROM (${idsOfEach(plans, first)}) AS first
        CROSS JOIN cards ON cards.user_id = ${userId} AND cards.id = first.id ${withPlan}`
}

const firstCard = async (db: D1Database, userId: string, scope: Scope, queue: Queue & { wholeIndex: string }) => {
  const row = await sql(db)`
    SELECT ${cardColumns}
    ${firstCards(userId, scope, queue)}
    ORDER BY ${constant(queue.order)}
    LIMIT 1`.first()
  return row === null ? null : ListedCard.parse(row)
}

/** The due card that waits longest. */
export const nextDue = (db: D1Database, userId: string, { today, ...scope }: Scope & { today: string }) =>
  firstCard(db, userId, scope, {
    index: 'cards_due_of_plan',
    wholeIndex: 'cards_due',
    where: part`AND cards.is_new = 0 AND cards.suspended = 0 AND cards.deleted_at IS NULL
        AND cards.next_review <= ${today}`,
    order: 'cards.next_review, cards.last_reviewed_at',
  })

/** The first card that was never reviewed, plan by plan. */
export const nextNew = (db: D1Database, userId: string, plan: string, org: Org) =>
  firstCard(
    db,
    userId,
    { plan, org },
    {
      index: 'cards_new',
      wholeIndex: 'cards_new',
      where: constant('AND cards.is_new = 1 AND cards.suspended = 0 AND cards.deleted_at IS NULL'),
      order: 'cards.plan_id, cards.id',
    },
  )

export const planTitle = async (db: D1Database, userId: string, id: string) =>
  (
    await sql(db)`
    SELECT title FROM plans WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<{
      title: string
    }>()
  )?.title
