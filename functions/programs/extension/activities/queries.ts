import { type ActivityDay, daySums } from '../../../figures/stats/repos/activity-days'
import { allRows, constant, part, sql } from '../../../lib/db/sql'
import { insertRows } from '../../../lib/resource/row-writes'
import type { Range } from '../../../lib/time/days'

/** `session_id` is the id of a session, not its number. `created_at` is epoch ms. */
export type NewActivity = {
  activity_type: 'comment' | 'approve' | 'request_changes'
  repo_owner: string
  repo_name: string
  pr_number: number
  session_id: string | null
  metadata: string | null
  date: string
  created_at: number
}

/** Reads ids of sessions, including deleted ones. */
export const sessionIds = (db: D1Database, userId: string, numbers: number[]) =>
  allRows<{ number: number; id: string }>(sql(db)`
    SELECT number, id FROM sessions
    WHERE user_id = ${userId} AND number IN (SELECT value FROM json_each(${JSON.stringify(numbers)}))`)

/** Activities at these instants (epoch ms), in the order in which they were added. */
export const activitiesAt = (db: D1Database, userId: string, instants: number[]) =>
  allRows<Omit<NewActivity, 'date'> & { number: number }>(sql(db)`
    SELECT number, activity_type, repo_owner, repo_name, pr_number, session_id, metadata, created_at
    FROM pr_review_activities
    WHERE user_id = ${userId} AND created_at IN (SELECT value FROM json_each(${JSON.stringify(instants)}))
    ORDER BY number`)

/** Inserts activities. Each statement returns the numbers of its rows. */
export const addActivities = (db: D1Database, userId: string, added: NewActivity[]) =>
  insertRows(db, 'pr_review_activities', userId, added, {}, constant('ORDER BY key RETURNING number'))

/**
 * SQL of a JSON array of activity numbers; undefined is the number of an inserted activity. Must follow the inserts in
 * their batch, because their numbers are derived from the last one: a batch numbers rows without gaps.
 */
export const numbersWithAdded = (numbers: (number | undefined)[]) => {
  let left = numbers.filter((number) => number === undefined).length
  const offsets = numbers.map((number) => {
    if (number !== undefined) return number
    left -= 1
    return -left
  })
  return part`(
    SELECT json_group_array(iif(value > 0, value, last_insert_rowid() + value) ORDER BY key)
    FROM json_each(${JSON.stringify(offsets)}))`
}

export const activityDays = (db: D1Database, userId: string, { from, to }: Range) =>
  allRows<ActivityDay>(sql(db)`
    SELECT ${daySums} FROM pr_review_activities
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to}
    GROUP BY date
    ORDER BY date DESC`)
