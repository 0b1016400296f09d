import { allRows, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { distanceText, relativeDateText } from '../../lib/text/format'
import { daysBetween } from '../../lib/time/days'
import { categoryName, categoryNames, type GoalPace, noCategory } from './fields'
import { type GoalRow, type GoalsQuery, isOpenGoal, newGoalValues } from './schema'

/** Categories in use, and default categories that the person removed. */
export type Categories = { used: string[]; removed: string[] }

/** Names of categories by stored key: default ones that the person has not removed, and all in use. */
export const categoryOptions = ({ used, removed }: Categories): Record<string, string> => {
  const offered = Object.entries(categoryNames).filter(([category]) => !removed.includes(category))
  return Object.fromEntries([...offered, ...used.filter(Boolean).map((name) => [name, categoryName(name)])])
}

/** Default category of a new goal. */
export const defaultCategory = (removed: string[]) =>
  removed.includes(newGoalValues.category) ? noCategory : newGoalValues.category

export const paceNames: Record<GoalPace, string> = { behind: 'Behind', overdue: 'Overdue', on_track: 'On track' }

export const sortNames: Record<GoalsQuery['sort'], string> = {
  target: 'Target date',
  late: 'Most behind',
  progress: 'Progress',
  title: 'Title',
  recent: 'Recently edited',
}

/** Maximum number of categories that a form offers. */
const choiceLimit = 500

/** The categories of all goals, including deleted goals. */
export const categoriesOf = async (db: D1Database, userId: string) =>
  (await allRows<{ category: string }>(sql(db)`SELECT DISTINCT category FROM goals WHERE user_id = ${userId}`)).map(
    ({ category }) => category,
  )

/** Goals of a category. `deleted` is 1 for deleted goals, which can be restored. */
export const goalsInCategory = (db: D1Database, userId: string, category: string) =>
  allRows<{ id: string; deleted: number }>(sql(db)`
    SELECT id, deleted_at IS NOT NULL AS deleted FROM goals WHERE user_id = ${userId} AND category = ${category}`)

/** Default categories that the person removed. */
export const removedCategories = async (db: D1Database, userId: string) =>
  (await allRows<{ category: string }>(sql(db)`SELECT category FROM removed_categories WHERE user_id = ${userId}`)).map(
    ({ category }) => category,
  )

/** Categories that a form suggests. `used`: categories of open goals. */
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

/** Number of days before its target date from which an open goal is due soon. */
export const dueSoonDays = 7

/** A date, with the text and tone of its badge. Without a tone the text is plain. */
export type Due = { date: string | null; text: string; tone: 'bad' | 'warning' | 'good' | 'neutral' | null }

type Dated = Pick<GoalRow, 'target_date' | 'status' | 'completed_on'>

const openDue = (target: string, today: string): Due => {
  const days = daysBetween(today, target)
  if (days < 0) return { date: target, text: `${distanceText(-days)} overdue`, tone: 'bad' }
  if (days > dueSoonDays) return { date: target, text: relativeDateText(days), tone: null }
  return { date: target, text: `due ${relativeDateText(days)}`, tone: 'warning' }
}

const completedDue = (target: string | null, completed: string): Due => {
  if (target === null) return { date: completed, text: 'completed', tone: null }
  const days = daysBetween(completed, target)
  if (days === 0) return { date: completed, text: 'on time', tone: 'good' }
  if (days > 0) return { date: completed, text: `${distanceText(days)} early`, tone: 'good' }
  return { date: completed, text: `${distanceText(-days)} late`, tone: 'neutral' }
}

/** Date to show: the day of completion for a completed goal, else the target date. */
export const dueOf = ({ target_date, status, completed_on }: Dated, { today }: Pick<LocalNow, 'today'>): Due => {
  if (status === 'completed' && completed_on !== null) return completedDue(target_date, completed_on)
  if (target_date === null) return { date: null, text: '', tone: null }
  return isOpenGoal(status) ? openDue(target_date, today) : { date: target_date, text: '', tone: null }
}
