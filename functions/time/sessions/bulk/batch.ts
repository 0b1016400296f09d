import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ChangeRow } from '../../../data/changes/queries'
import { type ChangePlan, runUndoable } from '../../../data/changes/run'
import type { App } from '../../../lib/env'
import { splitsOf } from '../../../lib/hours'
import { newSeq, setRows, updateRows } from '../../../lib/resource/stored'
import { hashed } from '../../../lib/secrets'
import { constant, jsonChunks, part, sql } from '../../../lib/sql'
import { filtersOf } from '../list/page'
import { listedColumns, sessionRows, viewFacts } from '../queries'
import type { ListedSession } from '../schema'
import { guardNewProjects } from '../writes'
import { type BulkPlan, type ChangedSession, type EditSession, planChanges } from './plan'
import { type Selection, sessionsLimit } from './selection'

/** Conditions for the sessions `s` of a selection, each for a part of them. */
const conditionsOf = async (db: D1Database, userId: string, { ids, import_id, view }: Selection) => {
  if (ids.length > 0) return jsonChunks(ids).map((chunk) => part`s.id IN (SELECT value FROM json_each(${chunk}))`)
  if (import_id) return [part`s.import_id = ${import_id}`]
  const facts = viewFacts(userId, { ...view, filters: await filtersOf(db, userId, view) })
  return [part`s.id IN (SELECT session_id FROM (${facts}) AS d WHERE d.is_listed)`]
}

/** The selected sessions that exist, the latest first; at most one more than a batch can change. */
const selectedSessions = async (db: D1Database, userId: string, selection: Selection) => {
  const conditions = await conditionsOf(db, userId, selection)
  const found = await Promise.all(
    conditions.map((condition) =>
      sessionRows<ListedSession>(sql(db)`
        SELECT ${listedColumns}
        FROM sessions AS s
        WHERE s.user_id = ${userId} AND s.status = 'completed' AND s.deleted_at IS NULL AND ${condition}
        LIMIT ${sessionsLimit + 1}`),
    ),
  )
  return found.flat().sort((a, b) => b.started_at - a.started_at || b.number - a.number)
}

const edited = ({ after }: ChangedSession) => {
  if (!after) return []
  const { id, project_id, goal_id, plan_id = null, chunk_id = null, task_id = null, tags, days } = after
  const { started_at, ended_at, time_zone, day_start_minute } = after
  const { hours } = splitsOf(after)
  const links = { project_id, goal_id, plan_id, chunk_id, task_id }
  return [{ id, ...links, tags, days, hours, started_at, ended_at, time_zone, day_start_minute }]
}

/** Undoable writes of a plan. */
const writesOf = (db: D1Database, userId: string, { changed }: BulkPlan, now: number) => [
  ...updateRows(
    db,
    'sessions',
    userId,
    changed.flatMap(edited),
    {
      planned_until: part`iif(value ->> 'ended_at' > ${now}, value ->> 'ended_at', NULL)`,
      ...{ updated_at: now, seq: newSeq(userId) },
    },
    constant('AND deleted_at IS NULL'),
  ),
  setRows(
    db,
    'sessions',
    userId,
    changed.flatMap(({ before, after }) => (after ? [] : [before.id])),
    { deleted_at: now },
    now,
  ),
  ...guardNewProjects(
    db,
    userId,
    changed.flatMap(({ before, after }) => (after ? [{ before, after }] : [])),
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

type LoadedSelection = { selection: Selection; sessions: ListedSession[]; missing: number }

/** Loads the selection. Sessions that no longer exist are counted and deselected. */
export const loadSelection = async (db: D1Database, userId: string, selection: Selection): Promise<LoadedSelection> => {
  const sessions = await selectedSessions(db, userId, selection)
  const existing = new Set(sessions.map(({ id }) => id))
  const ids = selection.ids.filter((id) => existing.has(id))
  return { selection: { ...selection, ids }, sessions, missing: selection.ids.length - ids.length }
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
/** The preview to show again instead of a change. */
type Refused = { refused: { again: PreparedBatch; why: 'changed' | 'refused' } }

/** Commits a confirmed preview; refuses with a new one if the sessions have changed since. */
export const confirmBatch = (
  db: D1Database,
  userId: string,
  request: BatchRequest,
  { selection, seen, skips }: BatchConfirmation,
) =>
  runUndoable<Refused>(db, userId, async (now): Promise<ChangePlan | Refused> => {
    const again = await previewBatch(await loadSelection(db, userId, selection), request)
    const { plan, fingerprint, missing } = again
    if (missing > 0 || fingerprint !== seen) return { refused: { again, why: 'changed' } }
    if ((plan.refused.length > 0 && !skips) || plan.changed.length === 0) return { refused: { again, why: 'refused' } }
    return {
      kind: request.kind,
      summary: request.summary(plan.changed.length),
      touched: { sessions: plan.changed.map(({ before }) => before.id) },
      writes: writesOf(db, userId, plan, now),
    }
  })
