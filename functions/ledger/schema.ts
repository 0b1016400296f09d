import { z } from 'zod'
import { addDays, datesBetween, dayNumber, isoWeekday, type Range, weekStartOf } from '../lib/time/days'
import { quartiles } from './quartiles'
import { daysIn, daysWithin } from './range'
import { type FreeDays, freeDay, streaks } from './streaks'

/** Sums of a day, or of a longer period that begins on `date`. */
export const DaySum = z.object({ date: z.iso.date(), total_seconds: z.int(), session_count: z.int() })
export type DaySum = z.infer<typeof DaySum>

export type Sums = Omit<DaySum, 'date'>

export const noTime: Sums = { total_seconds: 0, session_count: 0 }

/** Sum of a subject. `name`: null if it has none, undefined if it was not read. */
export type SubjectSum = Sums & { subject: string; name?: NamedSubject | null }

export const addUp = (sums: Sums[]): Sums => ({
  total_seconds: sums.reduce((total, sum) => total + sum.total_seconds, 0),
  session_count: sums.reduce((count, sum) => count + sum.session_count, 0),
})

/** True also for a session of 0 seconds, and for a day with only time of a session from the day before. */
export const hasSessions = (sums: Sums) => sums.total_seconds > 0 || sums.session_count > 0

export const grouping = z.enum(['day', 'week', 'month'], 'Choose day, week or month')
export type Grouping = z.infer<typeof grouping>

/** A named project, goal, plan or chunk, maybe deleted. Only projects have a client, classification and color. */
export type NamedSubject = {
  subject: string
  label: string
  client: string
  classification: 'work' | 'personal' | 'learning' | null
  color: string | null
  deleted: 0 | 1
  /** Only set for projects, if it was read. Null without an organization, or if the organization is deleted. */
  organization_id?: string | null
  organization?: string | null
  status?: string | null
}

/** The 53 weeks up to today; the last one may be incomplete. */
export const yearBefore = (today: string, weekStart: number): Range => ({
  from: addDays(weekStartOf(today, weekStart), -52 * 7),
  to: today,
})

export const yearQuartiles = (days: DaySum[], year: Range) =>
  quartiles(daysWithin(days, year).map((day) => day.total_seconds))

type Person = FreeDays & { today: string }

type BestDay = { date: string; seconds: number } | null

/** `active` are the day numbers of days with time. */
type SummaryInput = { sums: Sums[]; active: number[]; best: BestDay }

/** The earliest of the days with the most time. */
export const bestDayOf = (days: DaySum[]): BestDay => {
  const best = days.reduce<DaySum | null>((a, b) => (a && a.total_seconds >= b.total_seconds ? a : b), null)
  return best && best.total_seconds > 0 ? { date: best.date, seconds: best.total_seconds } : null
}

/** Day numbers of days with time. */
export const activeDays = (days: DaySum[]) =>
  days.flatMap(({ date, total_seconds }) => (total_seconds > 0 ? [dayNumber(date)] : []))

export const rangeFigures = ({ sums, active, best }: SummaryInput, range: Range, person: Person) => {
  const { total_seconds, session_count } = addUp(sums)
  const { current, longest } = streaks(active, { ...range, ...person })
  return {
    total_seconds,
    session_count,
    active_days: active.length,
    average_active_day_seconds: active.length ? Math.floor(total_seconds / active.length) : 0,
    average_session_seconds: session_count ? Math.floor(total_seconds / session_count) : 0,
    current_streak: current,
    longest_streak: longest,
    best_day: best,
  }
}
export type Summary = ReturnType<typeof rangeFigures>

export const summarize = (days: DaySum[], range: Range, person: Person) => {
  const sums = daysWithin(days, range)
  const active = activeDays(sums)
  return rangeFigures({ sums, active, best: bestDayOf(sums) }, range, person)
}

/** Longer ranges are grouped by week by default. */
const daysByDefault = 92

/** With more bars, they would be too thin to see. */
const maxDays = 366

/** Longer ranges are only grouped by month, and read as one row a month. */
const maxDaysByWeek = 2 * 366

export const isLong = (range: Range) => daysIn(range) > maxDaysByWeek

/** Groupings offered for a range, without single bars and without bars too thin. Stacked bars must be wider. */
export const groupingsFor = (range: Range, isStacked = false): Grouping[] => {
  const days = daysIn(range)
  const groupings: [Grouping, boolean][] = [
    ['day', days <= (isStacked ? daysByDefault : maxDays)],
    ['week', days > 7 && days <= maxDaysByWeek],
    ['month', days > 31],
  ]
  return groupings.flatMap(([grouping, isUseful]) => (isUseful ? [grouping] : []))
}

/** The preferred grouping if the range allows it, else a default. */
export const chooseGrouping = (range: Range, preferred?: Grouping, isStacked = false): Grouping => {
  if (preferred && groupingsFor(range, isStacked).includes(preferred)) return preferred
  if (isLong(range)) return 'month'
  return daysIn(range) > daysByDefault ? 'week' : 'day'
}

/** Target of a period in seconds. Days off do not count, but a single day always has the daily target. */
export const periodTarget = (
  { date, to }: { date: string; to: string },
  dailyTargetMinutes: number,
  free: FreeDays,
) => {
  const days = date === to ? 1 : datesBetween(date, to).filter((day) => !freeDay(day, free)).length
  return days * dailyTargetMinutes * 60
}

/** True if the chart labels the bar. With more than 14 days, only the first day of a week has a label. */
export const hasBarLabel = (date: string, group: Grouping, bars: number, weekStart: number) =>
  group !== 'day' || bars <= 14 || isoWeekday(date) === weekStart
