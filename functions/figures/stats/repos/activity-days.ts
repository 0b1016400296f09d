import { allRows, constant, sql } from '../../../lib/db/sql'
import type { Range } from '../../../lib/time/days'

export type ActivityDay = {
  date: string
  comment_count: number
  approve_count: number
  request_changes_count: number
}

/** Days with activity in a repository, in order. @param repo `owner/name` in lower case */
export const repoActivityDays = (db: D1Database, userId: string, repo: string, { from, to }: Range) =>
  allRows<ActivityDay>(sql(db)`
    SELECT ${daySums} FROM pr_review_activities
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND lower(repo_owner || '/' || repo_name) = ${repo}
    GROUP BY date
    ORDER BY date`)

export const daySums = constant(`date, sum(activity_type = 'comment') AS comment_count,
      sum(activity_type = 'approve') AS approve_count, sum(activity_type = 'request_changes') AS request_changes_count`)
