import type { AmountsOf } from '../../../ledger/counting'
import type { LocalNow } from '../../../lib/env'
import { addDays, datesBetween, type Range, weekOf } from '../../../lib/time/days'
import { type GoalRow, isHabit, periodOf } from '../schema'
import type { TicksOfRows } from '../ticks/queries'
import { rateStart } from './pace'
import {
  currentRun,
  inUnit,
  isCountedDay,
  isOff,
  type Period,
  type PeriodRule,
  periodOutcome,
  periodsOf,
  type readRules,
  type SkippedDays,
  skipOf,
} from './periods'
import { countedSource, type GoalRule, reachedAmount } from './rule'
import { freeDaysByGoal, type GoalWithProgress, type MeasuredGoals } from './status'
import { firstDay } from './writes'

/** Verdicts of a day of a habit, as the API names them. */
export const dayVerdicts = ['met', 'missed', 'open', 'skipped', 'off', 'extra', 'done', 'none'] as const

/**
 * Verdict of a day of a habit. `open`: undecided, so today or later. `off`: does not count. `extra`: done on a day that
 * does not count. A habit by the week or longer is met or missed by its periods, so its days are `done` or `none`.
 */
export type DayVerdict = (typeof dayVerdicts)[number]

/** Words for a verdict, after the name of its day; none for a day that needs nothing. */
export const verdictWords: Record<DayVerdict, string> = {
  met: 'met',
  missed: 'missed',
  open: 'not yet',
  skipped: 'skipped',
  off: 'off',
  extra: 'extra',
  done: 'done',
  none: '',
}

/** `amount`: seconds or number of times, in the unit of the target. */
export type HabitDay = { date: string; verdict: DayVerdict; amount: number; target: number }

type History = {
  /** Sorted by date. */
  rules: PeriodRule[]
  /** The goal's first day. */
  start: string
  latestDay: string
  free: SkippedDays
  /** Amount of a date by a rule, whether its weekday counts or not. */
  amountOn: (rule: GoalRule, date: string) => number
}

/**
 * First day of a habit: that of the goal, or of its first tick if that is earlier. Its first rule applies from then on.
 * @param amounts from the first tick on, or since a date before which nothing is asked
 */
export const sinceFirstTick = (goal: GoalRow, now: LocalNow, rules: PeriodRule[], amounts: AmountsOf) => {
  const ticked = isHabit(goal) ? amounts('ticks', [`goal:${goal.id}`]).map(({ date }) => date) : []
  const [start = firstDay(goal, now)] = [firstDay(goal, now), ...ticked].toSorted()
  const [first, ...later] = rules
  return { start, rules: first && first.from_date > start ? [{ ...first, from_date: start }, ...later] : rules }
}

/** Input of `habitDays` for a goal. @param counted its rules, counted subjects with amounts, and free days */
export const habitHistory = (
  goal: GoalRow,
  now: LocalNow,
  { countedAt, amounts, rules, free }: Pick<MeasuredGoals, 'countedAt' | 'amounts'> & Pick<History, 'rules' | 'free'>,
): History => ({
  ...sinceFirstTick(goal, now, rules, amounts),
  latestDay: now.latestDay,
  free,
  amountOn: (rule, date) =>
    reachedAmount({ ...rule, on_days: null }, countedAt(goal.id, date), amounts, { from: date, to: date }),
})

const dayVerdict = (period: Period, date: string, amount: number, history: History): DayVerdict => {
  const { latestDay, free, amountOn } = history
  const { rule } = period
  if (rule.period === 'day') {
    const { state } = periodOutcome(period, isCountedDay(rule, date) ? amount : 0, latestDay, free)
    if (state === 'met' || state === 'missed' || state === 'skipped') return state
    if (isOff(period, free) || state === 'uncounted') return amount > 0 ? 'extra' : 'off'
    return 'open'
  }
  if (amount > 0) return isCountedDay(rule, date) ? 'done' : 'extra'
  if (skipOf(period, free) !== undefined) return 'skipped'
  const counted = datesBetween(period.from, period.to).filter((one) => isCountedDay(rule, one))
  const isPast = date < latestDay || free.daysOff.has(date) || !counted.includes(date)
  const isMet = () => counted.reduce((sum, one) => sum + amountOn(rule, one), 0) >= rule.target
  return isPast || isMet() ? 'none' : 'open'
}

