import { recoverableSince } from '../lib/db/recoverable'
import { commitPlanned, conflict } from '../lib/db/retry'
import { allRows, constant, newSeq, orStale, part, sql } from '../lib/db/sql'
import type { LocalNow } from '../lib/env'
import { refuseWhileBusy } from '../lib/jobs/queries'
import { kindEntries } from '../lib/kinds'
import { plural } from '../lib/text/format'
import { type ChangeKey, dropImages, imagedRowsSql, restoreRows } from './images'
import { change, countEditedRows } from './queries'
import { filedTables, type ImagedTable, taggedTables, undoableTables } from './tables'

/** SQL of the project into which project `id` was merged; null if it was not merged. */
const mergedInto = (userId: string, id: string) =>
  part`(SELECT merged_into FROM projects WHERE projects.user_id = ${userId} AND projects.id = ${constant(id)})`

/** Moves restored sessions on if their former project was merged since then. Nothing else would move them. */
const followMerges = (db: D1Database, of: ChangeKey) => sql(db)`
  WITH RECURSIVE went (session_id, into_id) AS (
    SELECT present.id, ${mergedInto(of.userId, 'present.project_id')} AS former
    ${imagedRowsSql(undoableTables.sessions, of)} AND present.project_id = image.value ->> '$.was.project_id'
      AND former IS NOT NULL
    UNION
    SELECT session_id, ${mergedInto(of.userId, 'into_id')} AS next FROM went WHERE next IS NOT NULL)
  UPDATE sessions
  SET project_id = into_id, seq = ${newSeq(of.userId)}
  FROM went
  WHERE sessions.user_id = ${of.userId} AND sessions.id = session_id
    AND ${mergedInto(of.userId, 'into_id')} IS NULL`

/** Marks the list of apps as changed, because it shows unlock conditions. */
const outdateApps = (db: D1Database, { userId, changeId }: ChangeKey) => sql(db)`
  UPDATE change_heads SET whitelist_seq = seq
  WHERE user_id = ${userId} AND EXISTS (
    SELECT 1 FROM change_parts
    WHERE user_id = ${userId} AND change_id = ${changeId} AND kind = ${undoableTables.conditions.kind})`

/** Kinds of the rows in a change's images. */
const imagedKinds = async (db: D1Database, { userId, changeId }: ChangeKey) => {
  const found = await allRows<{ kind: string }>(sql(db)`
    SELECT DISTINCT kind FROM change_parts WHERE user_id = ${userId} AND change_id = ${changeId}`)
  return new Set(found.map(({ kind }) => kind))
}

export const deleteChange = (db: D1Database, { userId, changeId }: ChangeKey) => sql(db)`
  DELETE FROM changes WHERE user_id = ${userId} AND id = ${changeId}`

/**
 * Undoes a change: restores each group of columns that still has the values written then. Later edits stay. Deletes the
 * change. If another request has already deleted it, the batch rolls back. @param outside writes of `takenBack`
 */
const undoChange = (
  db: D1Database,
  of: ChangeKey,
  kinds: Set<string>,
  outside: D1PreparedStatement[],
  besides: Awaited<ReturnType<typeof undoneWith>>,
) => {
  const { sessions, ...others } = undoableTables
  const restored = (tables: ImagedTable[]) =>
    tables.filter(({ kind }) => kinds.has(kind)).flatMap((table) => restoreRows(db, of, table))
  return [
    ...besides.flatMap(({ before = [] }) => before),
    ...restored([sessions, ...taggedTables, ...filedTables]),
    ...outside,
    ...restored(Object.values(others)),
    ...besides.flatMap(({ after = [] }) => after),
    followMerges(db, of),
    outdateApps(db, of),
    dropImages(db, of),
    deleteChange(db, of),
    orStale(db),
  ]
}

/** Extra writes of the kinds that are restored, from their features. */
const undoneWith = async (db: D1Database, of: ChangeKey, kinds: Set<string>, now: LocalNow) => {
  const tables = Object.values<ImagedTable>(undoableTables).filter(({ kind }) => kinds.has(kind))
  const writes = tables.map(async (table) => {
    const [, entry] = kindEntries.find(([, { table: name }]) => name === table.name) ?? []
    return (await entry?.undone?.())?.(db, of.userId, imagedRowsSql(table, of), now) ?? {}
  })
  return Promise.all(writes)
}

/** Writes that undo effects outside the columns of rows, from the features of the kinds. */
const takenBack = async (db: D1Database, of: ChangeKey) => {
  const done = await Promise.all(kindEntries.map(async ([, { takesBack }]) => (await takesBack?.())?.(db, of)))
  return {
    writes: done.flatMap((one) => one?.writes ?? []),
    edited: done.reduce((sum, one) => sum + (one?.edited ?? 0), 0),
  }
}

/** Matches the database error if another row now has a restored row's name, date or import key. */
const taken = new RegExp(
  `UNIQUE constraint failed: (index|${Object.values(undoableTables)
    .map(({ name }) => name)
    .join('|')})`,
)

type UndoOutcome = 'gone' | 'taken' | { undone: string } | { path: string; summary: string }

/**
 * Undoes a change.
 * @param also returns more writes for the batch; gets the message
 * @returns `taken` if another row now has the name of a row to restore; a path if the change is undone by POST
 * @throws ProblemError 409 `busy` while a job is not finished
 */
export const undo = (
  db: D1Database,
  userId: string,
  id: string,
  now: LocalNow,
  also: (undone: string) => D1PreparedStatement[] = () => [],
): Promise<UndoOutcome> =>
  commitPlanned<UndoOutcome>(db, userId, ['stats'], async () => {
    const of = { userId, changeId: id }
    const [row, edited, kinds, outside] = await Promise.all([
      change(db, userId, id, recoverableSince(now.instant)),
      countEditedRows(db, userId, id),
      imagedKinds(db, of),
      takenBack(db, of),
      refuseWhileBusy(db, userId),
    ])
    if (!row) return { result: 'gone' }
    if (row.undo_path !== null) return { result: { path: row.undo_path, summary: row.summary } }
    const besides = await undoneWith(db, of, kinds, now)
    const kept = edited + outside.edited
    const keptNote = kept > 0 ? ` Kept ${plural(kept, 'later edit')}.` : ''
    // A summary that ends with the previous time becomes `back to` that time.
    const summary = row.summary.replace(/: [^:]*, was ([\dhms ]+)(\. .*)?$/, ': back to $1')
    const undone = `Undone: ${summary}.${keptNote}`
    return {
      result: { undone },
      writes: [...also(undone), ...undoChange(db, of, kinds, outside.writes, besides)],
      unique: taken,
      otherwise: async (reason) => (reason === 'taken' ? reason : conflict),
    }
  })
