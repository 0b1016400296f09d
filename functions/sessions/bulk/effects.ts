import type { ListedSession } from '../schema'
import { type ChangedSession, isOfOtherTask, isReplanned, isRescheduled, isRetagged } from './plan'

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
