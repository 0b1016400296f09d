import type { z } from 'zod'
import { dayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { mergeCard } from '../cards/merge'
import { CardMembers } from '../cards/schema'
import type { CardData } from '../core/protocol'
import { mergePlan } from '../plans/merge'
import { PlanMembers } from '../plans/schema'
import { pendingSeq } from '../reconcile'
import type { CardVersion, PlanVersion, Refusal, RowVersion, SessionVersion } from '../rows'
import { mergeSession } from '../sessions/merge'
import { SessionMembers } from '../sessions/schema'
import { reasonOf } from '../values'
import { isSameVersion } from './differences'
import type { Conflict, ConflictOf } from './schema'

/** The version of a row that brings a lost one back; null where there is nothing to write. */
type Wanted = RowVersion | Refusal | null

type Moment = Pick<RowVersion, 'id' | 'seq' | 'updatedAt' | 'deletedAt'>

const read = <S extends z.ZodType>(schema: S, data: unknown): { data: z.output<S> } | Refusal => {
  const result = schema.safeParse(data)
  return result.success ? { data: result.data } : { reason: reasonOf(result.error) }
}

const columnsOf = ({ row_id, present }: Conflict): Moment => ({
  id: row_id,
  seq: present?.seq ?? 0,
  updatedAt: present?.updated_at ?? 0,
  deletedAt: present?.deleted_at ?? null,
})

const planVersion = (conflict: ConflictOf<'plan'>): PlanVersion | null => {
  const { data, extra } = conflict.present ?? {}
  return data && extra ? { type: 'plan', ...columnsOf(conflict), data, extra } : null
}

const sessionVersion = (conflict: ConflictOf<'session'>): SessionVersion | null => {
  const { data, extra } = conflict.present ?? {}
  return data && extra ? { type: 'session', ...columnsOf(conflict), data, extra } : null
}

const cardVersion = (conflict: ConflictOf<'card'>): CardVersion | null => {
  const { data, extra } = conflict.present ?? {}
  return data && extra ? { type: 'card', ...columnsOf(conflict), data, extra } : null
}

/** The present version of a row; null where it was removed for good. */
export const presentVersion = (conflict: Conflict): RowVersion | null => {
  if (conflict.type === 'plan') return planVersion(conflict)
  return conflict.type === 'session' ? sessionVersion(conflict) : cardVersion(conflict)
}

const ofPlan = (conflict: ConflictOf<'plan'>, row: Moment): Wanted => {
  const members = read(PlanMembers, conflict.lost)
  if ('reason' in members) return members
  const plan = mergePlan(conflict.row_id, members.data, planVersion(conflict), row.updatedAt)
  return 'reason' in plan ? plan : { type: 'plan', ...row, ...plan }
}

/** Maps an id that a session names to what is there. */
const known = (id: string | null | undefined, name: string | null) =>
  new Map(id ? [[id, name === null ? null : id]] : [])

const ofSession = (conflict: ConflictOf<'session'>, row: Moment, zone: User['preferences'], now: number): Wanted => {
  const { lost, lost_names } = conflict
  const members = read(SessionMembers, lost)
  if ('reason' in members) return members
  const context = {
    projects: known(lost?.project_id, lost_names.project),
    goals: known(lost?.goal_id, lost_names.goal),
    zone,
    now,
  }
  const stored = sessionVersion(conflict)
  const session = mergeSession(members.data, stored, row.updatedAt, context)
  if ('reason' in session) return session
  const isRunning = stored?.data.end_time === null && stored.deletedAt === null
  if (session.data.end_time === null && !isRunning) return { reason: 'end_time: It was still running' }
  return { type: 'session', ...row, ...session }
}

const scheduleOf = ({ ease_factor, interval_days, repetitions, next_review, last_review }: CardData) => ({
  ...{ ease_factor, interval_days, repetitions },
  ...{ next_review, last_review },
})

const ofCard = (conflict: ConflictOf<'card'>, row: Moment, zone: User['preferences'], now: number): Wanted => {
  const { lost } = conflict
  const stored = cardVersion(conflict)
  // A schedule that reviews have moved since stays.
  const isReviewed = stored !== null && (lost?.last_review ?? 0) < (stored.data.last_review ?? 0)
  const members = read(CardMembers(zone), { ...lost, ...(isReviewed && scheduleOf(stored.data)) })
  if ('reason' in members) return members
  const card = mergeCard(members.data, stored, row.updatedAt, dayOf(now, zone))
  return 'reason' in card ? card : { type: 'card', ...row, ...card }
}

const restored = (conflict: Conflict, row: Moment, zone: User['preferences'], now: number): Wanted => {
  if (conflict.type === 'plan') return ofPlan(conflict, row)
  return conflict.type === 'session' ? ofSession(conflict, row, zone, now) : ofCard(conflict, row, zone, now)
}

/** The row as the lost version of a conflict has it; null where it is so already. @param now epoch ms */
export const wantedVersion = (conflict: Conflict, zone: User['preferences'], now: number): Wanted => {
  const present = presentVersion(conflict)
  const updatedAt = Math.max(now, (present?.updatedAt ?? 0) + 1)
  const isThere = present !== null && present.deletedAt === null
  if (conflict.is_deletion) return isThere ? { ...present, seq: pendingSeq, updatedAt, deletedAt: now } : null
  const row = { id: conflict.row_id, seq: pendingSeq, updatedAt, deletedAt: null }
  const wanted = restored(conflict, row, zone, now)
  const isSame = isThere && wanted !== null && 'data' in wanted && isSameVersion(wanted.data, present.data)
  return isSame ? null : wanted
}
