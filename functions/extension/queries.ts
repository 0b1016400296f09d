import { type DaySum, noTime, type Sums } from '../ledger/schema'
import type { Range } from '../lib/days'
import { allRows, constant, part, sql } from '../lib/sql'

/** Instants are epoch ms. */
export type PullSession = {
  number: number
  id: string
  repo_owner: string
  repo_name: string
  pr_number: number | null
  title: string
  started_at: number
  ended_at: number | null
  duration_seconds: number | null
  status: 'active' | 'completed' | 'abandoned'
  time_zone: string
  day_start_minute: number
  seq: number
  created_at: number
  deleted_at: number | null
}

const columns = constant(
  `number, id, repo_owner, repo_name, pr_number, title, started_at, ended_at, duration_seconds, status, time_zone,
   day_start_minute, seq, created_at, deleted_at`,
)

/** Includes deleted sessions. */
export const pullSession = (db: D1Database, userId: string, number: number) =>
  sql(db)`
    SELECT ${columns}
    FROM sessions
    WHERE number = ${number} AND user_id = ${userId} AND repo_owner IS NOT NULL`.first<PullSession>()

export type Pull = { repo_owner: string; repo_name: string; pr_number: number }

export const openSession = (db: D1Database, userId: string, { repo_owner, repo_name, pr_number }: Pull) =>
  sql(db)`
    SELECT ${columns}
    FROM sessions
    WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo_owner}) AND lower(repo_name) = lower(${repo_name})
      AND pr_number = ${pr_number} AND status = 'active' AND deleted_at IS NULL`.first<PullSession>()

/** `startedJson` of the open session as text, for the batch that opens it. */
export const startedAnswer = (userId: string, { repo_owner, repo_name, pr_number }: Pull) => part`(
  SELECT json_object('session_id', number, 'start_time', strftime('%Y-%m-%dT%H:%M:%fZ', started_at / 1000.0, 'unixepoch'),
    'repo_owner', repo_owner, 'repo_name', repo_name, 'pr_number', pr_number, 'status', status)
  FROM sessions
  WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo_owner}) AND lower(repo_name) = lower(${repo_name})
    AND pr_number = ${pr_number} AND status = 'active' AND deleted_at IS NULL)`

export const pullSessions = (db: D1Database, userId: string, limit: number, offset: number) =>
  allRows<PullSession>(sql(db)`
    SELECT ${columns}
    FROM sessions
    WHERE user_id = ${userId} AND repo_owner IS NOT NULL AND deleted_at IS NULL
    ORDER BY started_at DESC, number DESC
    LIMIT ${limit} OFFSET ${offset}`)

/** Counts finished sessions from the sums of repositories, and unfinished ones by row. */
export const pullSessionCount = async (db: D1Database, userId: string) => {
  const [row] = await allRows<{ total: number }>(sql(db)`
    SELECT
      (SELECT coalesce(sum(starts), 0) FROM session_days WHERE user_id = ${userId} AND repo IS NOT NULL) +
      (SELECT count(*) FROM sessions
       WHERE user_id = ${userId} AND status <> 'completed' AND deleted_at IS NULL AND repo_owner IS NOT NULL) AS total`)
  return row?.total ?? 0
}

export const pullDays = (db: D1Database, userId: string, { from, to }: Range) =>
  allRows<DaySum>(sql(db)`
    SELECT date, sum(seconds) AS total_seconds, sum(starts) AS session_count
    FROM session_days
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND repo IS NOT NULL
    GROUP BY date
    ORDER BY date DESC`)

export const repoTotal = async (db: D1Database, userId: string, owner: string, name: string) =>
  (await sql(db)`
    SELECT coalesce(sum(seconds), 0) AS total_seconds, coalesce(sum(starts), 0) AS session_count
    FROM session_days
    WHERE user_id = ${userId} AND repo = lower(${owner}) || '/' || lower(${name})`.first<Sums>()) ?? noTime
