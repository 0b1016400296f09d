import { ledgerSum } from '../../ledger/filter-sums'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { allRows, sql } from '../../lib/sql'
import { journalStart } from './moments'
import type { Edit, EditedSession } from './schema'

/** With the sessions and names of their 200 lines, a page reads at most 1,000 rows. */
export const editsLimit = 500

type StoredEdit = Omit<Edit, 'before' | 'after'> & { before: string | null; after: string | null }

/** Images of edits from before chunks have none. */
const parseImage = (json: string | null) => (json === null ? null : { chunk_id: null, ...JSON.parse(json) })

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
  const [sums, edits] = await db.batch<StoredEdit & { total_seconds: number }>([
    ledgerSum(db, userId, ledger, range),
    sql(db)`
      SELECT number, session_id, at, before, after
      FROM ledger_edits
      WHERE user_id = ${userId} AND at > ${since}
      ORDER BY at DESC, number DESC
      LIMIT ${editsLimit + 1}`,
  ])
  const rows = edits?.results ?? []
  return {
    seconds: sums?.results[0]?.total_seconds ?? 0,
    edits: rows.slice(0, editsLimit).map(parseEdit),
    isAll: rows.length <= editsLimit,
  }
}

/** Includes deleted sessions, but not those removed for good. */
export const editedSessions = (db: D1Database, userId: string, ids: string[]) =>
  allRows<EditedSession>(sql(db)`
    SELECT sessions.id, title, source, status, sessions.created_at, deleted_at, import_id, file_name
    FROM json_each(${JSON.stringify(ids)})
    CROSS JOIN sessions ON sessions.user_id = ${userId} AND sessions.id = json_each.value
    LEFT JOIN imports ON imports.user_id = sessions.user_id AND imports.id = import_id`)

export const deleteOldEdits = (db: D1Database, userId: string, now: number) =>
  sql(db)`DELETE FROM ledger_edits WHERE user_id = ${userId} AND at < ${journalStart(now)}`
