import { kindInOrg } from '../../lib/kinds'
import { inOrg, type Org } from '../../lib/org'
import { allRows, constant, part, type SqlPart, sql } from '../../lib/sql'
import { joinNames, type NameColumns, nameColumns, namesIn } from '../../sessions/named'
import type { EndOptionKind, UnfinishedSession } from './schema'
import { abandonPullRequestAfterMs } from './thresholds'

export type OverdueCandidate = Pick<UnfinishedSession, 'id' | 'source' | 'started_at' | 'last_heartbeat_at' | 'seq'>

/** Active sessions old enough to be overdue. A timer with a recent heartbeat is among them. */
export const overdueCandidates = (db: D1Database, userId: string, now: number, limit: number) =>
  allRows<OverdueCandidate>(sql(db)`
    SELECT id, source, started_at, last_heartbeat_at, seq
    FROM sessions
    WHERE user_id = ${userId} AND status = 'active' AND deleted_at IS NULL AND started_at <= ${now - abandonPullRequestAfterMs}
    ORDER BY started_at
    LIMIT ${limit}`)

export const sessionOfAnyStatus = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT id, source, status, title, project_id, goal_id, task_id, repo_owner, repo_name, pr_number, started_at, ended_at,
      last_heartbeat_at, time_zone, day_start_minute, seq, deleted_at
    FROM sessions
    WHERE user_id = ${userId} AND id = ${id}`.first<UnfinishedSession>()

/** Where a page of unfinished sessions goes on, and the context whose ones it has. */
export type UnfinishedPage = { below: string; org: Org; limit: number }

const unfinishedBelow = (userId: string, { below, org }: UnfinishedPage) => part`
    s.user_id = ${userId} AND s.id < ${below} AND s.status <> 'completed' AND s.deleted_at IS NULL
      AND (s.status = 'abandoned' OR s.source <> 'timer')
      AND ${inOrg(userId, org, { project: constant('s.project_id') })}`

/**
 * Abandoned timers and open or abandoned pull-request sessions with an id below `below`, the latest first, with the
 * names of their projects, goals and tasks.
 */
export const unfinishedSessions = async (db: D1Database, userId: string, page: UnfinishedPage) => {
  const rows = await allRows<UnfinishedSession & NameColumns>(sql(db)`
    SELECT s.id, s.source, s.status, s.title, s.project_id, s.goal_id, s.task_id, s.repo_owner, s.repo_name, s.pr_number,
      s.started_at, s.ended_at, s.last_heartbeat_at, s.time_zone, s.day_start_minute, s.seq, s.deleted_at, ${nameColumns}
    FROM sessions AS s ${joinNames(userId)}
    WHERE ${unfinishedBelow(userId, page)}
    ORDER BY s.id DESC
    LIMIT ${page.limit}`)
  return { sessions: rows.map(({ project_name, goal_name, task_name, ...session }) => session), names: namesIn(rows) }
}

/** `inside` is 1 for those that the context shows. */
export const unfinishedCandidates = (db: D1Database, userId: string, limit: number, org: Org) =>
  allRows<OverdueCandidate & Pick<UnfinishedSession, 'status'> & { inside: 0 | 1 }>(sql(db)`
    SELECT id, source, status, started_at, last_heartbeat_at, seq, ${kindInOrg(userId, org, 'session')} AS inside
    FROM sessions
    WHERE user_id = ${userId} AND status <> 'completed' AND deleted_at IS NULL
    LIMIT ${limit}`)

/** The interval (epoch ms) in which a session may have ended. */
export type SearchInterval = { id: string; since: number; until: number }

/** The current visit, whose start `present` has, is no sign of an end. */
const beforeVisit = (until: SqlPart) => part`min(${until}, (SELECT since FROM present))`

/** SELECT of an interval, and of the pull request that it is limited to. */
export const knownInterval = ({ id, since, until }: SearchInterval) => part`
      SELECT ${id}, ${since}, ${beforeVisit(part`${until}`)}, NULL, NULL`

const intervalColumns = (now: number) => part`
      s.id, s.started_at, ${beforeVisit(part`coalesce(s.ended_at, ${now})`)},
        iif(s.source <> 'timer' AND s.pr_number IS NOT NULL, lower(s.repo_owner) || '/' || lower(s.repo_name), NULL),
        iif(s.source <> 'timer', s.pr_number, NULL)`

/** Like `knownInterval`, for a session by its id: signs are then searched for while it is read. */
export const intervalOf = (userId: string, id: string, now: number) => part`
      SELECT ${intervalColumns(now)} FROM sessions AS s WHERE s.user_id = ${userId} AND s.id = ${id}`

/** Like `knownInterval`, for the sessions that `unfinishedSessions` reads. */
export const unfinishedIntervals = (userId: string, page: UnfinishedPage, now: number) => part`
      SELECT ${intervalColumns(now)}
      FROM sessions AS s
      WHERE ${unfinishedBelow(userId, page)}
      ORDER BY s.id DESC
      LIMIT ${page.limit}`

/** Page views less than this apart are one visit. */
export const visitGapMs = 30 * 60_000

/** The last activity of each kind in each interval, before the current visit; `at` is null if there is none. */
export const activitySigns = (db: D1Database, userId: string, intervals: SqlPart, now: number) =>
  allRows<{ id: string; kind: EndOptionKind; at: number | null; until: number }>(sql(db)`
    WITH present (since) AS (
      SELECT max(coalesce((
        SELECT iif(ended_at > ${now - visitGapMs}, started_at, NULL)
        FROM visits WHERE user_id = ${userId} ORDER BY started_at DESC LIMIT 1), ${now}))
    ),
    lost (id, since, until, repo, pr) AS (${intervals})
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
    SELECT id, 'app', (
      SELECT ended_at FROM app_usage
      WHERE user_id = ${userId} AND ended_at > since AND ended_at <= until
      ORDER BY ended_at DESC LIMIT 1), until
    FROM lost
    UNION ALL
    SELECT id, 'pull_request', (
      SELECT created_at FROM pr_review_activities
      WHERE user_id = ${userId} AND created_at > since AND created_at <= until
        AND (pr IS NULL OR pr_number = pr AND lower(repo_owner) || '/' || lower(repo_name) = repo)
      ORDER BY created_at DESC LIMIT 1), until
    FROM lost
    UNION ALL
    SELECT id, 'pull_request', (
      SELECT ended_at FROM sessions
      WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL AND source = 'extension'
        AND ended_at > since AND ended_at <= until
      ORDER BY ended_at DESC LIMIT 1), until
    FROM lost
    WHERE pr IS NULL`)

const startOf = (userId: string, id: string) =>
  part`(SELECT started_at FROM sessions WHERE user_id = ${userId} AND id = ${id})`

/** Start (epoch ms) of the first timer after that of the session `id`, or null. */
export const nextTimerStart = (db: D1Database, userId: string, id: string) =>
  sql(db)`
    SELECT min(started_at) AS started_at FROM (
      SELECT started_at FROM (
        SELECT started_at
        FROM sessions
        WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL AND source = 'timer'
          AND ended_at > ${startOf(userId, id)} AND started_at >= ${startOf(userId, id)} AND id <> ${id}
        ORDER BY ended_at LIMIT 1)
      UNION ALL
      SELECT started_at
      FROM sessions
      WHERE user_id = ${userId} AND status = 'active' AND source = 'timer' AND deleted_at IS NULL
        AND started_at >= ${startOf(userId, id)} AND id <> ${id})`.first<number>('started_at')

/** True when another session of the same pull request is open. */
export const hasOtherOpenSession = async (db: D1Database, userId: string, id: string) =>
  (await sql(db)`
    SELECT 1
    FROM sessions AS own JOIN sessions AS other
      ON other.user_id = own.user_id AND lower(other.repo_owner) = lower(own.repo_owner)
      AND lower(other.repo_name) = lower(own.repo_name) AND other.pr_number = own.pr_number
    WHERE own.user_id = ${userId} AND own.id = ${id} AND other.pr_number IS NOT NULL AND other.status = 'active'
      AND other.deleted_at IS NULL AND other.id <> ${id}`.first()) !== null
