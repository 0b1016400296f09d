import { total } from '../../ledger/facts'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { allRows, part, type SqlPart, sql } from '../../lib/sql'
import { journalStart } from './moments'
import type { Edit, EditedSession } from './schema'

/** With the sessions and names of their 200 lines, a page reads at most 1,000 rows. */
export const editsLimit = 500

/** Edits whose sessions are read with them: mostly all that have a line. */
const namedEdits = 40

type StoredEdit = Omit<Edit, 'before' | 'after'> & { before: string | null; after: string | null }

/** Images of edits from before chunks and tasks have none. */
const parseImage = (json: string | null) =>
  json === null ? null : { chunk_id: null, task_id: null, ...JSON.parse(json) }

const parseEdit = ({ before, after, ...edit }: StoredEdit): Edit => ({
  ...edit,
  before: parseImage(before),
  after: parseImage(after),
})

const latestEdits = (userId: string, since: number, limit: number, columns: SqlPart) => part`
      SELECT ${columns}
      FROM ledger_edits
      WHERE user_id = ${userId} AND at > ${since}
      ORDER BY at DESC, number DESC
      LIMIT ${limit}`

/** @param ids a SELECT of ids */
const sessionsOf = (db: D1Database, userId: string, ids: SqlPart) => sql(db)`
    SELECT sessions.id, title, source, status, sessions.created_at, deleted_at, import_id, file_name
    FROM sessions LEFT JOIN imports ON imports.user_id = sessions.user_id AND imports.id = import_id
    WHERE sessions.user_id = ${userId} AND sessions.id IN (${ids})`

/**
 * Reads the figure (seconds), its edits since a moment (epoch ms), latest first, and the sessions of the first of them,
 * in one transaction.
 */
export const figureAndEdits = async (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter,
  range: Range | null,
  since: number,
) => {
  const ids = part`SELECT session_id FROM (${latestEdits(userId, since, namedEdits, part`session_id`)})`
  const [sum, rows, sessions] = await Promise.all([
    total(db, userId, ledger, range),
    allRows<StoredEdit>(
      sql(db)`${latestEdits(userId, since, editsLimit + 1, part`number, session_id, at, before, after`)}`,
    ),
    allRows<EditedSession>(sessionsOf(db, userId, ids)),
  ])
  return {
    seconds: sum.total_seconds,
    edits: rows.slice(0, editsLimit).map(parseEdit),
    isAll: rows.length <= editsLimit,
    sessions,
  }
}

/** Includes deleted sessions, but not those removed for good. */
export const editedSessions = async (db: D1Database, userId: string, ids: string[]) =>
  ids.length === 0
    ? []
    : allRows<EditedSession>(sessionsOf(db, userId, part`SELECT value FROM json_each(${JSON.stringify(ids)})`))

export const deleteOldEdits = (db: D1Database, userId: string, now: number) =>
  sql(db)`DELETE FROM ledger_edits WHERE user_id = ${userId} AND at < ${journalStart(now)}`
