import { daysOff } from '../../days-off/queries'
import { datesOfYear } from '../../ledger/active-days'
import * as q from '../../ledger/filter-sums'
import { freeDay } from '../../ledger/free-days'
import { isWithin } from '../../ledger/range'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import { streakDays } from '../../ledger/streaks'
import { datesBetween, isoWeekday, type Range } from '../../lib/days'
import type { User } from '../../lib/env'
import type { ExplainedFigure } from './schema'

const countsAll = ({ subjects, without }: LedgerFilter) =>
  subjects.length === 1 && subjects[0] === 'all' && without === null

/** Dates with time, in order; null for all time of a single subject, for which they are not stored. */
export const activeDates = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) => {
  const isSelected = (date: string) => ledger.weekday === null || isoWeekday(date) === ledger.weekday
  if (countsAll(ledger)) {
    const years = range ? { from: range.from.slice(0, 4), to: range.to.slice(0, 4) } : { from: '0', to: '9' }
    const dates = (await q.activeYears(db, userId, years)).flatMap(datesOfYear)
    return dates.filter((date) => isSelected(date) && (!range || isWithin(date, range)))
  }
  if (!range) return null
  const days = await q.daysInRange(db, userId, ledger, range)
  return days.filter(({ total_seconds }) => total_seconds > 0).map(({ date }) => date)
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

const readStreaks = async (db: D1Database, user: User, active: string[], range: Range | null, today: string) => {
  const [first = today, last] = [range?.from ?? active[0], active.at(-1) ?? today]
  const whole = { from: first, to: range?.to ?? (last > today ? last : today) }
  const off = new Set(await daysOff(db, user.id, whole))
  const free = { restDays: user.preferences.rest_days, daysOff: off }
  return { ...streakDays(new Set(active), { ...whole, today, ...free }), free }
}

/** The days behind a figure; null if not stored. @param query `before` is the last date of the page before, or empty */
export const figureDays = async (
  db: D1Database,
  user: User,
  ledger: LedgerFilter,
  query: { range: Range | null; figure: ExplainedFigure; before: string; today: string },
): Promise<FigureDays | null> => {
  const { range, figure, before, today } = query
  const active = await activeDates(db, user.id, ledger, range)
  if (!active) return null
  const isStreak = figure === 'streak' || figure === 'longest'
  const streaks = isStreak ? await readStreaks(db, user, active, range, today) : null
  const counted = streaks ? (figure === 'streak' ? streaks.current : streaks.longest) : active
  const all = streaks && counted[0] !== undefined ? datesBetween(counted[0], counted.at(-1) ?? counted[0]) : counted
  const below = all.toReversed().filter((date) => before === '' || date < before)
  const page = below.slice(0, pageSize)
  const sums = new Map(
    (await q.sumsOfDays(db, user.id, ledger, page)).map(({ date, total_seconds }) => [date, total_seconds]),
  )
  const days = page.map((date): FigureDay => {
    const seconds = sums.get(date) ?? 0
    if (!streaks || seconds > 0) return { date, seconds }
    return { date, seconds, passed: freeDay(date, streaks.free) ?? (date === today ? 'today' : undefined) }
  })
  return { days, count: counted.length, next: below.length > pageSize ? (page.at(-1) ?? null) : null }
}
