import { v7 as uuid } from 'uuid'
import { plural } from '../lib/format'
import { batchRows, stepRows, takeBatch } from '../lib/jobs/batches'
import { addJob, busyWith, endJob, unfinishedJob } from '../lib/jobs/queries'
import type { FindJobKind, JobKind, JobStep } from '../lib/jobs/schema'
import { recoverableSince } from '../lib/recoverable'
import { conflict, retry } from '../lib/retry'
import { asPlannedAt, commitUnique, headOf, orStale, part, sql } from '../lib/sql'
import { rowsToEdit } from '../sessions/rows-written'
import { type ChangeKey, dropImages, imagedRows, restoreRows } from './images'
import { imagedPlans, planTagsKind, restorePlanTags, rowsOfPlans } from './plan-tags'
import {
  change,
  changeUndoPath,
  countImages,
  countTaggedImages,
  editedSince,
  firstTaggedPart,
  sizesOfImages,
} from './queries'
import { type ImagedTable, rowsOfTags, taggedTables, undoableTables } from './tables'

/** Sessions that go back to a project that was merged since follow it, because nothing else would take them there. */
const followMerges = (db: D1Database, of: ChangeKey) => sql(db)`
  WITH RECURSIVE went (session_number, into_id) AS (
    SELECT session_number, former.merged_into
    FROM (
      SELECT present.number AS session_number, present.project_id AS former_id
      ${imagedRows(undoableTables.sessions, of)} AND present.project_id = image.value ->> '$.was.project_id')
      JOIN projects AS former ON former.user_id = ${of.userId} AND former.id = former_id
    WHERE former.merged_into IS NOT NULL
    UNION
    SELECT session_number, next.merged_into
    FROM went JOIN projects AS next ON next.user_id = ${of.userId} AND next.id = into_id
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

/** Restores everything but sessions and tags of other kinds. */
const restoreOthers = (db: D1Database, of: ChangeKey) => {
  const { sessions: _, ...others } = undoableTables
  return Object.values(others).flatMap((table) => restoreRows(db, of, table))
}

export const deleteChange = (db: D1Database, { userId, changeId }: ChangeKey) => sql(db)`
  DELETE FROM changes WHERE user_id = ${userId} AND id = ${changeId}`

/**
 * Undoes a change: each group of columns that still holds what the change wrote gets back what it held before. Edits
 * made since stay. The change goes with it, so that the database is as it was before; a change that is gone already
 * rolls the batch back. @param plans writes of `restorePlanTags`
 */
const undoChange = (db: D1Database, userId: string, changeId: string, plans: D1PreparedStatement[]) => {
  const of = { userId, changeId }
  return [
    ...restoreRows(db, of, undoableTables.sessions),
    ...taggedTables.flatMap((table) => restoreRows(db, of, table)),
    ...plans,
    ...restoreOthers(db, of),
    followMerges(db, of),
    outdateApps(db, of),
    dropImages(db, of),
    deleteChange(db, of),
    orStale(db),
  ]
}

/** Kinds of images that are restored in steps. */
const inSteps = JSON.stringify([undoableTables.sessions.kind, ...taggedTables.map(({ kind }) => kind), planTagsKind])

/** Begins to undo a change in steps, with everything but what takes them. Guard: as `undoChange`. */
const undoOthers = (db: D1Database, userId: string, changeId: string) => {
  const of = { userId, changeId }
  return [
    sql(db)`UPDATE changes SET seq = seq WHERE user_id = ${userId} AND id = ${changeId}`,
    orStale(db),
    ...restoreOthers(db, of),
    outdateApps(db, of),
    sql(db)`
      DELETE FROM change_parts
      WHERE user_id = ${userId} AND change_id = ${changeId} AND kind NOT IN (SELECT value FROM json_each(${inSteps}))`,
  ]
}

type Sliced = ChangeKey & { slice: { number: number; images: number } }

/** Takes the images of a slice away. */
const dropSlice = (db: D1Database, { userId, changeId, slice }: Sliced, kind: string) => {
  const ofPart = part`
    user_id = ${userId} AND change_id = ${changeId} AND kind = ${kind} AND number = ${slice.number}`
  return [
    sql(db)`
      UPDATE change_parts
      SET rows = (
        SELECT json_group_array(json(value)) FROM json_each(change_parts.rows) WHERE key >= ${slice.images})
      WHERE ${ofPart}`,
    sql(db)`DELETE FROM change_parts WHERE ${ofPart} AND rows = '[]'`,
  ]
}

type UndoWork = { change_id: string }

/** True once the images of all sessions, and of all rows whose tags are in a column, are restored. */
const onlyPlansAreLeft = ({ userId, changeId }: ChangeKey) => part`NOT EXISTS (
            SELECT 1 FROM change_parts AS earlier
            WHERE earlier.user_id = ${userId} AND earlier.change_id = ${changeId} AND earlier.kind <> ${planTagsKind})`

/** Restores the images of plans that are first, which go. */
const undoOfPlans = (db: D1Database, of: ChangeKey, imaged: Awaited<ReturnType<typeof imagedPlans>>): JobStep => {
  const [first] = imaged
  if (!first) return { writes: [deleteChange(db, of)], records: 0, isLast: true }
  const ofPart = imaged.filter((one) => one.part === first.part)
  const batch = takeBatch(ofPart, ({ content }) => rowsOfPlans([{ content: content ?? '' }]))
  const slice = { number: first.part, images: batch.length }
  return {
    writes: [...restorePlanTags(db, of.userId, batch).writes, ...dropSlice(db, { ...of, slice }, planTagsKind)],
    records: batch.length,
    isLast: false,
  }
}

const undoOfRows = (
  db: D1Database,
  of: ChangeKey,
  table: ImagedTable,
  { number, count }: { number: number; count: number },
): JobStep => {
  const images = Math.min(count, Math.max(1, Math.floor(stepRows / rowsOfTags)))
  const sliced = { ...of, slice: { number, images } }
  return {
    writes: [...restoreRows(db, sliced, table), ...dropSlice(db, sliced, table.kind)],
    records: images,
    isLast: false,
  }
}

/** Sessions come first, then rows of other kinds whose tags are in a column, then plans. */
const planUndo: JobKind['plan'] = async (db, userId, { work }) => {
  const { change_id: changeId }: UndoWork = JSON.parse(work)
  const of = { userId, changeId }
  const [images, tagged, plans] = await Promise.all([
    sizesOfImages(db, of),
    firstTaggedPart(db, of),
    imagedPlans(db, of, onlyPlansAreLeft(of)),
  ])
  const [first] = images
  if (!first) {
    const table = taggedTables.find(({ kind }) => kind === tagged?.kind)
    return tagged && table ? undoOfRows(db, of, table, tagged) : undoOfPlans(db, of, plans)
  }
  const batch = takeBatch(images, rowsToEdit)
  const sliced = { ...of, slice: { number: first.number, images: batch.length } }
  const { sessions } = undoableTables
  return {
    writes: [...restoreRows(db, sliced, sessions), followMerges(db, sliced), ...dropSlice(db, sliced, sessions.kind)],
    records: batch.length,
    isLast: false,
  }
}

export const undoChangeJob: JobKind = { name: 'undo-change', plan: planUndo }

type UndoOutcome = 'gone' | 'taken' | { undone: string } | { started: string } | { path: string; summary: string }

/**
 * Undoes a change, also one that a job has not finished, which ends. Begins a job where that is too much for one batch.
 * @returns `taken` when a project to restore has a name that another has now; a path for a change that its POST takes
 * back
 * @throws ProblemError 409 `busy` while another job is not finished
 */
export const undo = (db: D1Database, userId: string, id: string, jobKind: FindJobKind): Promise<UndoOutcome> =>
  retry<UndoOutcome>(async () => {
    const now = Date.now()
    const of = { userId, changeId: id }
    const [head, row, running, edited, images, count, taggedCount, imaged] = await Promise.all([
      headOf(db, userId),
      change(db, userId, id, recoverableSince(now)),
      unfinishedJob(db, userId),
      editedSince(db, userId, id),
      sizesOfImages(db, of),
      countImages(db, of),
      countTaggedImages(db, of),
      imagedPlans(db, of),
    ])
    if (running && running.undo !== changeUndoPath(id)) throw busyWith(running)
    if (!row) return 'gone'
    if (row.undo_path !== null) return { path: row.undo_path, summary: row.summary }
    const plans = restorePlanTags(db, userId, imaged)
    const planCount = imaged[0]?.left_count ?? 0
    const rows =
      images.reduce((sum, size) => sum + rowsToEdit(size), 0) +
      taggedCount * rowsOfTags +
      rowsOfPlans(imaged.map(({ content }) => ({ content: content ?? '' })))
    const isAllRead = images.length === count.sessions && imaged.length === planCount
    const isSmall = count.added > 0 || (isAllRead && rows <= batchRows)
    const kept = edited + plans.edited
    const keptNote = kept > 0 ? ` Kept ${plural(kept, 'later edit')}.` : ''
    const message = `Undone: ${row.summary}.${keptNote}`
    const job = {
      id: uuid(),
      title: `Undo: ${row.summary}`,
      records: taggedCount + planCount > 0 ? 'entries restored' : 'sessions restored',
      message: message.replace(/\.$/, ''),
      page: '/changes',
      undo: null,
      total: count.sessions + taggedCount + planCount,
    }
    const work: UndoWork = { change_id: id }
    const done = await commitUnique(
      'projects.name_key',
      db,
      userId,
      ['stats'],
      [
        asPlannedAt(db, userId, head.seq),
        ...(running ? endJob(db, userId, await jobKind(running.kind), running, now) : []),
        ...(isSmall
          ? undoChange(db, userId, id, plans.writes)
          : [...undoOthers(db, userId, id), ...addJob(db, userId, undoChangeJob, job, { work }, now)]),
      ],
    )
    if (done === 'stale') return conflict
    if (done === 'taken') return 'taken'
    return isSmall ? { undone: message } : { started: job.id }
  })
