import * as q from '../../../ledger/facts'
import type { LedgerFilter } from '../../../ledger/resolve-subject'
import { findStreaks, freeDay } from '../../../ledger/streaks'
import type { User } from '../../../lib/env'
import { dateOf, dayNumber, type Range } from '../../../lib/time/days'
import { daysOff } from '../../../time/days-off/queries'
import { allDates } from '../../../time/sessions/list/view'
import type { ExplainedFigure } from './schema'

/** Days with time, in order. @param range null for all time */
const activeDaysOf = async (db: D1Database, userId: string, filter: LedgerFilter, range: Range | null) =>
  (await q.readDaySums(db, userId, filter, range)).filter(({ total_seconds }) => total_seconds > 0)

const isStreakFigure = (figure: ExplainedFigure) => figure === 'streak' || figure === 'longest'

/** Days off that a streak can skip. Whether it skips one depends on the days with time. */
const readDaysOff = (db: D1Database, userId: string, range: Range | null) => daysOff(db, userId, range ?? allDates)

/** True for figures explained by days instead of sessions. */
export const isDaysFigure = (figure: ExplainedFigure) =>
  isStreakFigure(figure) || figure === 'active' || figure === 'average'

/** A day of a figure. `passed`: why a day without time does not break a streak. */
type FigureDay = { date: string; seconds: number; passed?: string }

/** A page of days, latest first; `count` is the number of days with time on all pages. */
export type FigureDays = { days: FigureDay[]; count: number; next: string | null }

const pageSize = 100

/** The streak of a figure, and the free days that do not break a streak. */
const findStreak = (
  { preferences }: User,
  active: number[],
  daysOff: string[],
  { range, figure, today }: { range: Range | null; figure: ExplainedFigure; today: string },
) => {
  const [first, last] = [active[0], active.at(-1)].map((day) => (day === undefined ? today : dateOf(day)))
  const whole = { from: range?.from ?? first ?? today, to: range?.to ?? (last && last > today ? last : today) }
  const free = { restDays: preferences.rest_days, daysOff: new Set(daysOff) }
  const { current, longest } = findStreaks(active, { ...whole, today, ...free })
  return { streak: figure === 'streak' ? current : longest, free }
}

const eachDay = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** The days whose sessions make up a figure. @param query `before`: last date of the previous page, or empty */
export const figureDays = async (
  db: D1Database,
  user: User,
  ledger: LedgerFilter,
  query: { range: Range | null; figure: ExplainedFigure; before: string; today: string },
): Promise<FigureDays> => {
  const { range, figure, before, today } = query
  const [days, off] = await Promise.all([
    activeDaysOf(db, user.id, ledger, range),
    isStreakFigure(figure) ? readDaysOff(db, user.id, range) : null,
  ])
  const active = days.map(({ date }) => dayNumber(date))
  const found = off && findStreak(user, active, off, { range, figure, today })
  const inStreak = found?.streak ? eachDay(found.streak.first, found.streak.last) : []
  const end = before === '' ? Number.POSITIVE_INFINITY : dayNumber(before)
  const below = (found ? inStreak : active).toReversed().filter((day) => day < end)
  const page = below.slice(0, pageSize).map(dateOf)
  const sums = new Map(days.map(({ date, total_seconds }) => [date, total_seconds]))
  const shown = page.map((date): FigureDay => {
    const seconds = sums.get(date) ?? 0
    if (!found || seconds > 0) return { date, seconds }
    return { date, seconds, passed: freeDay(date, found.free) ?? (date === today ? 'today' : undefined) }
  })
  return {
    days: shown,
    count: found ? (found.streak?.days ?? 0) : active.length,
    next: below.length > pageSize ? (page.at(-1) ?? null) : null,
  }
}
