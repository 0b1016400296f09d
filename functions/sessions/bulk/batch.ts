import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import type { ChangeRow } from '../../changes/schema'
import { undoable } from '../../changes/writes'
import type { App } from '../../lib/env'
import { splitsOf } from '../../lib/hours'
import { refuseWhileBusy } from '../../lib/jobs/queries'
import { updateRows } from '../../lib/resource/rows'
import { newSeq } from '../../lib/resource/stored'
import { conflict, retry } from '../../lib/retry'
import { hashed } from '../../lib/secrets'
import { asPlannedAt, commit, constant, headOf, jsonChunks, part, sql } from '../../lib/sql'
import type { ListedSession } from '../schema'
import { guardNewProjects } from '../writes'
import { type BulkPlan, type ChangedSession, type EditSession, planChanges } from './plan'
import { selectedSessions } from './queries'
import type { Selection } from './selection'

const edited = ({ after }: ChangedSession) => {
  if (!after) return []
  const { id, project_id, goal_id, plan_id = null, chunk_id = null, task_id = null, tags, days } = after
  const { started_at, ended_at, time_zone, day_start_minute } = after
  const { hours } = splitsOf(after)
  const links = { project_id, goal_id, plan_id, chunk_id, task_id }
  return [{ id, ...links, tags, days, hours, started_at, ended_at, time_zone, day_start_minute }]
}

const editSessions = (db: D1Database, userId: string, rows: ReturnType<typeof edited>, now: number) =>
  updateRows(
    db,
    'sessions',
    userId,
    rows,
    {
      planned_until: part`iif(value ->> 'ended_at' > ${now}, value ->> 'ended_at', NULL)`,
      ...{ updated_at: now, seq: newSeq(userId) },
    },
    constant('AND deleted_at IS NULL'),
  )

const deleteSessions = (db: D1Database, userId: string, ids: string[], now: number) =>
  jsonChunks(ids).map(
    (chunk) => sql(db)`
      UPDATE sessions
      SET deleted_at = ${now}, updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND deleted_at IS NULL AND id IN (SELECT value FROM json_each(${chunk}))`,
  )

/** Undoable writes of a plan. Guard: rolls the batch back if the user wrote anything after `seq`. */
const writePlan = (
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

/** Submitted values and errors by field; `form` is for errors of the whole form. */
export type BatchDraft = { values: Record<string, string>; errors: Partial<Record<string, string[]>> }

type BatchRequest = {
  change: EditSession
  kind: ChangeRow['kind']
  /** `Deleted 3 sessions` */
  summary: (sessions: number) => string
}

export type BatchKind = {
  path: string
  title: string
  /** Names of its fields, which the preview passes on to the confirmation. */
  names: string[]
  parse: (
    c: Context<App>,
    values: Record<string, string>,
  ) => Promise<BatchRequest | { errors: Partial<Record<string, string[]>> }>
  fields: (c: Context<App>, draft: BatchDraft) => Promise<Child>
}

type LoadedSelection = { selection: Selection; sessions: ListedSession[]; missing: number; seq: number }

/** Loads the selection. Sessions that no longer exist are counted and deselected. */
export const loadSelection = async (db: D1Database, userId: string, selection: Selection): Promise<LoadedSelection> => {
  const [{ seq }, sessions] = await Promise.all([headOf(db, userId), selectedSessions(db, userId, selection)])
  const existing = new Set(sessions.map(({ id }) => id))
  const ids = selection.ids.filter((id) => existing.has(id))
  return { selection: { ...selection, ids }, sessions, missing: selection.ids.length - ids.length, seq }
}

export type PreparedBatch = LoadedSelection & {
  plan: BulkPlan
  /** Hash of every session before and after; the confirmation is compared with it. */
  fingerprint: string
}

export const previewBatch = async (loaded: LoadedSelection, { change }: BatchRequest): Promise<PreparedBatch> => {
  const plan = planChanges(loaded.sessions, change)
  const { changed, refused } = plan
  return {
    ...loaded,
    plan,
    fingerprint: await hashed(JSON.stringify([changed, refused.map(({ session }) => session)])),
  }
}

type BatchConfirmation = {
  selection: Selection
  seen: string
  skips: boolean
}

type BatchOutcome = { done: { id: string; summary: string } } | { again: PreparedBatch; why: 'changed' | 'refused' }

/** Commits a confirmed preview; returns a new preview if the sessions have changed since. */
export const confirmBatch = (
  db: D1Database,
  userId: string,
  request: BatchRequest,
  { selection, seen, skips }: BatchConfirmation,
  now: number,
): Promise<BatchOutcome> => {
  return retry(async () => {
    const [loaded] = await Promise.all([loadSelection(db, userId, selection), refuseWhileBusy(db, userId)])
    const prepared = await previewBatch(loaded, request)
    const { plan, fingerprint, missing, seq } = prepared
    if (missing > 0 || fingerprint !== seen) return { again: prepared, why: 'changed' }
    if ((plan.refused.length > 0 && !skips) || plan.changed.length === 0) return { again: prepared, why: 'refused' }
    const change = { id: uuid(), kind: request.kind, summary: request.summary(plan.changed.length) }
    if (await commit(db, userId, ['stats'], writePlan(db, userId, change, plan, seq, now))) return { done: change }
    return conflict
  })
}
