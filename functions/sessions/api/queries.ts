import { selectFacts, upTo } from '../../ledger/facts'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { allRows, constant, sql } from '../../lib/sql'
import type { StoredSession } from './json'

type Row = Omit<StoredSession, 'tags' | 'artifacts' | 'days' | 'planned'> & {
  tags: string
  artifacts: string
  days: string
  planned: 0 | 1
}

const parseRow = (row: Row): StoredSession => ({
  ...row,
  tags: JSON.parse(row.tags),
  artifacts: JSON.parse(row.artifacts),
  days: JSON.parse(row.days),
  planned: row.planned === 1,
})

const columns = constant(`
  sessions.id, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner, repo_name, pr_number, title, notes,
  tags, artifacts, started_at, ended_at, duration_seconds, status, planned_until IS NOT NULL AS planned, time_zone,
  day_start_minute, days, import_id, seq, created_at, updated_at`)

export const sessionOfId = async (db: D1Database, userId: string, id: string) => {
  const [row] = await allRows<Row>(sql(db)`
    SELECT ${columns} FROM sessions WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`)
  return row ? parseRow(row) : null
}

/** Keyset position: the last session of the page before. Lists by id leave `date` empty. */
export type SessionCursor = { date: string; id: string }

export type ListedSession = { cursor: SessionCursor; session: StoredSession }

const listed = async (statement: D1PreparedStatement): Promise<ListedSession[]> =>
  (await allRows<Row & { date: string }>(statement)).map(({ date, ...row }) => ({
    cursor: { date, id: row.id },
    session: parseRow(row),
  }))

/** Deleted sessions that a page by id may pass over before it is short. */
const passedOver = 25

/**
 * Sessions before the cursor, the latest first; an empty status means any. Deleted ones are read, too, and left out
 * here, so a page can be short, or empty, before a next one, whose cursor is `next`.
 */
export const sessionsBefore = async (
  db: D1Database,
  userId: string,
  { id }: SessionCursor,
  status: StoredSession['status'] | '',
  limit: number,
): Promise<{ page: ListedSession[]; next: string | null }> => {
  const rows = await allRows<Row & { deleted_at: number | null }>(sql(db)`
    SELECT ${columns}, deleted_at
    FROM sessions
    WHERE user_id = ${userId} AND id < ${id} AND (${status} = '' OR status = ${status})
    ORDER BY id DESC
    LIMIT ${limit + 1 + passedOver}`)
  const present = rows.flatMap(({ deleted_at, ...row }) =>
    deleted_at === null ? [{ cursor: { date: '', id: row.id }, session: parseRow(row) }] : [],
  )
  const page = present.slice(0, limit)
  const isCut = present.length <= limit && rows.length === limit + 1 + passedOver
  const last = present.length > limit ? page.at(-1)?.cursor.id : isCut ? rows.at(-1)?.id : undefined
  return { page, next: last ?? null }
}

export const unfinishedBefore = (
  db: D1Database,
  userId: string,
  { id }: SessionCursor,
  status: StoredSession['status'],
  limit: number,
) =>
  listed(sql(db)`
    SELECT '' AS date, ${columns}
    FROM sessions
    WHERE user_id = ${userId} AND id < ${id} AND status <> 'completed' AND deleted_at IS NULL AND status = ${status}
    ORDER BY id DESC
    LIMIT ${limit}`)

/**
 * Sessions with time on a filter in a range, before the cursor. Each is listed once, on its first day in the range, by
 * that day and its id, the latest first.
 */
export const sessionsByDayBefore = (
  db: D1Database,
  userId: string,
  { filter, range }: { filter: LedgerFilter; range: Range },
  { date, id }: SessionCursor,
  limit: number,
) =>
  listed(sql(db)`
    SELECT d.date, ${columns}
    FROM (${selectFacts(userId, [filter], upTo(range, date))}) AS d
      LEFT JOIN sessions ON sessions.user_id = ${userId} AND sessions.id = d.session_id
    WHERE d.is_listed AND (d.date < ${date} OR d.session_id < ${id})
    ORDER BY d.date DESC, d.session_id DESC
    LIMIT ${limit}`)
