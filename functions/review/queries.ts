import { cardColumns, newIds, withPlan } from '../cards/queries'
import { ListedCard } from '../cards/schema'
import { andInOrg } from '../lib/kinds'
import { allOrgs, noOrg, type Org } from '../lib/org'
import { idsOfEach } from '../lib/org-rows'
import { constant, part, type SqlPart, sql } from '../lib/sql'

/** Cards of one plan, or of all where it is empty. */
type Scope = { plan: string; org: Org }

const dueNow = (today: string) => part`AND cards.is_new = 0 AND cards.suspended = 0 AND cards.deleted_at IS NULL
        AND cards.next_review <= ${today}`

const longestDue = constant('ORDER BY cards.next_review, cards.last_reviewed_at LIMIT 1')

/** FROM and WHERE of the due cards of one plan, of all cards, or of the first card of each plan of a context. */
const dueCards = (userId: string, { plan, org }: Scope, today: string) => {
  const whole = (index: string, ofPlan: SqlPart) => part`
      FROM cards INDEXED BY ${constant(index)} ${withPlan}
      WHERE cards.user_id = ${userId} ${dueNow(today)} ${ofPlan}`
  if (plan) return whole('cards_due_of_plan', part`AND cards.plan_id = ${plan}`)
  if (org === allOrgs) return whole('cards_due', constant(''))
  const first = part`
        SELECT cards.id FROM cards INDEXED BY cards_due_of_plan
        WHERE cards.user_id = ${userId} AND cards.plan_id IS owned.id ${dueNow(today)}
        ${longestDue}`
  const withoutPlan = constant(org === noOrg ? 'UNION ALL SELECT NULL' : '')
  const plans = part`
        SELECT id FROM plans WHERE plans.user_id = ${userId} ${andInOrg(userId, org, 'plan')} ${withoutPlan}`
  return part`
      FROM (${idsOfEach(plans, first)}) AS first
        CROSS JOIN cards ON cards.user_id = ${userId} AND cards.id = first.id ${withPlan}`
}

const oneCard = async (select: D1PreparedStatement) => {
  const row = await select.first()
  return row === null ? null : ListedCard.parse(row)
}

/** The due card that waits longest. */
export const nextDue = (db: D1Database, userId: string, scope: Scope, today: string) =>
  oneCard(sql(db)`SELECT ${cardColumns} ${dueCards(userId, scope, today)} ${longestDue}`)

/** The first card that was never reviewed, plan by plan. */
export const nextNew = (db: D1Database, userId: string, scope: Scope) =>
  oneCard(sql(db)`
    SELECT ${cardColumns}
    FROM cards ${withPlan}
    WHERE cards.user_id = ${userId} AND cards.id = (${newIds(userId, scope, constant('1'))})`)

export const planTitle = async (db: D1Database, userId: string, id: string) =>
  (
    await sql(db)`
    SELECT title FROM plans WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<{
      title: string
    }>()
  )?.title
