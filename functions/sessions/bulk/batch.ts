import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import type { ChangeRow } from '../../changes/schema'
import type { App } from '../../lib/env'
import { refuseWhileBusy } from '../../lib/jobs/queries'
import { conflict, retry } from '../../lib/retry'
import { hashed } from '../../lib/secrets'
import { commit, headOf } from '../../lib/sql'
import type { ListedSession } from '../schema'
import { type BulkPlan, type EditSession, planChanges } from './plan'
import { selectedSessions } from './queries'
import type { Selection } from './selection'
import { writePlan } from './writes'

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
