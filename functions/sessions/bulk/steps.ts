import { withImages } from '../../changes/images'
import { changeUndoPath } from '../../changes/queries'
import type { ChangeRow } from '../../changes/schema'
import { undoableTables } from '../../changes/tables'
import { addChange, noteOnChange, undoable } from '../../changes/writes'
import { grouped } from '../../lib/format'
import { splitsOf } from '../../lib/hours'
import { batchesOf } from '../../lib/jobs/batches'
import { addJob } from '../../lib/jobs/queries'
import type { JobKind, NewJob } from '../../lib/jobs/schema'
import { allRows, asPlannedAt, jsonChunks, sql } from '../../lib/sql'
import { rowsToAdd, rowsToDelete, sizeOf } from '../rows-written'
import { guardNewProjects } from '../writes'
import type { BulkPlan, ChangedSession } from './plan'

const edited = ({ after }: ChangedSession) => {
  if (!after) return []
  const { number, project_id, goal_id, plan_id = null, chunk_id = null, task_id = null, tags, days } = after
  const { started_at, ended_at, time_zone, day_start_minute } = after
  const { hours } = splitsOf(after)
  const links = { project_id, goal_id, plan_id, chunk_id, task_id }
  return [{ number, ...links, tags, days, hours, started_at, ended_at, time_zone, day_start_minute }]
}

/**
 * Looked up by number: by user and id SQLite would scan all sessions of the user for each. Rows of a job that began
 * before they had a plan or a task keep theirs.
 */
const editSessions = (db: D1Database, userId: string, rows: ReturnType<typeof edited>, now: number) =>
  jsonChunks(rows).map(
    (chunk) => sql(db)`
      UPDATE sessions
      SET project_id = value ->> 'project_id', goal_id = value ->> 'goal_id',
        plan_id = iif(json_type(value, '$.plan_id') IS NULL, plan_id, value ->> 'plan_id'),
        chunk_id = iif(json_type(value, '$.chunk_id') IS NULL, chunk_id, value ->> 'chunk_id'),
        task_id = iif(json_type(value, '$.task_id') IS NULL, task_id, value ->> 'task_id'), tags = value -> 'tags',
        planned_until = iif(value ->> 'ended_at' > ${now}, value ->> 'ended_at', NULL),
        days = value -> 'days', hours = value -> 'hours',
        started_at = value ->> 'started_at', ended_at = value ->> 'ended_at',
        time_zone = value ->> 'time_zone', day_start_minute = value ->> 'day_start_minute', updated_at = ${now},
        seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      FROM json_each(${chunk}) AS edited
      WHERE sessions.number = edited.value ->> 'number' AND +sessions.user_id = ${userId} AND deleted_at IS NULL`,
  )

const deleteSessions = (db: D1Database, userId: string, ids: string[], now: number) =>
  jsonChunks(ids).map(
    (chunk) => sql(db)`
      UPDATE sessions
      SET deleted_at = ${now}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(${chunk}))`,
  )

/** Undoable writes of a plan. Guard: rolls the batch back if the user wrote anything after `seq`. */
export const writePlan = (
  db: D1Database,
  userId: string,
  change: Pick<ChangeRow, 'id' | 'kind' | 'summary'>,
  plan: BulkPlan,
  seq: number,
  now: number,
) => [
  asPlannedAt(db, userId, seq),
  ...undoable(
    db,
    userId,
    change,
    { sessions: plan.changed.map(({ before }) => before.id) },
    [
      ...editSessions(db, userId, plan.changed.flatMap(edited), now),
      ...deleteSessions(
        db,
        userId,
        plan.changed.flatMap(({ before, after }) => (after ? [] : [before.id])),
        now,
      ),
      ...guardNewProjects(
        db,
        userId,
        plan.changed.flatMap(({ before, after }) => (after ? [{ before, after }] : [])),
      ),
    ],
    now,
  ),
]

type Edited = ReturnType<typeof edited>[number]

/** Sessions of one step by number. `moved` are those that go to another project. */
type BulkPart = { sessions: { number: number; id: string; row: Edited | null; moved: boolean }[] }

/** `seq` is the person's version when the sessions were planned. */
type BulkWork = { change_id: string; seq: number }

