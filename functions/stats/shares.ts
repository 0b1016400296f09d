import { isoWeekday } from '../lib/days'
import { weekdayNames } from '../lib/format'
import { breakdown, type SharedBy, subjectIds } from './breakdown'
import type { BreakdownQuery } from './json'
import * as q from './queries'
import { type DaySum, hasSessions, type SubjectSum } from './schema'

/** A share of a range's time; the key is null for the time without one. */
type Item = { key: string | number | null; label: string; total_seconds: number; session_count: number }

const sumOf = (items: Pick<Item, 'total_seconds' | 'session_count'>[]) => ({
  total_seconds: items.reduce((sum, item) => sum + item.total_seconds, 0),
  session_count: items.reduce((sum, item) => sum + item.session_count, 0),
})

const without = { plan: 'No plan', repo: 'No repository' }

/** The shares of subjects that not every session is counted under, and what is left of the whole. */
const withRest = (sums: SubjectSum[], by: keyof typeof without): Item[] => {
  const items = sums
    .filter(({ subject }) => subject.startsWith(`${by}:`))
    .map(({ subject, ...sum }) => ({ key: subject.slice(by.length + 1), label: subject.slice(by.length + 1), ...sum }))
  const [all, some] = [sumOf(sums.filter(({ subject }) => subject === 'all')), sumOf(items)]
  const rest = {
    total_seconds: all.total_seconds - some.total_seconds,
    session_count: all.session_count - some.session_count,
  }
  return hasSessions(rest) ? [...items, { key: null, label: without[by], ...rest }] : items
}

const weekdays = (days: DaySum[]): Item[] =>
  weekdayNames.map((label, index) => ({
    key: index + 1,
    label,
    ...sumOf(days.filter(({ date }) => isoWeekday(date) === index + 1)),
  }))

const named = async (db: D1Database, userId: string, sums: SubjectSum[], by: SharedBy): Promise<Item[]> => {
  const ids = subjectIds(sums, by)
  const names = await q.subjectNames(db, userId, by === 'project' ? ids : [], by === 'goal' ? ids : [])
  return breakdown(sums, names, by).map(({ key, label, total_seconds, session_count }) => ({
    key,
    label,
    total_seconds,
    session_count,
  }))
}

/**
 * The time of a range divided up: each weekday, or what has time in it, the longest first and what has none last.
 * The items sum to the range.
 */
export const shares = async (
  db: D1Database,
  userId: string,
  range: { from: string; to: string },
  by: BreakdownQuery['by'],
) => {
  if (by === 'weekday') return weekdays(await q.daySums(db, userId, 'all', range))
  const sums = await q.subjectSums(db, userId, range, ['all', by])
  return by === 'plan' || by === 'repo' ? withRest(sums, by) : named(db, userId, sums, by)
}
