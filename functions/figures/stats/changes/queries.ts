import { total } from '../../../ledger/facts'
import type { LedgerFilter } from '../../../ledger/resolve-subject'
import type { Range } from '../../../lib/days'
import { allRows, sql } from '../../../lib/sql'
import { journalStart } from './moments'
import type { Edit, EditedSession } from './schema'

/** The most edits that a page reads. */
export const editsLimit = 500

type StoredEdit = Omit<Edit, 'before' | 'after'> & { before: string | null; after: string | null }

/** Images of edits from before chunks and tasks have none. */
const parseImage = (json: string | null) =>
  json === null ? null : { chunk_id: null, task_id: null, ...JSON.parse(json) }

const parseEdit = ({ before, after, ...edit }: StoredEdit): Edit => ({
  ...edit,
  before: parseImage(before),
  after: parseImage(after),
})

/** Reads the figure (seconds) and its edits since a moment (epoch ms), latest first, in one transaction. */
export const figureAndEdits = async (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter,
  range: Range | null,
  since: number,
) => {
  const [sum, rows] = await Promise.all([
    total(db, userId, ledger, range),
    allRows<StoredEdit>(sql(db)`
      SELECT number, session_id, at, before, after
      FROM ledger_edits
      WHERE user_id = ${userId} AND at > ${since}
      ORDER BY at DESC, number DESC
      LIMIT ${editsLimit + 1}`),
  ])
  return {
    seconds: sum.total_seconds,
    edits: rows.slice(0, editsLimit).map(parseEdit),
    isAll: rows.length <= editsLimit,
  }
}

/** Includes deleted sessions, but not those removed for good. */
export const editedSessions = async (db: D1Database, userId: string, ids: string[]) =>
  ids.length === 0
    ? []
    : allRows<EditedSession>(sql(db)`
        SELECT sessions.id, title, source, status, sessions.created_at, deleted_at, import_id, file_name
        FROM sessions LEFT JOIN imports ON imports.user_id = sessions.user_id AND imports.id = import_id
        WHERE sessions.user_id = ${userId} AND sessions.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)

export const deleteOldEdits = (db: D1Database, userId: string, now: number) =>
  sql(db)`DELETE FROM ledger_edits WHERE user_id = ${userId} AND at < ${journalStart(now)}`
