import type { z } from 'zod'
import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { CardMembers } from '../cards/schema'
import type { CardData, EntityType } from '../core/protocol'
import { mergeRow, type SentRow } from '../merge-row'
import { PlanMembers } from '../plans/schema'
import { pendingSeq } from '../reconcile'
import type { Refusal, RowVersion } from '../rows'
import { SessionMembers } from '../sessions/schema'
import { reasonOf } from '../values'
import { isSameVersion } from './differences'
import type { Conflict } from './schema'

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

/** The present version of a row; null where it was removed for good. */
export const presentVersion = (conflict: Conflict): RowVersion | null => {
  if (conflict.type === 'plan') return versionOf('plan', conflict.row_id, conflict.present)
  if (conflict.type === 'session') return versionOf('session', conflict.row_id, conflict.present)
  return versionOf('card', conflict.row_id, conflict.present)
}

const read = <Type extends EntityType, S extends z.ZodType>(type: Type, schema: S, data: unknown) => {
  const result = schema.safeParse(data)
  return result.success ? { type, data: result.data } : { reason: reasonOf(result.error) }
}

/** Maps an id that a session names to what is there. */
const known = (id: string | null | undefined, name: string | null) =>
  new Map(id ? [[id, name === null ? null : id]] : [])

const scheduleOf = ({ ease_factor, interval_days, repetitions, next_review, last_review }: CardData) => ({
  ...{ ease_factor, interval_days, repetitions },
  ...{ next_review, last_review },
})

/** The lost version as a device would send it. */
const sentBy = (conflict: Conflict, stored: RowVersion | null, zone: User['preferences']): SentRow | Refusal => {
  const { type, lost } = conflict
  if (conflict.is_deletion) return { type, data: null }
  if (type === 'plan') return read(type, PlanMembers, lost)
  if (type === 'session') return read(type, SessionMembers, lost)
  // A schedule that reviews have moved since stays.
  const isReviewed = stored?.type === 'card' && (conflict.lost?.last_review ?? 0) < (stored.data.last_review ?? 0)
  return read(type, CardMembers(zone), { ...lost, ...(isReviewed && scheduleOf(stored.data)) })
}

const filingOf = (conflict: Conflict) => {
  const { project_id, goal_id } = (conflict.type === 'session' && conflict.lost) || {}
  const { project, goal } = conflict.lost_names
  return { projects: known(project_id, project), goals: known(goal_id, goal) }
}

/** The row as the lost version of a conflict has it; null where it is so already. @param now epoch ms */
export const wantedVersion = (
  conflict: Conflict,
  zone: User['preferences'],
  now: number,
): RowVersion | Refusal | null => {
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
