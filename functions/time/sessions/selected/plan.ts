import { localDateTime, splitDays } from '../../../lib/days'
import type { ListedSession } from '../schema'
import { dateError } from '../times/resolve'

/** Returns the edited session, or null where it cannot be so. Its days are derived later. */
export type EditSession = (session: ListedSession) => Omit<ListedSession, 'days'> | null

export type ChangedSession = { before: ListedSession; after: ListedSession }

const times = ['started_at', 'ended_at', 'duration_seconds', 'time_zone', 'day_start_minute'] as const
const links = ['project_id', 'goal_id', 'plan_id', 'chunk_id', 'task_id'] as const

/** The days of a session, null for one that would leave the years that there can be. */
const daysOf = (session: Omit<ListedSession, 'days'>) => {
  const ends = [session.started_at, session.ended_at]
  const isOutside = ends.some((at) => dateError(localDateTime(at, session.time_zone).date))
  return isOutside ? null : splitDays(session.started_at, session.duration_seconds, session)
}

/** The sessions that an edit changes; those that it cannot change are left out. */
export const planChanges = (sessions: ListedSession[], edit: EditSession): ChangedSession[] =>
  sessions.flatMap((before) => {
    const after = edit(before)
    if (!after) return []
    const isRescheduled = times.some((key) => before[key] !== after[key])
    const isRelinked = links.some((key) => (before[key] ?? null) !== (after[key] ?? null))
    if (!isRescheduled && !isRelinked && String(before.tags) === String(after.tags)) return []
    const days = isRescheduled ? daysOf(after) : before.days
    return days ? [{ before, after: { ...after, days } }] : []
  })
