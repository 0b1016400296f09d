import { noTime, type Sums } from '../ledger/schema'
import { rangeSum } from '../ledger/sums'
import { splitsOf } from '../lib/hours'
import { matchExpression } from '../lib/search/match'
import { allRows, constant, jsonChunks, part, type SqlPart, sql } from '../lib/sql'
import { rangeOf, type SessionsView } from './list/view'
import type { ListedSession, NewSession, SessionOnDay, SessionRow } from './schema'

export type Stored<T> = Omit<T, 'tags' | 'days'> & { tags: string; days: string }

export const readStored = <T extends Stored<ListedSession>>(row: T) => {
  const tags: ListedSession['tags'] = JSON.parse(row.tags)
  const days: ListedSession['days'] = JSON.parse(row.days)
  return { ...row, tags, days }
}

type StoredRow = Omit<Stored<SessionRow>, 'artifacts'> & { artifacts: string }

const readRow = ({ artifacts, ...row }: StoredRow): SessionRow => ({
  ...readStored({ ...row, artifacts: [] }),
  artifacts: JSON.parse(artifacts),
})

export const sessionRows = async <T extends ListedSession>(statement: D1PreparedStatement) =>
  (await allRows<Stored<T>>(statement)).map(readStored)

const listStart = { date: '9999-12-31', started_at: Number.MAX_SAFE_INTEGER, number: Number.MAX_SAFE_INTEGER }

/** Columns of a `SessionOnDay` from `session_days AS d` and `sessions AS s`. */
export const onDay = constant(`
      d.date, d.starts, s.number, s.id, s.project_id, s.goal_id, s.plan_id, s.chunk_id, s.task_id, s.title, s.tags, s.repo_owner,
      s.repo_name, s.pr_number, s.started_at, s.ended_at, s.duration_seconds, s.days, s.time_zone, s.day_start_minute`)

/**
 * A view's sessions after its cursor, the latest first: those that began in its range or reach into its first day.
 * Walks the ledger, so that a page costs what it lists. The unary plus keeps SQLite from seeking by the cursor instead
 * of the dates.
 */
export const selectIn = (userId: string, view: SessionsView, limit: number, columns: SqlPart = onDay) => {
  const range = rangeOf(view)
  const after = view.after ?? listStart
  return part`
    SELECT ${columns}
    FROM session_days AS d CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.user_id = ${userId} AND d.subject = ${view.subject}
      AND d.date BETWEEN ${range.from} AND min(${range.to}, ${after.date}) AND (d.starts = 1 OR d.date = ${range.from})
      AND (+d.date, s.started_at, s.number) < (${after.date}, ${after.started_at}, ${after.number})
    ORDER BY d.date DESC, s.started_at DESC, s.number DESC
    LIMIT ${limit}`
}

export const sessionsIn = (db: D1Database, userId: string, view: SessionsView, limit: number) =>
  sessionRows<SessionOnDay>(sql(db)`${selectIn(userId, view, limit)}`)

type WithArtifacts = SessionOnDay & Pick<SessionRow, 'artifacts'>

/** `sessionsIn` with their artifacts. */
export const sessionsWithArtifacts = async (
  db: D1Database,
  userId: string,
  view: SessionsView,
  limit: number,
): Promise<WithArtifacts[]> => {
  const statement = sql(db)`${selectIn(userId, view, limit, part`${onDay}, s.artifacts`)}`
  const rows = await allRows<Stored<SessionOnDay> & { artifacts: string }>(statement)
  return rows.map(({ artifacts, ...row }) => ({ ...readStored(row), artifacts: JSON.parse(artifacts) }))
}

/** Table of the dates of a session: what else they have is then read together with it. */
const datesOf = (userId: string, id: string) => part`(
  SELECT value ->> 0 AS value
  FROM sessions CROSS JOIN json_each(sessions.days)
  WHERE sessions.user_id = ${userId} AND sessions.id = ${id})`

/** @param dates a list, or all of a session by its id */
export const sessionsOfDays = (db: D1Database, userId: string, subject: string, dates: string[] | { of: string }) =>
  sessionRows<SessionOnDay>(sql(db)`
    SELECT ${onDay}
    FROM session_days AS d CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.user_id = ${userId} AND d.subject = ${subject}
      AND d.date IN (SELECT value FROM ${
        Array.isArray(dates) ? part`json_each(${JSON.stringify(dates)})` : datesOf(userId, dates.of)
      })
    ORDER BY d.date DESC, s.started_at DESC, s.number DESC`)

