import type { FreeDays } from '../../../ledger/streaks'
import { allRows, sql } from '../../../lib/db/sql'
import type { LocalNow } from '../../../lib/env'
import {
  addDays,
  addMonths,
  calendarPeriod,
  datesBetween,
  isoWeekday,
  monthOf,
  monthStart,
  monthsOf,
  type Range,
} from '../../../lib/time/days'
import type { PeriodUnit } from '../fields'
import { type GoalRule, parseGoalRule, type StoredRule } from './rule'

/** A goal's rule, in force from a date to the next rule. `rule` is null if the goal has no target from then on. */
export type PeriodRule = {
  /** The calendar period with this date is the rule's first one. Periods that had ended keep the previous rule. */
  from_date: string
  /** ISO weekday */
  week_start: number
  rule: GoalRule | null
}

export type Period = Range & {
  rule: GoalRule
  /** False if the goal's start or end, or another rule, shortened it. */
  whole: boolean
}

/**
 * Outcome of a period. A shortened period is met or not counted. The current one is met or open, or missed if it
 * exceeds a limit. `off`: most of its days are free. `skipped`: by hand.
 */
export type Outcome = Period & {
  /** Seconds or number of times. */
  reached: number
  state: 'met' | 'missed' | 'open' | 'skipped' | 'off' | 'uncounted'
  /** Reason of a skipped period. */
  reason?: string
}

const earlier = (a: string, b: string) => (a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)

type Limits = {
  /** The goal's first day. */
  start: string
  /** `LocalNow.latestDay` */
  today: string
  /** Periods that end before this date are left out. */
  since: string
}

/** First date of a rule's first period. */
const firstDate = ({ from_date, rule, week_start }: PeriodRule) =>
  rule === null ? from_date : calendarPeriod(rule.period, from_date, week_start).from

/**
 * A goal's periods sorted by end, up to the current one, each with the target in force at its end. `rules` are sorted
 * by date. A new rule ends the period in progress where its own first period begins. A period that has ended by then
 * keeps its dates, even if both overlap.
 */
export const periodsOf = (rules: PeriodRule[], { start, today, since }: Limits): Period[] => {
  const periods: Period[] = []
  for (const [index, written] of rules.entries()) {
    const { rule, week_start } = written
    if (rule === null) continue
    const next = rules.slice(index + 1)
    let date = later(firstDate(written), later(start, since))
    while (date <= today) {
      const calendar = calendarPeriod(rule.period, date, week_start)
      const cuts = next.filter(({ from_date }) => from_date <= calendar.to).map((cut) => addDays(firstDate(cut), -1))
      const to = cuts.reduce(earlier, calendar.to)
      const isCut = cuts.length > 0
      const from = isCut ? later(calendar.from, addDays(periods.at(-1)?.to ?? '1969-12-31', 1)) : calendar.from
      const whole = !isCut && start <= from
      if (later(from, date) <= to) periods.push({ from, to, rule, whole })
      if (isCut) break
      date = addDays(calendar.to, 1)
    }
  }
  return periods
}

/** Days that do not count: rest days, days off, and skipped periods. `skips`: reasons by a date in the period. */
export type SkippedDays = FreeDays & { skips: Map<string, string> }

/** True for a date on a weekday that a rule counts. */
export const isCountedDay = ({ on_days }: Pick<GoalRule, 'on_days'>, date: string) =>
  on_days?.includes(`${isoWeekday(date)}`) ?? true

const isUncounted = ({ from, rule }: Period) => rule.period === 'day' && !isCountedDay(rule, from)

/** True if most days of a period, or all that count, are days off. A day is also off if its weekday does not count. */
export const isOff = (period: Period, { restDays, daysOff }: SkippedDays) => {
  const { from, to, rule } = period
  const dates = datesBetween(from, to)
  if (rule.period !== 'day') {
    const counting = dates.filter((date) => isCountedDay(rule, date))
    const isFree = counting.length > 0 && counting.every((date) => daysOff.has(date))
    return isFree || 2 * dates.filter((date) => daysOff.has(date)).length > dates.length
  }
  return daysOff.has(from) || isUncounted(period) || (rule.on_days === null && restDays.includes(isoWeekday(from)))
}

const stateOf = (period: Period, reached: number, today: string, free: SkippedDays): Outcome['state'] => {
  const { rule, to, whole } = period
  const isOver = to < today
  const isLimit = rule.direction === 'at_most'
  if (!isLimit && reached >= rule.target) return 'met'
  if (free.skips.size > 0 && skipOf(period, free) !== undefined) return 'skipped'
  if (isOff(period, free)) return isOver ? 'off' : 'open'
  if (isLimit && reached > rule.target) return 'missed'
  if (!isOver) return 'open'
  if (!whole) return 'uncounted'
  return isLimit ? 'met' : 'missed'
}

