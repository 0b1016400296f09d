import type { SessionSnapshot } from '../ledger/contribution'
import { dayRows } from '../ledger/filter-sums'
import type { LedgerFilter } from '../ledger/resolve-subject'
import type { NamedSubject } from '../ledger/schema'
import type { Range } from '../lib/days'
import { matchExpression } from '../lib/search/match'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'
import { allDates } from './list/view'
import { bySubject, joinedNameLists, nameListsJson, namesFrom } from './named'
import type { ListedSession } from './schema'

/** A ledger row with its session. `seconds` of the session count here; `starts` is 1 where the session is counted. */
export type LedgerRow = ListedSession & SessionSnapshot & { date: string; starts: 0 | 1; seconds: number }

/** Dates, as text or as SQL that selects them. */
export type RowRange = { from: string | SqlPart; to: string | SqlPart }

type Position = { date: string; started_at: number; number: number }

const beforeAllRows: Position = {
  date: '9999-12-31',
  started_at: Number.MAX_SAFE_INTEGER,
  number: Number.MAX_SAFE_INTEGER,
}

/** The latest sessions have their words looked up one by one; for earlier ones all hits are read, at once. */
const lookedUp = 300

/** Condition for sessions `s` that contain words, on days `d` up to `to`. */
const withWords = (userId: string, words: string, to: SqlPart) => {
  const match = matchExpression(words, { userId, kind: 'session' })
  if (match === undefined) return constant('')
  const matches = part`search_index MATCH ${match}`
  const own = part`documents.user_id = ${userId} AND documents.kind = 'session' AND documents.id = s.id`
  return part`
          AND CASE WHEN d.date > coalesce((
              SELECT date FROM session_days WHERE user_id = ${userId} AND subject = 'all' AND date <= ${to}
              ORDER BY date DESC LIMIT 1 OFFSET ${lookedUp}), '')
            THEN EXISTS (
              SELECT 1 FROM search_documents AS documents CROSS JOIN search_index ON search_index.rowid = documents.number
              WHERE ${own} AND ${matches})
            ELSE (SELECT number FROM search_documents AS documents WHERE ${own})
              IN (SELECT rowid FROM search_index WHERE ${matches}) END`
}

/** SELECT of the ledger rows of a subject after a cursor, the latest first. */
const selectRows = (
  userId: string,
  subject: SqlPart,
  range: RowRange | null,
  after: Position | null,
  limit: number,
  words = '',
) => {
  const { from, to } = range ?? allDates
  const cursor = after ?? beforeAllRows
  const end = part`min(${to}, ${cursor.date})`
  return part`
        SELECT d.date, d.starts, d.seconds, s.number, s.id, s.project_id, s.goal_id, s.plan_id, s.chunk_id, s.task_id,
          lower(s.repo_owner) || '/' || lower(s.repo_name) AS repo, s.repo_owner, s.repo_name, s.pr_number, s.title,
          s.tags, s.started_at, s.ended_at, s.duration_seconds, s.days, s.hours, s.time_zone, s.day_start_minute
        FROM session_days AS d CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
        WHERE d.user_id = ${userId} AND d.subject = ${subject}
          AND d.date BETWEEN ${from} AND ${end}
          AND (+d.date, s.started_at, s.number) < (${cursor.date}, ${cursor.started_at}, ${cursor.number})
          ${withWords(userId, words, end)}
        ORDER BY d.date DESC, s.started_at DESC, s.number DESC
        LIMIT ${limit}`
}

const rowJson = constant(`json_object('date', date, 'starts', starts, 'seconds', seconds, 'number', number, 'id', id,
        'project_id', project_id, 'goal_id', goal_id, 'plan_id', plan_id, 'chunk_id', chunk_id, 'task_id', task_id, 'repo', repo,
        'repo_owner', repo_owner, 'repo_name', repo_name, 'pr_number', pr_number, 'title', title, 'tags', json(tags),
        'started_at', started_at, 'ended_at', ended_at, 'duration_seconds', duration_seconds, 'days', json(days),
        'hours', json(hours), 'time_zone', time_zone, 'day_start_minute', day_start_minute)`)

/**
 * Rows after a cursor, latest first, at most `limit` for each subject, so that the number of rows read does not depend on
 * how many there are. The plus in `+d.date` keeps SQLite from searching by the cursor instead of the dates.
 */
export const rowsBySubject = async (
  db: D1Database,
  userId: string,
  { subjects }: Pick<LedgerFilter, 'subjects'>,
  range: Range | null,
  after: Position | null,
  limit: number,
) => {
  const rows = await allRows<{ rows: string }>(sql(db)`
    SELECT (
      SELECT json_group_array(${rowJson})
      FROM (${selectRows(userId, constant('json_each.value'), range, after, limit)})) AS rows
    FROM json_each(${JSON.stringify(subjects)})`)
  return rows.map(({ rows }): LedgerRow[] => JSON.parse(rows))
}

/** The whole time of a subject on the date of the last row of a list that is full, which may cut that date. */
const lastDaySeconds = (userId: string, subjects: string[], limit: number) => part`
      iif(count = ${limit}, (
        SELECT sum(total_seconds) FROM ${dayRows(subjects)} AS daily
        WHERE daily.user_id = ${userId} AND daily.subject = listed.subject AND daily.date = last), NULL)`

/**
 * Like `rowsBySubject`, with the names of their projects, goals and plans in the same statement, and with `lastDays`: for
 * each subject the time on its last date, where that may be cut. With `words` only sessions that contain them.
 */
