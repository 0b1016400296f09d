import { localDateTime, splitDays } from '../../lib/days'
import type { ListedSession } from '../schema'
import { dateError } from '../times/resolve'

/** What is to become of a session: its new self with its times but not yet its days, null for deleted, or why not. */
export type EditSession = (session: ListedSession) => Omit<ListedSession, 'days'> | null | { refused: string }

/** A session that a batch changes; `after` is null where it deletes it. */
export type ChangedSession = { before: ListedSession; after: ListedSession | null }

/** What a batch comes to. Nothing else is written. */
export type BulkPlan = {
  changed: ChangedSession[]
  refused: { session: ListedSession; why: string }[]
  /** How many are already as they are to be. */
  same: number
}

const times = ['started_at', 'ended_at', 'duration_seconds', 'time_zone', 'day_start_minute'] as const
const links = ['project_id', 'goal_id'] as const

export const isRescheduled = ({ before, after }: ChangedSession) =>
  after !== null && times.some((key) => before[key] !== after[key])

export const isRetagged = ({ before, after }: ChangedSession) =>
  after !== null && JSON.stringify(before.tags) !== JSON.stringify(after.tags)

const isChanged = (change: ChangedSession) =>
  change.after === null ||
  isRescheduled(change) ||
  isRetagged(change) ||
  links.some((key) => change.before[key] !== change.after?.[key])

/** The days of a session that was moved, or why it cannot be there. */
const daysOf = (session: Omit<ListedSession, 'days'>) => {
  const ends = [session.started_at, session.ended_at]
  const wrong = ends.flatMap((at) => dateError(localDateTime(at, session.time_zone).date) ?? [])
  return wrong[0] === undefined ? splitDays(session.started_at, session.duration_seconds, session) : { why: wrong[0] }
}

/** Works out what a change makes of each session; its split into local days follows where its times are others. */
export const planChanges = (sessions: ListedSession[], change: EditSession): BulkPlan => {
  const plan: BulkPlan = { changed: [], refused: [], same: 0 }
  for (const session of sessions) {
    const made = change(session)
    if (made !== null && 'refused' in made) {
      plan.refused.push({ session, why: made.refused })
      continue
    }
    const kept = { before: session, after: made && { ...made, days: session.days } }
    const days = kept.after && isRescheduled(kept) ? daysOf(kept.after) : session.days
    if ('why' in days) plan.refused.push({ session, why: days.why })
    else if (!isChanged(kept)) plan.same += 1
    else plan.changed.push({ before: session, after: kept.after && { ...kept.after, days } })
  }
  return plan
}
