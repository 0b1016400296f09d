import { selectDays } from '../../ledger/facts'
import { only } from '../../ledger/resolve-subject'
import type { DaySum } from '../../ledger/schema'
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
    SELECT substr(date, 1, 7) || '-01' AS date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (${selectDays(userId, [only(subject)], null)})
    GROUP BY 1
    ORDER BY 1`)

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

/**
 * Sums of pull requests of a repository, highest number first: those with time in a range, or with any session.
 * @param range null for all time
 */
export const pullsOf = (
  db: D1Database,
  userId: string,
  repo: Repo,
  { range, below }: { range: Range | null; below: number },
  limit: number,
) =>
  allRows<PullSum>(sql(db)`
    WITH tracked AS (
      SELECT pr_number, sum(seconds) AS total_seconds, sum(starts) AS session_count
      FROM session_days
      WHERE user_id = ${userId} AND repo = lower(${repo.repo_owner}) || '/' || lower(${repo.repo_name})
        AND pr_number < ${below} AND ${range ? part`date BETWEEN ${range.from} AND ${range.to}` : part`1`}
      GROUP BY pr_number),
    pulls AS (
      ${
        range
          ? part`SELECT pr_number FROM tracked WHERE pr_number IS NOT NULL`
          : part`SELECT DISTINCT pr_number FROM sessions
        WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo.repo_owner})
          AND lower(repo_name) = lower(${repo.repo_name}) AND pr_number < ${below} AND deleted_at IS NULL`
      })
    SELECT pulls.pr_number, coalesce(total_seconds, 0) AS total_seconds, coalesce(session_count, 0) AS session_count,
      latest.title, latest.started_at
    FROM pulls LEFT JOIN tracked ON tracked.pr_number = pulls.pr_number
      ${joinLatest(userId, repo)}
    ORDER BY pulls.pr_number DESC
    LIMIT ${limit}`)
