import type { LedgerFilter } from '../../ledger/resolve-subject'
import type { Range } from '../../lib/days'
import { sql } from '../../lib/sql'
import { ledgerSum } from '../explain/queries'
import { journalStart } from './moments'
import type { Edit, EditedSession } from './schema'

/** As many edits as one view reads: the most that one change can make. */
export const editsLimit = 10_000

type StoredEdit = Omit<Edit, 'before' | 'after'> & { before: string | null; after: string | null }

const parseEdit = ({ before, after, ...edit }: StoredEdit): Edit => ({
  ...edit,
  before: before === null ? null : JSON.parse(before),
  after: after === null ? null : JSON.parse(after),
})

/** A figure (seconds) as it is now and the edits since a moment (epoch ms), the latest first, both of the same instant. */
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
  const found = edits?.results ?? []
  return {
    seconds: sums?.results[0]?.total_seconds ?? 0,
    edits: found.slice(0, editsLimit).map(parseEdit),
    isAll: found.length <= editsLimit,
  }
}

/** What some sessions are now, and the files that they were imported from; without those that are gone for good. */
export const editedSessions = async (db: D1Database, userId: string, ids: string[]) =>
  (
    await sql(db)`
      SELECT sessions.id, title, source, status, sessions.created_at, deleted_at, import_id, file_name
      FROM json_each(${JSON.stringify(ids)})
      CROSS JOIN sessions ON sessions.user_id = ${userId} AND sessions.id = json_each.value
      LEFT JOIN imports ON imports.user_id = sessions.user_id AND imports.id = import_id`.all<EditedSession>()
  ).results

/** Lets go of a user's edits that are too old to be told. */
export const deleteOldEdits = (db: D1Database, userId: string, now: number) =>
  sql(db)`DELETE FROM ledger_edits WHERE user_id = ${userId} AND at < ${journalStart(now)}`
