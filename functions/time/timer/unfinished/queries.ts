import { sessionsAround } from '../../../ledger/facts'
import { allRows, constant, part, type SqlPart, sql } from '../../../lib/db/sql'
import { kindInOrg } from '../../../lib/kinds'
import { inOrg, type Org } from '../../../lib/org'
import type { EndOptionKind, UnfinishedSession } from './schema'
import { abandonPullRequestAfterMs } from './thresholds'

export type OverdueCandidate = Pick<UnfinishedSession, 'id' | 'source' | 'started_at' | 'last_heartbeat_at' | 'seq'>

/** Active sessions old enough to be overdue, including timers with a recent heartbeat. */
export const overdueCandidates = (db: D1Database, userId: string, now: number, limit: number) =>
  allRows<OverdueCandidate>(sql(db)`
    SELECT id, source, started_at, last_heartbeat_at, seq
    FROM sessions
    WHERE user_id = ${userId} AND status = 'active' AND deleted_at IS NULL AND started_at <= ${now - abandonPullRequestAfterMs}
    ORDER BY started_at
    LIMIT ${limit}`)

const columns =
  constant(`id, source, status, title, focus_ends_at, project_id, goal_id, task_id, repo_owner, repo_name, pr_number, started_at,
      ended_at, last_heartbeat_at, time_zone, day_start_minute, seq, deleted_at`)

export const sessionOfAnyStatus = (db: D1Database, userId: string, id: string) =>
  sql(db)`SELECT ${columns} FROM sessions WHERE user_id = ${userId} AND id = ${id}`.first<UnfinishedSession>()

/** Cursor, context and size of a page of unfinished sessions. */
type UnfinishedPage = { below: string; org: Org; limit: number }

/** Abandoned timers, and open or abandoned pull-request sessions, with ids less than `below`, latest first. */
export const unfinishedSessions = (db: D1Database, userId: string, { below, org, limit }: UnfinishedPage) =>
  allRows<UnfinishedSession>(sql(db)`
    SELECT ${columns}
    FROM sessions
    WHERE user_id = ${userId} AND id < ${below} AND status <> 'completed' AND deleted_at IS NULL
      AND (status = 'abandoned' OR source <> 'timer') AND ${inOrg(userId, org, { project: constant('sessions.project_id') })}
    ORDER BY id DESC
    LIMIT ${limit}`)

/** Candidates for unfinished sessions. `inside`: 1 for sessions in the context. */
export const unfinishedCandidates = (db: D1Database, userId: string, limit: number, org: Org) =>
  allRows<OverdueCandidate & Pick<UnfinishedSession, 'status'> & { inside: 0 | 1 }>(sql(db)`
    SELECT id, source, status, started_at, last_heartbeat_at, seq, ${kindInOrg(userId, org, 'session')} AS inside
    FROM sessions
    WHERE user_id = ${userId} AND status <> 'completed' AND deleted_at IS NULL
    LIMIT ${limit}`)

/** SELECT of the start of the first timer that began at `since` (epoch ms) or later, except session `id`; or NULL. */
const nextStart = (userId: string, since: SqlPart, id: SqlPart) => part`
    SELECT min(started_at) AS started_at FROM (
      SELECT started_at FROM (
        SELECT started_at
        FROM sessions
        WHERE user_id = ${userId} AND id IN (${sessionsAround(userId, since, null)}) AND source = 'timer'
          AND ended_at > ${since} AND started_at >= ${since} AND id <> ${id}
        ORDER BY ended_at LIMIT 1)
      UNION ALL
      SELECT started_at
      FROM sessions
      WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL
        AND started_at >= ${since} AND id <> ${id})`

/** Start (epoch ms) of the first timer that began after session `id`, or null. */
export const nextTimerStart = (db: D1Database, userId: string, id: string) => {
  const since = part`(SELECT started_at FROM sessions WHERE user_id = ${userId} AND id = ${id})`
  return sql(db)`${nextStart(userId, since, part`${id}`)}`.first<number>('started_at')
}

/** Maximum time in ms between page views of one visit. */
export const visitGapMs = 30 * 60_000

/**
 * Last activity of each kind in the period in which each session may have ended. `at`: null without activity. The
 * current visit does not count.
 */
export const activitySigns = (db: D1Database, userId: string, ids: string[], now: number) =>
  allRows<{ id: string; kind: EndOptionKind; at: number | null; until: number }>(sql(db)`
    WITH present (since) AS (
      SELECT max(coalesce((
        SELECT iif(ended_at > ${now - visitGapMs}, started_at, NULL)
        FROM visits WHERE user_id = ${userId} ORDER BY started_at DESC LIMIT 1), ${now}))
    ),
    lost (id, source, since, until, repo, pr) AS (
      SELECT id, source, started_at, min(coalesce(ended_at, ${now}), (SELECT since FROM present)),
        iif(source <> 'timer' AND pr_number IS NOT NULL, lower(repo_owner) || '/' || lower(repo_name), NULL),
        iif(source <> 'timer', pr_number, NULL)
      FROM sessions
      WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))),
    used (id, at) AS MATERIALIZED (
      -- No index has the ends of uses: one look through them (9 ms a year) serves all sessions.
      SELECT lost.id, max(app_usage.ended_at)
      FROM app_usage CROSS JOIN lost
      WHERE app_usage.user_id = ${userId} AND app_usage.ended_at > since AND app_usage.ended_at <= until
      GROUP BY lost.id)
    SELECT id, 'page' AS kind, (
      SELECT ended_at FROM visits
      WHERE user_id = ${userId} AND started_at < until AND ended_at > since
      ORDER BY started_at DESC LIMIT 1) AS at, until
    FROM lost
    UNION ALL
    SELECT id, 'earlier_page', (
      SELECT ended_at FROM visits
      WHERE user_id = ${userId} AND started_at < until AND ended_at > since
      ORDER BY started_at DESC LIMIT 1 OFFSET 1), until
    FROM lost
    UNION ALL
    SELECT id, 'app', (SELECT at FROM used WHERE used.id = lost.id), until
    FROM lost
    UNION ALL
    SELECT id, 'next_timer', (${nextStart(userId, constant('since'), constant('lost.id'))}), ${now}
    FROM lost
    WHERE source = 'timer'
    UNION ALL
    SELECT id, 'pull_request', nullif(max(coalesce((
      SELECT created_at FROM pr_review_activities
      WHERE user_id = ${userId} AND created_at > since AND created_at <= until
        AND (pr IS NULL OR pr_number = pr AND lower(repo_owner) || '/' || lower(repo_name) = repo)
      ORDER BY created_at DESC LIMIT 1), 0), coalesce((
      SELECT ended_at FROM sessions
      WHERE pr IS NULL AND user_id = ${userId} AND source = 'extension' AND ended_at > since AND ended_at <= until
        AND sessions.id IN (${sessionsAround(userId, constant('since'), constant('until'))})
      ORDER BY ended_at DESC LIMIT 1), 0)), 0), until
    FROM lost`)

/** True if another session of the same pull request is open. */
export const hasOtherOpenSession = async (db: D1Database, userId: string, id: string) =>
  (await sql(db)`
    SELECT 1
    FROM sessions AS own JOIN sessions AS other
      ON other.user_id = own.user_id AND lower(other.repo_owner) = lower(own.repo_owner)
      AND lower(other.repo_name) = lower(own.repo_name) AND other.pr_number = own.pr_number
    WHERE own.user_id = ${userId} AND own.id = ${id} AND other.pr_number IS NOT NULL AND other.status = 'active'
      AND other.deleted_at IS NULL AND other.id <> ${id}`.first()) !== null