const rowsOf = ({ before, after }: ChangedSession) =>
  rowsToDelete(sizeOf(before)) + (after === null ? 0 : rowsToAdd(sizeOf(after)))

export const estimatePlan = ({ changed }: BulkPlan) => changed.reduce((rows, one) => rows + rowsOf(one), 0)

const partOf = (changed: ChangedSession[]): BulkPart => ({
  sessions: changed.map((one) => ({
    number: one.before.number,
    id: one.before.id,
    row: edited(one)[0] ?? null,
    moved: one.after !== null && one.before.project_id !== one.after.project_id,
  })),
})

type StartOptions = { seq: number; now: number; page: string }

/** Begins to change sessions in steps. Guard: rolls the batch back if the user wrote anything after `seq`. */
export const startPlan = (
  db: D1Database,
  userId: string,
  change: Pick<ChangeRow, 'id' | 'kind' | 'summary'>,
  { changed }: BulkPlan,
  { seq, now, page }: StartOptions,
) => {
  const job: NewJob = {
    id: change.id,
    title: change.summary,
    records: 'sessions changed',
    message: change.summary,
    page,
    undo: changeUndoPath(change.id),
    total: changed.length,
  }
  const work: BulkWork = { change_id: change.id, seq }
  return [
    asPlannedAt(db, userId, seq),
    ...addChange(db, userId, change, now),
    ...addJob(db, userId, bulkJob, job, { work, parts: batchesOf(changed, rowsOf).map(partOf) }, now),
  ]
}

/** Numbers of sessions that are as they were when the change was planned. */
const unchanged = async (db: D1Database, userId: string, { sessions }: BulkPart, seq: number) => {
  const numbers = JSON.stringify(sessions.map(({ number }) => number))
  const rows = await allRows<{ number: number }>(sql(db)`
    SELECT number FROM sessions
    WHERE number IN (SELECT value FROM json_each(${numbers})) AND +user_id = ${userId} AND status = 'completed'
      AND deleted_at IS NULL AND seq <= ${seq}`)
  return new Set(rows.map(({ number }) => number))
}

/** Projects that are gone by now, among those that sessions are to go to. */
const goneProjects = async (db: D1Database, userId: string, { sessions }: BulkPart) => {
  const ids = JSON.stringify([...new Set(sessions.flatMap(({ row, moved }) => (moved && row?.project_id) || []))])
  const rows = await allRows<{ id: string }>(sql(db)`
    SELECT id FROM projects
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${ids})) AND +deleted_at IS NOT NULL`)
  return new Set<string | null>(rows.map(({ id }) => id))
}

const planPart: JobKind['plan'] = async (db, userId, { work, part, parts, position, skipped }, now) => {
  const { change_id: changeId, seq }: BulkWork = JSON.parse(work)
  const planned: BulkPart = JSON.parse(part ?? '{"sessions":[]}')
  const [same, gone] = await Promise.all([unchanged(db, userId, planned, seq), goneProjects(db, userId, planned)])
  const sessions = planned.sessions.filter(
    ({ number, row, moved }) => same.has(number) && !(moved && row !== null && gone.has(row.project_id)),
  )
  const isLast = parts <= 1
  const allSkipped = skipped + planned.sessions.length - sessions.length
  return {
    writes: [
      ...withImages(
        db,
        { userId, changeId },
        [{ table: undoableTables.sessions, keys: sessions.map((session) => session.id) }],
        [
          ...editSessions(
            db,
            userId,
            sessions.flatMap(({ row }) => row ?? []),
            now,
          ),
          ...deleteSessions(
            db,
            userId,
            sessions.flatMap((session) => (session.row ? [] : [session.id])),
            now,
          ),
        ],
        now,
        position,
      ),
      ...(isLast && allSkipped > 0 ? [noteOnChange(db, userId, changeId, `${grouped(allSkipped)} skipped`)] : []),
    ],
    records: planned.sessions.length,
    skipped: planned.sessions.length - sessions.length,
    isLast,
  }
}

export const bulkJob: JobKind = {
  name: 'bulk',
  plan: planPart,
  cancel: (db, userId, { work, position }) => {
    const { change_id }: BulkWork = JSON.parse(work)
    return [noteOnChange(db, userId, change_id, `stopped after ${grouped(position)}`)]
  },
}
