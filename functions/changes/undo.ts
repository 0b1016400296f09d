import { orStale, sql } from '../lib/sql'
import { type ChangeKey, dropImages, imagedRows, restoreRows } from './images'
import { undoableTables } from './tables'

/** Sessions that go back to a project that was merged since follow it, because nothing else would take them there. */
const followMerges = (db: D1Database, of: ChangeKey) => sql(db)`
  WITH RECURSIVE went (session_number, into_id) AS (
    SELECT session_number, former.merged_into
    FROM (
      SELECT present.number AS session_number, present.project_id AS former_id
      ${imagedRows(undoableTables.sessions, of)} AND present.project_id = image.value ->> '$.was.project_id')
      CROSS JOIN projects AS former ON former.user_id = ${of.userId} AND former.id = former_id
    WHERE former.merged_into IS NOT NULL
    UNION
    SELECT session_number, next.merged_into
    FROM went CROSS JOIN projects AS next ON next.user_id = ${of.userId} AND next.id = into_id
    WHERE next.merged_into IS NOT NULL)
  UPDATE sessions
  SET project_id = into_id, seq = (SELECT seq FROM change_heads WHERE user_id = ${of.userId})
  FROM went
  WHERE sessions.number = session_number AND +sessions.user_id = ${of.userId}
    AND (SELECT merged_into FROM projects WHERE user_id = ${of.userId} AND id = into_id) IS NULL`

/** The list of apps shows unlock conditions. */
const outdateApps = (db: D1Database, { userId, changeId }: ChangeKey) => sql(db)`
  UPDATE change_heads SET whitelist_seq = seq
  WHERE user_id = ${userId} AND EXISTS (
    SELECT 1 FROM change_parts
    WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = ${undoableTables.conditions.kind})`

/**
 * Undoes a change: each group of columns that still holds what the change wrote gets back what it held before. Edits
 * made since stay. The change goes with it, so that the database is as it was before; a change that is gone already
 * rolls the batch back.
 */
export const undoChange = (db: D1Database, userId: string, changeId: string) => {
  const of = { userId, changeId }
  const { sessions, projects, tags, goals, categories, conditions } = undoableTables
  return [
    ...restoreRows(db, of, sessions),
    ...restoreRows(db, of, projects),
    followMerges(db, of),
    ...restoreRows(db, of, tags),
    ...restoreRows(db, of, goals),
    ...restoreRows(db, of, categories),
    ...restoreRows(db, of, conditions),
    outdateApps(db, of),
    dropImages(db, of),
    sql(db)`DELETE FROM changes WHERE user_id = ${userId} AND id = ${changeId}`,
    orStale(db),
  ]
}
