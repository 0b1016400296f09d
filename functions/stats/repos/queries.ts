import type { DaySum } from '../../ledger/schema'
import { allRows, sql } from '../../lib/sql'

export type Repo = { repo_owner: string; repo_name: string }

/** The spelling of the latest session or review; null without any. */
export const repoSpelling = async (db: D1Database, userId: string, owner: string, name: string) =>
  (await sql(db)`
    SELECT repo_owner, repo_name
    FROM sessions
    WHERE user_id = ${userId} AND lower(repo_owner) = lower(${owner}) AND lower(repo_name) = lower(${name})
      AND pr_number IS NOT NULL AND deleted_at IS NULL
    ORDER BY pr_number DESC, started_at DESC
    LIMIT 1`.first<Repo>()) ??
  (await sql(db)`
    SELECT repo_owner, repo_name
    FROM pr_review_activities
    WHERE user_id = ${userId} AND lower(repo_owner) = lower(${owner}) AND lower(repo_name) = lower(${name})
    ORDER BY created_at DESC
    LIMIT 1`.first<Repo>())

/** In order; `date` is the first day of the month. */
export const monthSums = (db: D1Database, userId: string, subject: string) =>
  allRows<DaySum>(sql(db)`
    SELECT key || '-01' AS date, value ->> 0 AS total_seconds, value ->> 1 AS session_count
    FROM total_stats CROSS JOIN json_each(months)
    WHERE user_id = ${userId} AND subject = ${subject}
    ORDER BY key`)

export type PullSum = { pr_number: number; total_seconds: number; session_count: number }

/**
 * All-time sums of pull requests with sessions, highest number first. Steps from one number to the next by an index, so
 * that the rows read do not depend on how many sessions there are.
 */
export const pullsBelow = (db: D1Database, userId: string, repo: Repo, below: number, limit: number) =>
  allRows<PullSum>(sql(db)`
    WITH RECURSIVE pulls (pr_number) AS (
      SELECT max(pr_number) FROM sessions
      WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo.repo_owner})
        AND lower(repo_name) = lower(${repo.repo_name}) AND pr_number < ${below} AND deleted_at IS NULL
      UNION ALL
      SELECT (
        SELECT max(s.pr_number) FROM sessions AS s
        WHERE s.user_id = ${userId} AND lower(s.repo_owner) = lower(${repo.repo_owner})
          AND lower(s.repo_name) = lower(${repo.repo_name}) AND s.pr_number < pulls.pr_number
          AND s.deleted_at IS NULL)
      FROM pulls
      WHERE pulls.pr_number IS NOT NULL
      LIMIT ${limit + 1})
    SELECT pulls.pr_number, coalesce(t.total_seconds, 0) AS total_seconds,
      coalesce(t.session_count, 0) AS session_count
    FROM pulls LEFT JOIN total_stats AS t ON t.user_id = ${userId}
      AND t.subject = 'pr:' || lower(${repo.repo_owner}) || '/' || lower(${repo.repo_name}) || '#' || pulls.pr_number
    WHERE pulls.pr_number IS NOT NULL
    ORDER BY pulls.pr_number DESC
    LIMIT ${limit}`)

/** The latest session of each pull request; `started_at` is epoch ms. */
export const latestSessions = (db: D1Database, userId: string, repo: Repo, numbers: number[]) =>
  allRows<{ pr_number: number; title: string; started_at: number }>(sql(db)`
    SELECT s.pr_number, s.title, s.started_at
    FROM json_each(${JSON.stringify(numbers)}) CROSS JOIN sessions AS s ON s.number = (
      SELECT number FROM sessions
      WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo.repo_owner})
        AND lower(repo_name) = lower(${repo.repo_name}) AND pr_number = json_each.value AND deleted_at IS NULL
      ORDER BY started_at DESC
      LIMIT 1)`)