/** Days of a habit within a range, oldest first. Days before its start, and days without a rule, are left out. */
export const habitDays = (history: History, { from, to }: Range): HabitDay[] => {
  const { rules, start, amountOn } = history
  const days = periodsOf(rules, { start, today: to, since: from }).flatMap((period) =>
    datesBetween(period.from, period.to).flatMap((date): HabitDay[] => {
      if (date < from || date > to || date < start) return []
      const amount = amountOn(period.rule, date)
      return [{ date, verdict: dayVerdict(period, date, amount, history), amount, target: period.rule.target }]
    }),
  )
  // Periods of a former rule may reach over the first ones of the next rule.
  return [...new Map(days.map((day) => [day.date, day])).values()].toSorted((a, b) => (a.date < b.date ? -1 : 1))
}

/** A habit, its days of this week, and its number of periods met in a row. */
export type HabitToday = {
  goal: GoalWithProgress
  days: HabitDay[]
  /** Undefined before its start. */
  yesterday: HabitDay | undefined
  inARow: number
  /** True if the row may have begun before the first date that was read. */
  isLonger: boolean
  /** Reason of the skip of the present day or period; undefined without one. */
  skipped: string | undefined
}

type Read = Pick<MeasuredGoals, 'countedAt' | 'amounts'> & { early: TicksOfRows } & Awaited<
    ReturnType<typeof readRules>
  >

/** A habit as Today shows it, from amounts since `rateStart` and the ticks before that. */
export const habitToday = (goal: GoalWithProgress, now: LocalNow, read: Read): HabitToday => {
  const { latestDay, weekStart } = now
  const shown = rateStart('', now.today)
  const rulesOfGoal = read.rules.get(goal.id) ?? []
  // With subgoals, their ticks count as well, and a former rule may count something else.
  const countsOthers =
    read.countedAt(goal.id, latestDay).length > 1 ||
    rulesOfGoal.some(({ rule }) => rule !== null && countedSource(rule) !== 'ticks')
  const early = countsOthers ? undefined : read.early.get(goal.id)
  const [since = shown] = [shown, early?.since ?? shown].toSorted()
  const amounts: AmountsOf = (source, subjects) => {
    const all = read.amounts(source, subjects)
    // Both have the latest of them.
    const [first = shown] = all.map(({ date }) => date)
    return early && source === 'ticks' ? [...early.days.filter(({ date }) => date < first), ...all] : all
  }
  const history = habitHistory(goal, now, {
    ...{ ...read, amounts, rules: rulesOfGoal },
    free: freeDaysByGoal(read, now)(goal.id),
  })
  const { rules, start, free } = history
  const periods = periodsOf(rules, { start, today: latestDay, since }).filter(({ from }) => from >= since)
  const outcomes = inUnit(
    periods.map((period) =>
      periodOutcome(
        period,
        reachedAmount(period.rule, read.countedAt(goal.id, period.to), amounts, period),
        latestDay,
        free,
      ),
    ),
  )
  const inARow = currentRun(outcomes)
  const isEarlier = ({ from_date, rule }: PeriodRule) => from_date < since && rule?.period === periodOf(goal)
  const isLonger = inARow > 0 && rules.some(isEarlier) && !outcomes.some(({ state }) => state === 'missed')
  const week = weekOf(latestDay, weekStart)
  const before = addDays(latestDay, -1)
  const [from = before] = [before, week.from].toSorted()
  const days = habitDays(history, { from, to: week.to })
  return {
    goal,
    inARow,
    isLonger,
    skipped: outcomes.at(-1)?.reason,
    days: days.filter(({ date }) => date >= week.from),
    yesterday: days.find(({ date }) => date === before),
  }
}