/** The next later day of a view with a session to list. */
export const dayAfter = (db: D1Database, userId: string, view: SessionsView, date: string) =>
  sql(db)`
    SELECT d.date
    FROM session_days AS d CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.user_id = ${userId} AND d.subject = ${view.subject}
      AND d.date > ${date} AND d.date <= ${rangeOf(view).to} AND d.starts = 1
    ORDER BY d.date
    LIMIT 1`.first<string>('date')

/** Sums of a plain view, without its cursor; sessions with those carried into its first day. */
export const plainSums = async (db: D1Database, userId: string, view: SessionsView) => {
  const [sum, carried] = await Promise.all([
    view.from === null && view.to === null
      ? totalSum(db, userId, view.subject)
      : rangeSum(db, userId, view.subject, rangeOf(view)),
    view.from === null ? 0 : carriedCount(db, userId, [view.subject], view.from),
  ])
  return { sessions: sum.session_count + carried, seconds: sum.total_seconds }
}

const totalSum = async (db: D1Database, userId: string, subject: string) =>
  (await sql(db)`
    SELECT session_count, total_seconds FROM total_stats
    WHERE user_id = ${userId} AND subject = ${subject}`.first<Sums>()) ?? noTime

/** Sessions of any of the subjects that reach into a date from the day before. */
export const carriedCount = async (db: D1Database, userId: string, subjects: string[], date: string) =>
  (await sql(db)`
    SELECT count(*) AS carried
    FROM json_each(${JSON.stringify(subjects)})
      CROSS JOIN session_days AS d ON d.user_id = ${userId} AND d.subject = json_each.value AND d.date = ${date}
      CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE d.starts = 0`.first<number>('carried')) ?? 0

/** Ids of sessions that contain the words; reads limit + 1, of which the extra one means that there are more. */
export const sessionsWithWords = async (db: D1Database, userId: string, words: string, limit: number) => {
  const match = matchExpression(words, { userId, kind: 'session' })
  if (match === undefined) return []
  const rows = await allRows<{ id: string }>(sql(db)`
    SELECT documents.id
    FROM search_index CROSS JOIN search_documents AS documents
      ON documents.number = search_index.rowid AND documents.user_id = ${userId}
    WHERE search_index MATCH ${match}
    LIMIT ${limit + 1}`)
  return rows.map(({ id }) => id)
}

export const session = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`
    SELECT number, id, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner, repo_name, pr_number, title, notes,
      tags,
      artifacts, started_at,
      ended_at, duration_seconds, days, time_zone, day_start_minute, seq, created_at, updated_at
    FROM sessions
    WHERE user_id = ${userId} AND id = ${id} AND status = 'completed' AND deleted_at IS NULL`.first<StoredRow>()
  return row && readRow(row)
}

export const deletedSession = async (db: D1Database, userId: string, id: string, since: number) => {
  const row = await sql(db)`
    SELECT number, id, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner, repo_name, pr_number, title, notes,
      tags,
      artifacts, started_at,
      ended_at, duration_seconds, days, time_zone, day_start_minute, seq, created_at, updated_at
    FROM sessions
    WHERE user_id = ${userId} AND id = ${id} AND status = 'completed'
      AND deleted_at > ${since}`.first<StoredRow>()
  return row && readRow(row)
}

/**
 * Triggers update the ledger and rollups; a session that ends after `now` is planned and not counted yet. A row with a
 * known `import_key` is skipped.
 */
export const addSessions = (db: D1Database, userId: string, added: NewSession[], now: number) =>
  jsonChunks(added.map((session) => ({ ...session, ...splitsOf(session) }))).map(
    (chunk) => sql(db)`
      INSERT INTO sessions (user_id, id, source, project_id, goal_id, plan_id, chunk_id, task_id, title, notes, tags, artifacts,
        started_at, ended_at, duration_seconds, days, hours, status, time_zone, day_start_minute, import_id,
        import_key, repo_owner,
        repo_name, pr_number, planned_until, seq, created_at, updated_at)
      SELECT ${userId}, value ->> 'id', value ->> 'source', value ->> 'project_id', value ->> 'goal_id',
        value ->> 'plan_id', value ->> 'chunk_id', value ->> 'task_id', value ->> 'title', value ->> 'notes', value -> 'tags',
        coalesce(value -> 'artifacts', '[]'),
        value ->> 'started_at', value ->> 'ended_at', value ->> 'duration_seconds', value -> 'days', value -> 'hours',
        'completed',
        value ->> 'time_zone', value ->> 'day_start_minute', value ->> 'import_id', value ->> 'import_key',
        value ->> 'repo_owner', value ->> 'repo_name', value ->> 'pr_number',
        iif(value ->> 'ended_at' > ${now}, value ->> 'ended_at', NULL),
        (SELECT seq FROM change_heads WHERE user_id = ${userId}), ${now}, ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, import_key) DO NOTHING`,
  )
