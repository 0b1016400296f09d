import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import type { ChangeRow } from '../../changes/schema'
import type { App } from '../../lib/env'
import { conflict, retry } from '../../lib/retry'
import { hashed } from '../../lib/secrets'
import { commit, headOf } from '../../lib/sql'
import type { ListedSession } from '../schema'
import { type BulkPlan, type EditSession, planChanges } from './plan'
import { selectedSessions } from './queries'
import type { Selection } from './selection'
import { writePlan } from './writes'

/** What a form shows: what was typed, and what is wrong with it; `form` is about all of it. */
export type BatchDraft = { values: Record<string, string>; errors: Partial<Record<string, string[]>> }

/** What a filled in form asks for. */
export type BatchRequest = {
  change: EditSession
  kind: ChangeRow['kind']
  /** What was done, in words: `Deleted 3 sessions`. */
  summary: (sessions: number) => string
}

/** A kind of change to many sessions: its path, its fields and how they are read. */
export type BatchKind = {
  path: string
  title: string
  /** The names of its fields, which a preview carries on to the confirmation. */
  names: string[]
  read: (
    c: Context<App>,
    values: Record<string, string>,
  ) => Promise<BatchRequest | { errors: Partial<Record<string, string[]>> }>
  fields: (c: Context<App>, draft: BatchDraft) => Promise<Child>
}

/** The sessions chosen, as they were when the change sequence stood at `seq`. */
type LoadedSelection = { selection: Selection; sessions: ListedSession[]; missing: number; seq: number }

/** Reads what was chosen; those that are not there are counted, and chosen no longer. */
export const loadSelection = async (db: D1Database, userId: string, selection: Selection): Promise<LoadedSelection> => {
  const { seq } = await headOf(db, userId)
  const sessions = await selectedSessions(db, userId, selection)
  const there = new Set(sessions.map(({ id }) => id))
  const ids = selection.ids.filter((id) => there.has(id))
  return { selection: { ...selection, ids }, sessions, missing: selection.ids.length - ids.length, seq }
}

export type PreparedBatch = LoadedSelection & {
  plan: BulkPlan
  /** By which a confirmation says what it saw: of every session, as it is and as it is to be. */
  fingerprint: string
}

/** Works out what a batch would do to what was read. Writes nothing. */
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
  /** The fingerprint of the preview that was confirmed. */
  seen: string
  /** What cannot be changed is left out. */
  skips: boolean
}

type BatchOutcome = { done: { id: string; summary: string } } | { again: PreparedBatch; why: 'changed' | 'refused' }

/** Does what a preview showed, all of it or nothing; or gives what it would come to by now, if that is something else. */
export const confirmBatch = (
  db: D1Database,
  userId: string,
  asked: BatchRequest,
  { selection, seen, skips }: BatchConfirmation,
  now: number,
): Promise<BatchOutcome> => {
  return retry(async () => {
    const prepared = await previewBatch(await loadSelection(db, userId, selection), asked)
    const { plan, fingerprint, missing, seq } = prepared
    if (missing > 0 || fingerprint !== seen) return { again: prepared, why: 'changed' }
    if ((plan.refused.length > 0 && !skips) || plan.changed.length === 0) return { again: prepared, why: 'refused' }
    const change = { id: uuid(), kind: asked.kind, summary: asked.summary(plan.changed.length) }
    if (await commit(db, userId, ['stats'], writePlan(db, userId, change, plan, seq, now))) return { done: change }
    return conflict
  })
}
