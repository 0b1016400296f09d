import { daysOff } from '../../days-off/queries'
import { daysOfYear } from '../../ledger/active-days'
import * as q from '../../ledger/filter-sums'
import { freeDay } from '../../ledger/free-days'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import { findStreaks } from '../../ledger/streaks'
import { activeDays } from '../../ledger/summary'
import { dateOf, dayNumber, type Range, weekdayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import { allDates } from '../../sessions/list/view'
import type { ExplainedFigure } from './schema'

const countsAll = ({ subjects, without }: LedgerFilter) =>
  subjects.length === 1 && subjects[0] === 'all' && without === null

/** Years of a range, or all. */
const yearsOf = (range: Range | null) =>
  range ? { from: range.from.slice(0, 4), to: range.to.slice(0, 4) } : { from: '0', to: '9' }

/**
 * The numbers of the days with time, in order, with the sums of these where they are read along; null for all time of a
 * single subject, for which they are not stored.
 */
const activeDaysOf = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) => {
  const [from, to] = range ? [dayNumber(range.from), dayNumber(range.to)] : [0, Number.POSITIVE_INFINITY]
  const isSelected = (day: number) => ledger.weekday === null || weekdayOf(day) === ledger.weekday
  if (countsAll(ledger)) {
    const days = (await q.activeYears(db, userId, yearsOf(range))).flatMap(daysOfYear)
    return { active: days.filter((day) => isSelected(day) && day >= from && day <= to), sums: null }
  }
  if (!range) return null
  const sums = await q.daysInRange(db, userId, ledger, range)
  return { active: activeDays(sums), sums }
}

const isStreakFigure = (figure: ExplainedFigure) => figure === 'streak' || figure === 'longest'

/** Days off that a streak may pass: which of them does is known after the days with time. */
const readDaysOff = (db: D1Database, userId: string, range: Range | null) => daysOff(db, userId, range ?? allDates)

/** Starts reads that need no more than the query, for a figure of days of all time together. */
export const startDays = (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter | null,
  { range, figure }: { range: Range | null; figure: ExplainedFigure },
) => [
  ...(isStreakFigure(figure) ? [readDaysOff(db, userId, range)] : []),
  ...(ledger && figure === 'best' && range ? [bestDay(db, userId, ledger, range)] : []),
  ...(ledger && isDaysFigure(figure) ? [activeDaysOf(db, userId, ledger, range)] : []),
]

/** True for figures that days explain, not rows. */
export const isDaysFigure = (figure: ExplainedFigure) =>
  isStreakFigure(figure) || figure === 'active' || figure === 'average'

/** The earliest day with the most time; null without time. */
export const bestDay = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range) => {
  const days = await q.daysInRange(db, userId, ledger, range)
  const [best = null] = days
    .filter((day) => day.total_seconds > 0)
    .toSorted((a, b) => b.total_seconds - a.total_seconds)
  return best
}

/** `passed` says why a day without time does not break a streak. */
export type FigureDay = { date: string; seconds: number; passed?: string }

/** A page of days, latest first; `count` is the number of days with time on all pages. */
export type FigureDays = { days: FigureDay[]; count: number; next: string | null }

const pageSize = 100

/** The streak that a figure tells of, with the days that do not break one. */
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

/** The days behind a figure; null if not stored. @param query `before` is the last date of the page before, or empty */
export const figureDays = async (
  db: D1Database,
  user: User,
  ledger: LedgerFilter,
  query: { range: Range | null; figure: ExplainedFigure; before: string; today: string },
): Promise<FigureDays | null> => {
  const { range, figure, before, today } = query
  const [days, off] = await Promise.all([
    activeDaysOf(db, user.id, ledger, range),
    isStreakFigure(figure) ? readDaysOff(db, user.id, range) : null,
  ])
  if (!days) return null
  const { active } = days
  const found = off && findStreak(user, active, off, { range, figure, today })
  const inStreak = found?.streak ? eachDay(found.streak.first, found.streak.last) : []
  const end = before === '' ? Number.POSITIVE_INFINITY : dayNumber(before)
  const below = (found ? inStreak : active).toReversed().filter((day) => day < end)
  const page = below.slice(0, pageSize).map(dateOf)
  const read = days.sums ?? (await q.sumsOfDays(db, user.id, ledger, page))
  const sums = new Map(read.map(({ date, total_seconds }) => [date, total_seconds]))
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
