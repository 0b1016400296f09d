import { daysOff } from '../../days-off/queries'
import { datesOfYear } from '../../ledger/active-days'
import { freeDay } from '../../ledger/free-days'
import type { LedgerFilter } from '../../ledger/resolve-subject'
import { streakDays } from '../../ledger/streaks'
import { datesBetween, isoWeekday, type Range } from '../../lib/days'
import type { User } from '../../lib/env'
import * as q from './queries'
import type { ExplainedFigure } from './schema'

const isAll = ({ subjects, without }: LedgerFilter) =>
  subjects.length === 1 && subjects[0] === 'all' && without === null

/**
 * The days with time of a subject, in order. In all time only those of all sessions are kept together; of others, null.
 */
export const activeDates = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) => {
  const isWanted = (date: string) => ledger.weekday === null || isoWeekday(date) === ledger.weekday
  if (isAll(ledger)) {
    const years = range ? { from: range.from.slice(0, 4), to: range.to.slice(0, 4) } : { from: '0', to: '9' }
    const dates = (await q.activeYears(db, userId, years)).flatMap(datesOfYear)
    return dates.filter((date) => isWanted(date) && (!range || (date >= range.from && date <= range.to)))
  }
  if (!range) return null
  const days = await q.daysInRange(db, userId, ledger, range)
  return days.filter(({ date, total_seconds }) => total_seconds > 0 && isWanted(date)).map(({ date }) => date)
}

/** The day of a range with the most time, the first of several; null where none has any. */
export const bestDay = async (db: D1Database, userId: string, ledger: LedgerFilter, range: Range) => {
  const days = await q.daysInRange(db, userId, ledger, range)
  const wanted = days.filter(({ date }) => ledger.weekday === null || isoWeekday(date) === ledger.weekday)
  const best = wanted.reduce((a, b) => (b.total_seconds > a.total_seconds ? b : a), { date: '', total_seconds: 0 })
  return best.total_seconds > 0 ? best.date : null
}

/** A day that makes a figure; one without time is passed over, for the reason named. */
export type FigureDay = { date: string; seconds: number; passed?: string }

/** A page of the days of a figure, the latest first; `count` are those with time, of the whole figure. */
export type FigureDays = { days: FigureDay[]; count: number; next: string | null }

const pageSize = 100

const streak = async (db: D1Database, user: User, active: string[], range: Range | null, today: string) => {
  const [first = today, last] = [range?.from ?? active[0], active.at(-1) ?? today]
  const whole = { from: first, to: range?.to ?? (last > today ? last : today) }
  const off = new Set(await daysOff(db, user.id, whole))
  const free = { restDays: user.preferences.rest_days, daysOff: off }
  return { ...streakDays(new Set(active), { ...whole, today, ...free }), free }
}

/**
 * The days that make a figure of days, after the date `before` unless that is empty; null where they are not kept.
 * @param today the person's present date
 */
export const figureDays = async (
  db: D1Database,
  user: User,
  ledger: LedgerFilter,
  asked: { range: Range | null; figure: ExplainedFigure; before: string; today: string },
): Promise<FigureDays | null> => {
  const { range, figure, before, today } = asked
  const active = await activeDates(db, user.id, ledger, range)
  if (!active) return null
  const isStreak = figure === 'streak' || figure === 'longest'
  const found = isStreak ? await streak(db, user, active, range, today) : null
  const counted = found ? (figure === 'streak' ? found.current : found.longest) : active
  const all = found && counted[0] !== undefined ? datesBetween(counted[0], counted.at(-1) ?? counted[0]) : counted
  const below = all.toReversed().filter((date) => before === '' || date < before)
  const page = below.slice(0, pageSize)
  const sums = new Map(
    (await q.sumsOfDays(db, user.id, ledger, page)).map(({ date, total_seconds }) => [date, total_seconds]),
  )
  const days = page.map((date): FigureDay => {
    const seconds = sums.get(date) ?? 0
    if (!found || seconds > 0) return { date, seconds }
    return { date, seconds, passed: freeDay(date, found.free) ?? (date === today ? 'today' : undefined) }
  })
  return { days, count: counted.length, next: below.length > pageSize ? (page.at(-1) ?? null) : null }
}