/** Reason of the skip of a period; undefined if it is not skipped. */
export const skipOf = ({ from, to }: Range, { skips }: SkippedDays) =>
  [...skips].find(([date]) => date >= from && date <= to)?.[1]

export const periodOutcome = (period: Period, reached: number, today: string, free: SkippedDays): Outcome => {
  const state = stateOf(period, reached, today, free)
  return { ...period, reached, state, ...(state === 'skipped' && { reason: skipOf(period, free) }) }
}

/** The outcomes in the unit of the latest one: weeks cannot be counted with the days of a former rule. */
export const inUnit = (outcomes: Outcome[]) => {
  const unit = outcomes.at(-1)?.rule.period
  return outcomes.filter(({ rule }) => rule.period === unit)
}

const isCounted = ({ state }: Outcome) => state === 'met' || state === 'missed'

/** The latest periods that count, and the number of periods met. */
export type Tally = { counted: Outcome[]; met: number }

/** Tallies at most `limit` past periods; null if none counts yet. */
export const tally = (outcomes: Outcome[], today: string, limit: number): Tally | null => {
  const counted = outcomes.filter((one) => one.to < today && isCounted(one)).slice(-limit)
  return counted.length > 0 ? { counted, met: counted.filter(({ state }) => state === 'met').length } : null
}

/** Periods met in a row: from the first day of the first one to the last day of the last one. */
export type Run = Range & {
  count: number
  /** True for the run that has not ended. */
  isCurrent: boolean
}

/** Runs of periods met in a row, oldest first. The current period counts if it is met, and never ends a run. */
export const runsOf = (outcomes: Outcome[]): Run[] => {
  const runs: Run[] = []
  let run: Run | undefined
  for (const { state, from, to } of outcomes.filter(isCounted)) {
    if (state === 'missed') {
      if (run) run.isCurrent = false
      run = undefined
    } else if (run) {
      run.to = to
      run.count += 1
    } else {
      run = { from, to, count: 1, isCurrent: true }
      runs.push(run)
    }
  }
  return runs
}

/** Number of periods met in a row up to now. */
export const currentRun = (outcomes: Outcome[]) => runsOf(outcomes).find(({ isCurrent }) => isCurrent)?.count ?? 0

/** Number of past periods that a row of a list reports on. */
export const listedPeriods = 6

/** First day of the period that is `past` periods before the current one. */
export const periodsAgo = (unit: PeriodUnit, past: number, { latestDay, weekStart }: LocalNow) => {
  const { from } = calendarPeriod(unit, latestDay, weekStart)
  if (unit === 'day' || unit === 'week') return addDays(from, (unit === 'day' ? -1 : -7) * past)
  return monthStart(addMonths(monthOf(from), -past * monthsOf[unit]))
}

/** First date that lists report on. A period whose rule changed can begin in the month before, so one month more. */
export const listStart = (now: LocalNow) => periodsAgo('month', listedPeriods + 1, now)

export const lastDate = '9999-12-31'

export type Rules = Map<string, PeriodRule[]>
type Skips = Map<string, Map<string, string>>

/** A row of `readRules`: a goal's rule, a skipped period with its reason in `rule`, or a day off. */
type PeriodRow = {
  id: string | null
  date: string
  kind: StoredRule['kind'] | 'skip' | 'off'
  week_start: number | null
}

/** Reads the rules of all goals, the skipped periods, and all days off, in one statement. */
export const readRules = async (
  db: D1Database,
  userId: string,
): Promise<{ rules: Rules; skips: Skips; off: string[] }> => {
  const rows = await allRows<Omit<StoredRule, 'kind'> & PeriodRow>(sql(db)`
    SELECT goal_id AS id, from_date AS date, kind, target_minutes, week_start, rule
    FROM goal_targets
    WHERE user_id = ${userId}
    UNION ALL
    SELECT goal_id, date, 'skip', NULL, NULL, reason FROM goal_skips WHERE user_id = ${userId}
    UNION ALL
    SELECT NULL, date, 'off', NULL, NULL, NULL FROM days_off WHERE user_id = ${userId}
    ORDER BY date`)
  const rules = rows.flatMap(({ id, date, kind, target_minutes, week_start, rule }) =>
    kind === 'skip' || kind === 'off' || id === null
      ? []
      : [{ id, from_date: date, week_start: week_start ?? 1, rule: parseGoalRule({ kind, target_minutes, rule }) }],
  )
  const skips = Map.groupBy(
    rows.filter(({ kind }) => kind === 'skip'),
    ({ id }) => id ?? '',
  )
  return {
    rules: Map.groupBy(rules, ({ id }) => id),
    skips: new Map([...skips].map(([id, all]) => [id, new Map(all.map(({ date, rule }) => [date, rule ?? '']))])),
    off: rows.flatMap(({ kind, date }) => (kind === 'off' ? [date] : [])),
  }
}