export const namedRows = async (
  db: D1Database,
  userId: string,
  { subjects }: Pick<LedgerFilter, 'subjects'>,
  range: RowRange | null,
  after: Position | null,
  limit: number,
  { withLastDays = false, words = '' } = {},
) => {
  const row = await sql(db)`
    WITH each AS MATERIALIZED (
      SELECT json_each.value AS subject, (
        SELECT json_object('rows', json_group_array(${rowJson}), 'lists', ${nameListsJson}, 'count', count(*),
          'last', min(date))
        FROM (${selectRows(userId, constant('json_each.value'), range, after, limit, words)})) AS found
      FROM json_each(${JSON.stringify(subjects)})),
    listed AS MATERIALIZED (
      SELECT subject, found -> '$.rows' AS rows, found ->> '$.count' AS count, found ->> '$.last' AS last,
        found -> '$.lists' AS lists
      FROM each),
    named AS MATERIALIZED (SELECT ${joinedNameLists('listed')})
    SELECT (
      SELECT json_group_array(json_array(json(rows), ${withLastDays ? lastDaySeconds(userId, subjects, limit) : part`NULL`}))
      FROM listed) AS rows, ${namesFrom(userId, 'named')} AS names`.first<{ rows: string; names: string }>()
  const lists: [rows: LedgerRow[], lastDay: number | null][] = JSON.parse(row?.rows ?? '[]')
  const names: NamedSubject[] = JSON.parse(row?.names ?? '[]')
  return { bySubjects: lists.map(([rows]) => rows), lastDays: lists.map(([, last]) => last), names: bySubject(names) }
}

export type Candidate = SessionSnapshot & { id: string; number: number; started_at: number }

type StoredCandidate = Omit<Candidate, 'tags' | 'days' | 'hours'> & { tags: string; days: string; hours: string | null }

const readCandidate = ({ tags, days, hours, ...rest }: StoredCandidate): Candidate => ({
  ...rest,
  tags: JSON.parse(tags),
  days: JSON.parse(days),
  hours: hours === null ? null : JSON.parse(hours),
})

/** Sessions with time under any of the subjects, each once and in no order; reads at most `limit` rows of the ledger. */
export const candidatesOf = async (
  db: D1Database,
  userId: string,
  { subjects }: Pick<LedgerFilter, 'subjects'>,
  range: Range | null,
  limit: number,
) => {
  const { from, to } = range ?? allDates
  const rows = await allRows<StoredCandidate>(sql(db)`
    SELECT s.id, s.number, s.started_at, s.days, s.hours, s.project_id, s.goal_id, s.plan_id, s.chunk_id, s.task_id, s.pr_number, s.tags,
      lower(s.repo_owner) || '/' || lower(s.repo_name) AS repo
    FROM json_each(${JSON.stringify(subjects)})
      CROSS JOIN session_days AS d ON d.user_id = ${userId} AND d.subject = json_each.value
        AND d.date BETWEEN ${from} AND ${to}
      CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    LIMIT ${limit + 1}`)
  return {
    sessions: [...new Map(rows.slice(0, limit).map((row) => [row.id, row])).values()].map(readCandidate),
    isAll: rows.length <= limit,
  }
}

/** Candidates with a date of theirs in the ledger, before a position, latest first by date and id. */
export const entriesBySubject = async (
  db: D1Database,
  userId: string,
  { subjects }: Pick<LedgerFilter, 'subjects'>,
  from: string,
  before: { date: string; id: string },
  limit: number,
) => {
  const { results } = await sql(db)`
    SELECT (
      SELECT json_group_array(json_object('date', date, 'id', id, 'number', number, 'started_at', started_at, 'days',
        json(days), 'hours', json(hours), 'project_id', project_id, 'goal_id', goal_id, 'plan_id', plan_id, 'chunk_id', chunk_id, 'task_id', task_id, 'repo', repo,
        'pr_number', pr_number, 'tags', json(tags)))
      FROM (
        SELECT d.date, s.id, s.number, s.started_at, s.days, s.hours, s.project_id, s.goal_id, s.plan_id, s.chunk_id, s.task_id, s.pr_number,
          s.tags, lower(s.repo_owner) || '/' || lower(s.repo_name) AS repo
        FROM session_days AS d CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
        WHERE d.user_id = ${userId} AND d.subject = json_each.value AND d.date >= ${from}
          AND (d.date, d.session_id) < (${before.date}, ${before.id})
        ORDER BY d.date DESC, d.session_id DESC
        LIMIT ${limit})) AS rows
    FROM json_each(${JSON.stringify(subjects)})`.all<{ rows: string }>()
  return results.map(({ rows }): (Candidate & { date: string })[] => JSON.parse(rows))
}

/** Finished sessions by id, in no order. */
export const candidatesOfIds = async (db: D1Database, userId: string, ids: string[]) =>
  (
    await allRows<StoredCandidate>(sql(db)`
      SELECT s.id, s.number, s.started_at, s.days, s.hours, s.project_id, s.goal_id, s.plan_id, s.chunk_id, s.task_id, s.pr_number, s.tags,
        lower(s.repo_owner) || '/' || lower(s.repo_name) AS repo
      FROM json_each(${JSON.stringify(ids)})
        CROSS JOIN sessions AS s ON s.user_id = ${userId} AND s.id = json_each.value
      WHERE s.status = 'completed' AND s.deleted_at IS NULL`)
  ).map(readCandidate)
