import { v7 as uuid } from 'uuid'
import { plural } from '../lib/format'
import { batchRows, takeBatch } from '../lib/jobs/batches'
import { addJob, busyWith, endJob, unfinishedJob } from '../lib/jobs/queries'
import type { JobKind } from '../lib/jobs/schema'
import { recoverableSince } from '../lib/recoverable'
import { conflict, retry } from '../lib/retry'
import { asPlannedAt, commitUnique, headOf, orStale, part, sql } from '../lib/sql'
import { rowsToEdit } from '../sessions/rows-written'
import { type ChangeKey, dropImages, imagedRows, restoreRows } from './images'
import { change, changeUndoPath, countImages, editedSince, sizesOfImages } from './queries'
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

/** Restores everything but sessions. */
const restoreOthers = (db: D1Database, of: ChangeKey) => {
  const { sessions: _, ...others } = undoableTables
  return Object.values(others).flatMap((table) => restoreRows(db, of, table))
}

const deleteChange = (db: D1Database, { userId, changeId }: ChangeKey) => sql(db)`
  DELETE FROM changes WHERE user_id = ${userId} AND id = ${changeId}`

/**
 * Undoes a change: each group of columns that still holds what the change wrote gets back what it held before. Edits
 * made since stay. The change goes with it, so that the database is as it was before; a change that is gone already
 * rolls the batch back.
 */
export const undoChange = (db: D1Database, userId: string, changeId: string) => {
  const of = { userId, changeId }
  return [
    ...restoreRows(db, of, undoableTables.sessions),
    ...restoreOthers(db, of),
    followMerges(db, of),
    outdateApps(db, of),
    dropImages(db, of),
    deleteChange(db, of),
    orStale(db),
  ]
}

/** Begins to undo a change in steps, with everything but sessions. Guard: as `undoChange`. */
export const undoOthers = (db: D1Database, userId: string, changeId: string) => {
  const of = { userId, changeId }
  return [
    sql(db)`UPDATE changes SET seq = seq WHERE user_id = ${userId} AND id = ${changeId}`,
    orStale(db),
    ...restoreOthers(db, of),
    outdateApps(db, of),
    sql(db)`
      DELETE FROM change_parts
      WHERE user_id = ${userId} AND change_id = ${changeId} AND kind <> ${undoableTables.sessions.kind}`,
  ]
}

/** Restores the sessions of a slice and takes their images away; the change goes with the last. */
const undoSlice = (db: D1Database, of: ChangeKey & { slice: { number: number; images: number } }) => {
  const { userId, changeId, slice } = of
  const ofPart = part`
    user_id = ${userId} AND change_id = ${changeId} AND kind = ${undoableTables.sessions.kind}
      AND number = ${slice.number}`
  return [
    ...restoreRows(db, of, undoableTables.sessions),
    followMerges(db, of),
    sql(db)`
      UPDATE change_parts
      SET rows = (
        SELECT json_group_array(json(value)) FROM json_each(change_parts.rows) WHERE key >= ${slice.images})
      WHERE ${ofPart}`,
    sql(db)`DELETE FROM change_parts WHERE ${ofPart} AND rows = '[]'`,
  ]
}

type UndoWork = { change_id: string }

const planUndo: JobKind['plan'] = async (db, userId, { work }) => {
  const { change_id: changeId }: UndoWork = JSON.parse(work)
  const of = { userId, changeId }
  const images = await sizesOfImages(db, of)
  const [first] = images
  if (!first) return { writes: [deleteChange(db, of)], records: 0, isLast: true }
  const batch = takeBatch(images, rowsToEdit)
  const slice = { number: first.number, images: batch.length }
  return { writes: undoSlice(db, { ...of, slice }), records: batch.length, isLast: false }
}

export const undoChangeJob: JobKind = { name: 'undo-change', plan: planUndo }

type UndoOutcome = 'gone' | 'taken' | { undone: string } | { started: string }

/**
 * Undoes a change, also one that a job has not finished, which ends. Begins a job where that is too much for one batch.
 * @returns `taken` when a project to restore has a name that another has now
 * @throws ProblemError 409 `busy` while another job is not finished
 */
export const undo = (
  db: D1Database,
  userId: string,
  id: string,
  jobKind: (name: string) => JobKind | undefined,
): Promise<UndoOutcome> =>
  retry<UndoOutcome>(async () => {
    const now = Date.now()
    const of = { userId, changeId: id }
    const [head, row, running, edited, images, count] = await Promise.all([
      headOf(db, userId),
      change(db, userId, id, recoverableSince(now)),
      unfinishedJob(db, userId),
      editedSince(db, userId, id),
      sizesOfImages(db, of),
      countImages(db, of),
    ])
    if (running && running.undo !== changeUndoPath(id)) throw busyWith(running)
    if (!row) return 'gone'
    const rows = images.reduce((sum, size) => sum + rowsToEdit(size), 0)
    const isSmall = count.added > 0 || (images.length === count.sessions && rows <= batchRows)
    const keptNote = edited > 0 ? ` Kept ${plural(edited, 'later edit')}.` : ''
    const message = `Undone: ${row.summary}.${keptNote}`
    const job = {
      id: uuid(),
      title: `Undo: ${row.summary}`,
      records: 'sessions restored',
      message: message.replace(/\.$/, ''),
      page: '/changes',
      undo: null,
      total: count.sessions,
    }
    const work: UndoWork = { change_id: id }
    const done = await commitUnique(
      'projects.name_key',
      db,
      userId,
      ['stats'],
      [
        asPlannedAt(db, userId, head.seq),
        ...(running ? endJob(db, userId, jobKind(running.kind), running, now) : []),
        ...(isSmall
          ? undoChange(db, userId, id)
          : [...undoOthers(db, userId, id), ...addJob(db, userId, undoChangeJob, job, { work }, now)]),
      ],
    )
    if (done === 'stale') return conflict
    if (done === 'taken') return 'taken'
    return isSmall ? { undone: message } : { started: job.id }
  })
