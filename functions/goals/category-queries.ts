import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { allRows, sql } from '../lib/sql'
import type { Categories } from './labels'

/** The most categories that a form offers. */
const choiceLimit = 500

/** The categories of all goals, deleted ones too. */
export const categoriesOf = async (db: D1Database, userId: string) =>
  (await allRows<{ category: string }>(sql(db)`SELECT DISTINCT category FROM goals WHERE user_id = ${userId}`)).map(
    ({ category }) => category,
  )

/** The goals of a category; `deleted` is 1 for those that can be restored. */
export const goalsInCategory = (db: D1Database, userId: string, category: string) =>
  allRows<{ id: string; deleted: number }>(sql(db)`
    SELECT id, deleted_at IS NOT NULL AS deleted FROM goals WHERE user_id = ${userId} AND category = ${category}`)

/** The categories of everybody's that the person removed. */
export const removedCategories = async (db: D1Database, userId: string) =>
  (await allRows<{ category: string }>(sql(db)`SELECT category FROM removed_categories WHERE user_id = ${userId}`)).map(
    ({ category }) => category,
  )

/** For the form to suggest; `used` are the categories of open goals. */
export const categories = async (db: D1Database, userId: string, org: Org): Promise<Categories> => {
  const rows = await allRows<{ category: string; removed: 0 | 1 }>(sql(db)`
    SELECT category, 0 AS removed
    FROM (
      SELECT DISTINCT category
      FROM goals
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
        ${andInOrg(userId, org, 'goal')}
      ORDER BY category
      LIMIT ${choiceLimit})
    UNION ALL
    SELECT category, 1 FROM removed_categories WHERE user_id = ${userId}`)
  const of = (removed: 0 | 1) => rows.filter((row) => row.removed === removed).map(({ category }) => category)
  return { used: of(0), removed: of(1) }
}
