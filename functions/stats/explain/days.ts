import { daysOff } from '../../days-off/queries'
import { daysOfYear } from '../../ledger/active-days'
import * as q from '../../ledger/filter-sums'
import { freeDay } from '../../ledger/free-days'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import { findStreaks } from '../../ledger/streaks'
import { activeDays } from '../../ledger/summary'
import { dateOf, dayNumber, type Range, weekdayOf } from '../../lib/days'
import type { User } from '../../lib/env'
import type { ExplainedFigure } from './schema'

const countsAll = ({ subjects, without }: LedgerFilter) =>
  subjects.length === 1 && subjects[0] === 'all' && without === null

/** The numbers of the days with time, in order; null for all time of a single subject, for which they are not stored. */
const activeDaysOf = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) => {
  const [from, to] = range ? [dayNumber(range.from), dayNumber(range.to)] : [0, Number.POSITIVE_INFINITY]
  const isSelected = (day: number) => ledger.weekday === null || weekdayOf(day) === ledger.weekday
  if (countsAll(ledger)) {
    const years = range ? { from: range.from.slice(0, 4), to: range.to.slice(0, 4) } : { from: '0', to: '9' }
    const days = (await q.activeYears(db, userId, years)).flatMap(daysOfYear)
    return days.filter((day) => isSelected(day) && day >= from && day <= to)
  }
  if (!range) return null
  return activeDays(await q.daysInRange(db, userId, ledger, range))
}

/** The earliest day with the most time; null without time. */
export const bestDay = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range) => {
  const days = await q.daysInRange(db, userId, ledger, range)
  const best = days.reduce((a, b) => (b.total_seconds > a.total_seconds ? b : a), { date: '', total_seconds: 0 })
  return best.total_seconds > 0 ? best.date : null
}

/** `passed` says why a day without time does not break a streak. */
export type FigureDay = { date: string; seconds: number; passed?: string }

/** A page of days, latest first; `count` is the number of days with time on all pages. */
export type FigureDays = { days: FigureDay[]; count: number; next: string | null }

const pageSize = 100

/** The streak that a figure tells of, with the days that do not break one. */
const readStreak = async (
  db: D1Database,
  user: User,
  active: number[],
  { range, figure, today }: { range: Range | null; figure: ExplainedFigure; today: string },
) => {
  const [first, last] = [active[0], active.at(-1)].map((day) => (day === undefined ? today : dateOf(day)))
  const whole = { from: range?.from ?? first ?? today, to: range?.to ?? (last && last > today ? last : today) }
  const off = new Set(await daysOff(db, user.id, whole))
  const free = { restDays: user.preferences.rest_days, daysOff: off }
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
  const active = await activeDaysOf(db, user.id, ledger, range)
  if (!active) return null
  const isStreak = figure === 'streak' || figure === 'longest'
  const found = isStreak ? await readStreak(db, user, active, { range, figure, today }) : null
  const inStreak = found?.streak ? eachDay(found.streak.first, found.streak.last) : []
  const end = before === '' ? Number.POSITIVE_INFINITY : dayNumber(before)
  const below = (found ? inStreak : active).toReversed().filter((day) => day < end)
  const page = below.slice(0, pageSize).map(dateOf)
  const sums = new Map(
    (await q.sumsOfDays(db, user.id, ledger, page)).map(({ date, total_seconds }) => [date, total_seconds]),
  )
  const days = page.map((date): FigureDay => {
    const seconds = sums.get(date) ?? 0
    if (!found || seconds > 0) return { date, seconds }
    return { date, seconds, passed: freeDay(date, found.free) ?? (date === today ? 'today' : undefined) }
  })
  return {
    days,
    count: found ? (found.streak?.days ?? 0) : active.length,
    next: below.length > pageSize ? (page.at(-1) ?? null) : null,
  }
}
