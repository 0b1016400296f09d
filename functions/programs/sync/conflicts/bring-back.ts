import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { readOnlyText } from '../../../learning/plans/schema'
import { commitPlanned } from '../../../lib/db/retry'
import { type Outdates, orStale, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import type { Problem } from '../../../lib/http/problem'
import { dayOf } from '../../../lib/time/days'
import type { CardData, EntityType } from '../core/protocol'
import { CardMembers } from '../entities/cards'
import { PlanMembers } from '../entities/plans'
import type { PlanVersion, RowRefusal, RowVersion } from '../entities/rows'
import { SessionMembers } from '../entities/sessions'
import { issueReason } from '../entities/values'
import { changeWrites } from '../push/apply'
import { entityKey } from '../push/known'
import { mergePlanEdit } from '../push/merge-plan'
import { mergeRow, type SentRow } from '../push/merge-row'
import { pendingSeq, versionTitle } from '../push/reconcile'
import { sharedPlanWrites } from '../push/share-plans'
import { isSameVersion } from './differences'
import { conflictById } from './queries'
import type { Conflict } from './schema'
import { conflictsPath } from './schema'

type Present<Data, Extra> = {
  data: Data | null
  extra: Extra
  seq: number
  updated_at: number
  deleted_at: number | null
}

const versionOf = <Type extends EntityType, Data, Extra>(type: Type, id: string, row: Present<Data, Extra> | null) =>
  row && row.data !== null
    ? { type, id, seq: row.seq, updatedAt: row.updated_at, deletedAt: row.deleted_at, data: row.data, extra: row.extra }
    : null

/** Present version of a conflict's row; null if it was deleted for good. */
const presentVersion = (conflict: Conflict): RowVersion | null => {
  if (conflict.type === 'plan') return versionOf('plan', conflict.row_id, conflict.present)
  if (conflict.type === 'session') return versionOf('session', conflict.row_id, conflict.present)
  return versionOf('card', conflict.row_id, conflict.present)
}

const read = <Type extends EntityType, S extends z.ZodType>(type: Type, schema: S, data: unknown) => {
  const result = schema.safeParse(data)
  return result.success ? { type, data: result.data } : { reason: issueReason(result.error) }
}

/** Maps the id that a session refers to: to itself, or to null if that row is gone. */
const known = (id: string | null | undefined, name: string | null) =>
  new Map(id ? [[id, name === null ? null : id]] : [])

const scheduleOf = ({ ease_factor, interval_days, repetitions, next_review, last_review }: CardData) => ({
  ease_factor,
  interval_days,
  repetitions,
  next_review,
  last_review,
})

/** The lost version in the form in which a device would send it. */
const sentBy = (conflict: Conflict, stored: RowVersion | null, zone: User['preferences']): SentRow | RowRefusal => {
  const { type, lost } = conflict
  if (conflict.is_deletion) return { type, data: null }
  if (type === 'plan') return read(type, PlanMembers, lost)
  if (type === 'session') return read(type, SessionMembers, lost)
  // Keeps the present schedule if the card was reviewed since.
  const isReviewed = stored?.type === 'card' && (conflict.lost?.last_review ?? 0) < (stored.data.last_review ?? 0)
  return read(type, CardMembers(zone), { ...lost, ...(isReviewed && scheduleOf(stored.data)) })
}

const filingOf = (conflict: Conflict) => {
  const { project_id, goal_id } = (conflict.type === 'session' && conflict.lost) || {}
  const { project, goal } = conflict.lost_names
  return { projects: known(project_id, project), goals: known(goal_id, goal) }
}

/** The row after restoring the lost version of a conflict; null if that changes nothing. @param now epoch ms */
const wantedVersion = (conflict: Conflict, zone: User['preferences'], now: number): RowVersion | RowRefusal | null => {
  const present = presentVersion(conflict)
  const isThere = present !== null && present.deletedAt === null
  if (conflict.is_deletion && !isThere) return null
  const sent = sentBy(conflict, present, zone)
  if ('reason' in sent) return sent
  const updatedAt = Math.max(now, (present?.updatedAt ?? 0) + 1)
  const row = { id: conflict.row_id, seq: pendingSeq, updatedAt, deletedAt: null }
  const context = { ...filingOf(conflict), zone, now, today: dayOf(now, zone) }
  const wanted = mergeRow(sent, present, row, updatedAt, context)
  if (wanted === null || 'reason' in wanted || wanted.deletedAt !== null) return wanted
  const isRunning = present?.type === 'session' && present.data.end_time === null && isThere
  if (wanted.type === 'session' && wanted.data.end_time === null && !isRunning) {
    return { reason: 'end_time: It was still running' }
  }
  return isThere && isSameVersion(wanted.data, present.data) ? null : wanted
}

/** Problem if a version cannot be restored. */
export const cannotRestore = ({ refused }: { refused: string }): Problem => ({
  status: 409,
  code: 'cannot_restore',
  title: 'This version can’t be brought back',
  detail: refused,
  again: conflictsPath,
})

/** Stores the version being replaced as a resolved conflict, so that it can be restored, too. @param now epoch ms */
const keepReplaced = (db: D1Database, userId: string, conflict: Conflict, id: string, now: number) => {
  const { type, row_id, title, lost_by, kept_by } = conflict
  const present = presentVersion(conflict)
  const data = present && present.deletedAt === null ? JSON.stringify(present.data) : null
  return sql(db)`
    INSERT INTO sync_conflicts (user_id, id, type, row_id, reason, title, data, lost_by, kept_by, updated_at, created_at,
      settled_at)
    VALUES (${userId}, ${id}, ${type}, ${row_id}, 'edit', ${present ? versionTitle(present) : title}, ${data}, ${kept_by},
      ${lost_by}, ${present?.updatedAt ?? now}, ${now}, ${now})`
}

/** Resolves a conflict. @param now epoch ms */
export const settleConflict = (db: D1Database, userId: string, id: string, now: number) => [
  sql(db)`
    UPDATE sync_conflicts SET settled_at = coalesce(settled_at, ${now}) WHERE user_id = ${userId} AND id = ${id}`,
  orStale(db),
]

const outdatedBy = ({ type, present }: Conflict): Outdates[] => {
  if (type === 'card') return []
  return type === 'session' && present?.data?.end_time === null ? ['stats', 'timer'] : ['stats']
}

/** A restored conflict. `replaced`: id of the conflict with the replaced version; null if nothing changed. */
export type ConflictRestore = { conflict: Conflict; replaced: string | null }

/** Why a version of a shared plan cannot be restored; null if it can. */
const readOnlyOf = ([stored, mine]: [PlanVersion, PlanVersion]) => {
  const { sharing } = stored.extra
  if (!sharing || stored.deletedAt !== null || mine.deletedAt !== null) return null
  return mergePlanEdit({ mine, stored, decision: 'apply', isOwn: false })?.reason ? `${readOnlyText(sharing)}.` : null
}

const noTimer = 'A timer can’t run again in the past. Edit the session instead.'

/**
 * Restores the lost version of a conflict, stores the replaced version, and resolves the conflict, in one batch. Null
 * if the conflict does not exist. @param now epoch ms @param also more statements for the batch
 */
export const restoreConflict = (
  db: D1Database,
  user: Pick<User, 'id' | 'preferences'>,
  id: string,
  now: number,
  also: (done: ConflictRestore) => D1PreparedStatement[] = () => [],
): Promise<ConflictRestore | { refused: string } | null> =>
  commitPlanned<ConflictRestore | { refused: string } | null>(db, user.id, [], async (head) => {
    const conflict = await conflictById(db, user.id, id)
    if (!conflict) return { result: null }
    if (conflict.reason === 'timer') return { result: { refused: noTimer } }
    if (conflict.refusal !== null) return { result: { refused: refusalText(conflict.refusal) } }
    const settled = { ...conflict, settled_at: conflict.settled_at ?? now }
    const settling = conflict.settled_at === null ? settleConflict(db, user.id, id, now) : []
    const wanted = wantedVersion(conflict, user.preferences, now)
    if (wanted === null) {
      const done = { conflict: settled, replaced: null }
      return { result: done, writes: settling.length > 0 ? [...settling, ...also(done)] : [] }
    }
    if ('reason' in wanted) return { result: { refused: refusalText(wanted.reason) } }
    const present = presentVersion(conflict)
    const plans: [PlanVersion, PlanVersion] | null =
      wanted.type === 'plan' && present?.type === 'plan' ? [present, wanted] : null
    const refused = plans && readOnlyOf(plans)
    if (refused) return { result: { refused } }
    const done = { conflict: settled, replaced: uuid() }
    const changes = new Map([[entityKey(wanted.type, wanted.id), { version: wanted, isEcho: true }]])
    const writes = [
      keepReplaced(db, user.id, conflict, done.replaced, now),
      ...settling,
      ...changeWrites(db, user.id, { changes }, head.seq + 1, now).statements,
      ...(plans ? await sharedPlanWrites(db, user.id, plans, now) : []),
      ...also(done),
    ]
    return { result: done, writes, outdates: outdatedBy(conflict) }
  })

const members: Record<string, string> = {
  content: 'Its document can’t be read',
  start_time: 'Its start is invalid',
  end_time: 'Its end is invalid',
  duration_seconds: 'Its length is invalid',
  time_zone: 'Its time zone is unknown',
}

/** Translates a refusal of the sync into words for people. */
const refusalText = (reason: string) => {
  const [, member = '', rest = reason] = /^([a-z_]+): (.*)$/s.exec(reason) ?? []
  return `${members[member] ?? 'It is no longer valid'}: ${rest}.`.replace(/\.\.$/, '.')
}
