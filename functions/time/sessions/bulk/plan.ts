import { localDateTime, splitDays } from '../../../lib/days'
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

const isRescheduled = ({ before, after }: ChangedSession) =>
  after !== null && times.some((key) => before[key] !== after[key])

const isRetagged = ({ before, after }: ChangedSession) =>
  after !== null && JSON.stringify(before.tags) !== JSON.stringify(after.tags)

const isRelinked = (key: (typeof links)[number], { before, after }: ChangedSession) =>
  after !== null && (before[key] ?? null) !== (after[key] ?? null)

const isReplanned = (edit: ChangedSession) => isRelinked('plan_id', edit) || isRelinked('chunk_id', edit)

const isOfOtherTask = (edit: ChangedSession) => isRelinked('task_id', edit)

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

type DayEffect = { date: string; change: number }

export type Effects = {
  counts: {
    project: number
    goal: number
    plan: number
    task: number
    tags: number
    time: number
    days: number
    deleted: number
  }
  seconds: number
  /** Seconds that move to another day. */
  moved_seconds: number
  days: DayEffect[]
}

const daysText = ({ days }: ListedSession) => JSON.stringify(days)

const changeOfDays = ({ before, after }: ChangedSession) => {
  const changes = new Map(before.days.map(([date, seconds]) => [date, -seconds]))
  for (const [date, seconds] of after?.days ?? []) changes.set(date, (changes.get(date) ?? 0) + seconds)
  return [...changes].filter(([, change]) => change !== 0)
}

const count = (changed: ChangedSession[], is: (change: ChangedSession & { after: ListedSession }) => boolean) =>
  changed.filter(({ before, after }) => after !== null && is({ before, after })).length

export const effectsOf = (changed: ChangedSession[]): Effects => {
  const days = new Map<string, number>()
  let moved = 0
  for (const one of changed) {
    for (const [date, change] of changeOfDays(one)) {
      days.set(date, (days.get(date) ?? 0) + change)
      if (change > 0) moved += change
    }
  }
  return {
    counts: {
      project: count(changed, ({ before, after }) => before.project_id !== after.project_id),
      goal: count(changed, ({ before, after }) => before.goal_id !== after.goal_id),
      plan: count(changed, isReplanned),
      task: count(changed, isOfOtherTask),
      tags: count(changed, isRetagged),
      time: count(changed, isRescheduled),
      days: count(changed, ({ before, after }) => daysText(before) !== daysText(after)),
      deleted: changed.filter(({ after }) => after === null).length,
    },
    seconds: changed.reduce((sum, { before }) => sum + before.duration_seconds, 0),
    moved_seconds: moved,
    days: [...days]
      .filter(([, change]) => change !== 0)
      .map(([date, change]) => ({ date, change }))
      .sort((a, b) => (a.date < b.date ? -1 : 1)),
  }
}

export const largestDayEffects = (days: DayEffect[], most: number) =>
  days
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, most)
    .sort((a, b) => (a.date < b.date ? -1 : 1))
