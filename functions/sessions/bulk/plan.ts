import { localDateTime, splitDays } from '../../lib/days'
import type { ListedSession } from '../schema'
import { dateError } from '../times/resolve'

/** Returns the edited session, null to delete it, or why it is refused. Its days are derived later. */
export type EditSession = (session: ListedSession) => Omit<ListedSession, 'days'> | null | { refused: string }

/** `after` is null if the batch deletes it. */
export type ChangedSession = { before: ListedSession; after: ListedSession | null }

export type BulkPlan = {
  changed: ChangedSession[]
  refused: { session: ListedSession; why: string }[]
  same: number
}

const times = ['started_at', 'ended_at', 'duration_seconds', 'time_zone', 'day_start_minute'] as const
const links = ['project_id', 'goal_id', 'plan_id', 'chunk_id', 'task_id'] as const

export const isRescheduled = ({ before, after }: ChangedSession) =>
  after !== null && times.some((key) => before[key] !== after[key])

export const isRetagged = ({ before, after }: ChangedSession) =>
  after !== null && JSON.stringify(before.tags) !== JSON.stringify(after.tags)

const isRelinked = (key: (typeof links)[number], { before, after }: ChangedSession) =>
  after !== null && (before[key] ?? null) !== (after[key] ?? null)

export const isReplanned = (edit: ChangedSession) => isRelinked('plan_id', edit) || isRelinked('chunk_id', edit)

export const isOfOtherTask = (edit: ChangedSession) => isRelinked('task_id', edit)

const isChanged = (edit: ChangedSession) =>
  edit.after === null || isRescheduled(edit) || isRetagged(edit) || links.some((key) => isRelinked(key, edit))

const daysOf = (session: Omit<ListedSession, 'days'>) => {
  const ends = [session.started_at, session.ended_at]
  const errors = ends.flatMap((at) => dateError(localDateTime(at, session.time_zone).date) ?? [])
  return errors[0] === undefined ? splitDays(session.started_at, session.duration_seconds, session) : { why: errors[0] }
}

export const planChanges = (sessions: ListedSession[], edit: EditSession): BulkPlan => {
  const plan: BulkPlan = { changed: [], refused: [], same: 0 }
  for (const session of sessions) {
    const edited = edit(session)
    if (edited !== null && 'refused' in edited) {
      plan.refused.push({ session, why: edited.refused })
      continue
    }
    const result = { before: session, after: edited && { ...edited, days: session.days } }
    const days = result.after && isRescheduled(result) ? daysOf(result.after) : session.days
    if ('why' in days) plan.refused.push({ session, why: days.why })
    else if (!isChanged(result)) plan.same += 1
    else plan.changed.push({ before: session, after: result.after && { ...result.after, days } })
  }
  return plan
}
