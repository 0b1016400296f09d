import type { DaySum } from '../../ledger/schema'
import { subjectRows } from '../../ledger/subject-sums'
import type { Range } from '../../lib/days'
import { allRows, part, sql } from '../../lib/sql'

export type Repo = { repo_owner: string; repo_name: string }

/** The spelling of the latest session or review; null without any. */
export const repoSpelling = async (db: D1Database, userId: string, owner: string, name: string) => {
  const [session, review] = await Promise.all([
    sql(db)`
    SELECT repo_owner, repo_name
    FROM sessions
    WHERE user_id = ${userId} AND lower(repo_owner) = lower(${owner}) AND lower(repo_name) = lower(${name})
      AND pr_number IS NOT NULL AND deleted_at IS NULL
    ORDER BY pr_number DESC, started_at DESC
    LIMIT 1`.first<Repo>(),
    sql(db)`
    SELECT repo_owner, repo_name
    FROM pr_review_activities
    WHERE user_id = ${userId} AND lower(repo_owner) = lower(${owner}) AND lower(repo_name) = lower(${name})
    ORDER BY created_at DESC
    LIMIT 1`.first<Repo>(),
  ])
  return session ?? review
}

/** In order; `date` is the first day of the month. */
export const monthSums = (db: D1Database, userId: string, subject: string) =>
  allRows<DaySum>(sql(db)`
    SELECT key || '-01' AS date, value ->> 0 AS total_seconds, value ->> 1 AS session_count
    FROM total_stats CROSS JOIN json_each(months)
    WHERE user_id = ${userId} AND subject = ${subject}
    ORDER BY key`)

/** The title and the start (epoch ms) are those of the latest session; null where it is deleted. */
export type PullSum = {
  pr_number: number
  total_seconds: number
  session_count: number
  title: string | null
  started_at: number | null
}

/** Joins the latest session of each pull request of `pulls`. */
const joinLatest = (userId: string, repo: Repo) => part`
    LEFT JOIN sessions AS latest ON latest.number = (
      SELECT number FROM sessions
      WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo.repo_owner})
        AND lower(repo_name) = lower(${repo.repo_name}) AND pr_number = pulls.pr_number AND deleted_at IS NULL
      ORDER BY started_at DESC
      LIMIT 1)`

/** Sums of pull requests with time in a range, highest number first. */
export const pullsOfRange = (
  db: D1Database,
  userId: string,
  repo: Repo,
  { range, below }: { range: Range; below: number },
  limit: number,
) => {
  const prefix = `pr:${`${repo.repo_owner}/${repo.repo_name}`.toLowerCase()}#`
  return allRows<PullSum>(sql(db)`
    WITH signed (subject, sign, total_seconds, session_count) AS (
      ${subjectRows(userId, range, [`pr:${prefix.slice(3, -1)}`])}),
    pulls AS (
      SELECT CAST(substr(subject, ${prefix.length + 1}) AS INTEGER) AS pr_number,
        sum(sign * total_seconds) AS total_seconds, sum(sign * session_count) AS session_count
      FROM signed
      WHERE substr(subject, 1, ${prefix.length}) = ${prefix}
      GROUP BY subject
      HAVING pr_number < ${below} AND (sum(sign * total_seconds) > 0 OR sum(sign * session_count) > 0)
      ORDER BY pr_number DESC
      LIMIT ${limit})
    SELECT pulls.pr_number, pulls.total_seconds, pulls.session_count, latest.title, latest.started_at
    FROM pulls ${joinLatest(userId, repo)}
    ORDER BY pulls.pr_number DESC`)
}

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
      coalesce(t.session_count, 0) AS session_count, latest.title, latest.started_at
    FROM pulls LEFT JOIN total_stats AS t ON t.user_id = ${userId}
      AND t.subject = 'pr:' || lower(${repo.repo_owner}) || '/' || lower(${repo.repo_name}) || '#' || pulls.pr_number
      ${joinLatest(userId, repo)}
    WHERE pulls.pr_number IS NOT NULL
    ORDER BY pulls.pr_number DESC
    LIMIT ${limit}`)
