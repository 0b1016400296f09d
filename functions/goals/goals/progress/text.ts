import type { LocalNow } from '../../../lib/env'
import {
  dayMonth,
  distanceText,
  duration,
  durationLeft,
  exactDuration,
  grouped,
  plural,
  shortDayMonth,
  weekdayNames,
} from '../../../lib/text/format'
import { daysBetween, isoWeekday } from '../../../lib/time/days'
import { daysText } from '../fields'
import type { GoalRow } from '../schema'
import type { Lateness } from './lateness'
import type { Measure } from './measure'
import { type Pace, roundedNeed } from './pace'
import { type Outcome, type Period, periodsAgo, type Tally } from './periods'
import { type GoalRule, ruleOf } from './rule'

/** The members of a measured goal that its texts use. */
type Worded = Pick<GoalRow, 'unit' | 'times_of'> & { progress: Measure }

const nouns = { ticks: 'time', days: 'day', sessions: 'session', tasks: 'task', cards: 'card', chunks: 'chunk' }

/** A number with at most three decimals, without trailing zeros. */
const numberText = (value: number) => grouped(Math.round(value * 1000) / 1000)

type Unit = { measure: GoalRule['measure']; times_of: GoalRow['times_of']; unit: string | null }

/** `2 times`, `20 pages`, `1 day`; for time a duration. */
export const amountText = (amount: number, { measure, times_of, unit }: Unit, isLeft = false) => {
  if (measure === 'time') return isLeft ? durationLeft(amount) : duration(amount)
  return unit === null ? plural(amount, nouns[times_of ?? 'ticks']) : valueText(amount, unit)
}

/** `80 kg`, or the number alone. */
const valueText = (value: number, unit: string | null) => [numberText(value), unit].filter(Boolean).join(' ')

/** `1 time, In the rain`, `20 pages` */
export const tickText = ({ amount, unit, title }: { amount: number; unit: string | null; title: string }) =>
  [amountText(amount, { measure: 'times', times_of: null, unit }), title].filter(Boolean).join(', ')

/** Unit in which a goal is measured. */
export const unitOf = ({ unit, times_of, progress: { basis } }: Worded): Unit => ({
  measure:
    basis.from === 'times' ||
    basis.from === 'value' ||
    (basis.from === 'period' && basis.period.rule.measure === 'times')
      ? 'times'
      : 'time',
  times_of: basis.from === 'period' ? basis.period.rule.times_of : times_of,
  unit: basis.from === 'value' ? (unit ?? '') : unit,
})

/** `2 of 3 times`, `1h 20m of 5h`. For a limit with "at most". */
export const reachedText = (reached: number, target: number, unit: Unit, direction: GoalRow['direction']) => {
  const most = direction === 'at_most' ? 'at most ' : ''
  return `${unit.measure === 'time' ? duration(reached) : numberText(reached)} of ${most}${amountText(target, unit)}`
}

/** `82 kg, from 90 to 75 kg` */
export const valueStandText = (
  { now, start, target }: Record<'now' | 'start' | 'target', number>,
  unit: string | null,
) => `${valueText(now, unit)}, from ${numberText(start)} to ${valueText(target, unit)}`

/** Text next to the bar: `7 of 10`, `8h 25m of 10h`, `62%`, `80 kg`. */
export const progressText = (goal: Worded) => {
  const { basis, percent } = goal.progress
  switch (basis.from) {
    case 'milestones':
      return `${basis.done} of ${basis.steps}`
    case 'plan':
      return `${basis.done} of ${basis.chunks}`
    case 'period':
      return reachedText(basis.period.reached, basis.period.rule.target, unitOf(goal), basis.period.rule.direction)
    case 'times':
      return reachedText(basis.reached, basis.target, unitOf(goal), 'at_least')
    case 'value':
      return valueText(basis.now, goal.unit)
    default:
      return `${percent}%`
  }
}

/** `3 milestones`. Subgoals count as milestones. */
const stepsText = (steps: number, parts: number) => {
  if (parts === 0) return plural(steps, 'milestone')
  return parts === steps ? plural(steps, 'subgoal') : `${steps} milestones and subgoals`
}

/** `0 of 3 milestones, 8h 25m of 60h`, or only the time, for a goal with both. Null for other goals. */
export const stepsAndTimeText = ({ basis, seconds }: Measure, hasSteps = true) => {
  if (basis.from !== 'milestones' && basis.from !== 'time') return null
  if (basis.steps === 0 || basis.target_seconds === null) return null
  const steps = stepsText(basis.steps, basis.from === 'milestones' ? basis.parts : 0)
  const time = `${duration(seconds)} of ${duration(basis.target_seconds)}`
  return hasSteps ? `${basis.done} of ${steps}, ${time}` : time
}

/** `7 of 10 milestones`, `3 of 7 chunks`, or the target next to the bar, `of 10h`. Undefined without either. */
export const barTargetText = (goal: Worded) => {
  const { basis } = goal.progress
  if (basis.from === 'milestones')
    return basis.steps > 0 ? `${basis.done} of ${stepsText(basis.steps, basis.parts)}` : undefined
  if (basis.from === 'plan') return `${basis.done} of ${plural(basis.chunks, 'chunk')}`
  const [, whole] = progressText(goal).split(' of ')
  return whole && `of ${whole}`
}

/** `1 of 4 chunks done` */
const planText = ({ done, chunks }: { done: number; chunks: number }) => `${done} of ${plural(chunks, 'chunk')} done`

/** Explains on the goal's page where its progress comes from. */
export const basisText = (goal: Worded) => {
  const { basis, seconds } = goal.progress
  switch (basis.from) {
    case 'completed':
      return 'completed'
    case 'period':
    case 'times':
      return `${unitOf(goal).measure === 'time' ? 'by tracked time, ' : ''}${progressText(goal)}`
    case 'time':
      return (
        stepsAndTimeText(goal.progress) ?? `by tracked time, ${duration(seconds)} of ${duration(basis.target_seconds)}`
      )
    case 'value':
      return valueStandText(basis, goal.unit)
    case 'milestones':
      if (basis.steps === 0) return 'from milestones, none yet'
      return stepsAndTimeText(goal.progress) ?? `${basis.done} of ${stepsText(basis.steps, basis.parts)}`
    case 'parts':
      return `from ${plural(basis.parts, 'subgoal')}`
    case 'plan':
      return `from the ${basis.deleted ? 'deleted ' : ''}plan ${basis.title}, ${planText(basis)}`
    case 'manual':
      return 'manual'
  }
}

/** `40m`, `1h 20m` */
const needed = (seconds: number) => duration(roundedNeed(seconds))

type Paced = Worded & Pick<GoalRow, 'start_date' | 'target_date'> & { progress: { pace: Pace | null } }

/** `this week` for a goal with periods; null for a goal that is reached once. */
const presentText = ({ progress: { basis } }: Worded) =>
  basis.from !== 'period' ? null : basis.period.rule.period === 'day' ? 'today' : `this ${basis.period.rule.period}`

/** `1h 20m on each of 3 days`, `on 3 of 5 days`, `1 a day`, or the whole amount if one day is left. */
const eachText = (left: number, needs: number, days: number, unit: Unit) => {
  // Whole times that do not fill each day.
  if (unit.measure === 'times' && needs * days > left && days <= 14)
    return left < days ? `on ${numberText(left)} of ${days} days` : `up to ${numberText(needs)} on each of ${days} days`
  const each = unit.measure === 'time' ? needed(needs) : numberText(needs)
  if (days === 1) return `${each} today`
  return days > 14 ? `${each} a day` : `${each} on each of ${days} days`
}

/**
 * `40m a day` to finish on time, `3h left` this week, `2h left` if only rest days remain; for a limit, the remaining
 * amount. `exact` amounts are for a tooltip.
 */
export const paceText = (goal: Paced, today: string) => {
  const { start_date, progress } = goal
  const { pace, basis } = progress
  if (pace === null) return null
  const unit = unitOf(goal)
  const left = pace.left === null ? null : `${amountText(pace.left, unit, true)} left`
  const present = presentText(goal)
  if (basis.from === 'period' && basis.period.rule.direction === 'at_most') {
    const over = basis.period.reached - basis.period.rule.target
    const text = over > 0 ? `${amountText(over, unit, true)} over` : left
    return text && { text, note: present, exact: undefined }
  }
  if (pace.state === 'no_days_left' && !pace.on_course) {
    const [text, note] = left === null ? ['only rest days', 'until then'] : [left, 'with only rest days until then']
    return { text, note, exact: undefined }
  }
  if (basis.from === 'value' && pace.left && left !== null) {
    const note = pace.needs === null ? null : `${amountText(pace.needs, unit)} a day to finish on time`
    return { text: left, note, exact: undefined }
  }
  if (pace.needs === null) return null
  const from = pace.state === 'not_begun' && start_date !== null ? `, from ${dayMonth(start_date, today)}` : ''
  const exact = unit.measure === 'time' ? `${exactDuration(pace.needs)} on each working day` : undefined
  if (present === null || left === null || from !== '') {
    const each = unit.measure === 'time' ? needed(pace.needs) : amountText(pace.needs, unit)
    return { text: `${each} a day`, note: `to finish on time${from}`, exact }
  }
  const each = pace.left === pace.needs ? '' : `, ${eachText(pace.left ?? 0, pace.needs, pace.days, unit)}`
  return { text: left, note: `${present}${each}`, exact }
}

type Forecast = Pick<GoalRow, 'target_date'> & { progress: { pace: Pace | null; lateness: Lateness | null } }

/** Date of a goal's forecast. Null if the goal is on track even though its forecast is slightly late. */
export const forecastDate = ({ target_date, progress: { pace, lateness } }: Forecast) => {
  const date = pace?.done_on ?? null
  const isLate = date !== null && target_date !== null && date > target_date
  return isLate && lateness?.state === 'on_track' ? null : date
}

/** `at this pace: 25 November` */
export const forecastText = (goal: Forecast, today: string) => {
  const date = forecastDate(goal)
  return date && `at this pace: ${dayMonth(date, today)}`
}

/** Seconds that a goal needs today, rounded for display; 0 for a goal that is not measured by time. */
export const timeNeeded = ({ progress: { basis, pace } }: Paced) => {
  const isOfTime = basis.from === 'time' || (basis.from === 'period' && basis.period.rule.measure === 'time')
  return isOfTime && pace?.needs ? roundedNeed(pace.needs) : 0
}

/** Amount that a goal needs today: `40m today`, `1 time today`; empty if it needs nothing. */
export const todayText = (goal: Paced) => {
  const { basis, pace } = goal.progress
  const needs = basis.from === 'value' ? null : pace?.needs
  if (!needs) return ''
  const unit = unitOf(goal)
  return `${unit.measure === 'time' ? needed(needs) : amountText(needs, unit)} today`
}

/** One sentence about an open goal without a daily need: `12 days overdue, 2h left`, `starts 1 December`. */
export const stateText = (goal: Paced, today: string) => {
  const { start_date, target_date, progress } = goal
  if (progress.pace === null) return null
  const { state, left, on_course } = progress.pace
  if (state === 'reached') return 'target reached'
  if (state === 'overdue') {
    const days = target_date === null ? '' : `${distanceText(daysBetween(target_date, today))} `
    return `${days}overdue${left === null ? '' : `, ${amountText(left, unitOf(goal), true)} left`}`
  }
  if (state === 'not_begun') return start_date === null ? 'not started' : `starts ${dayMonth(start_date, today)}`
  return on_course ? 'on track' : null
}

/** `4 months behind`, `2h behind`, `1 time behind`, `20m over`, `on track` */
export const latenessText = ({ state, days, missing, over }: Lateness, goal: Worded) => {
  if (state === 'on_track') return 'on track'
  const by = missing === null ? distanceText(days) : amountText(missing, unitOf(goal), true)
  return `${by} ${over ? 'over' : state}`
}

/** `met 5 of the last 6 weeks` */
export const recordText = ({ counted, met }: Tally) => {
  const units = new Set(counted.map(({ rule }) => rule.period))
  const [unit = 'period'] = units.size === 1 ? units : []
  const periods = counted.length === 1 ? `1 ${unit}` : `the last ${plural(counted.length, unit)}`
  return `met ${met === 0 ? 'none' : met} of ${periods}`
}

/** `until Sunday`, `until 30 Nov`, `until today` */
export const periodEndText = ({ to, rule }: Pick<Period, 'to' | 'rule'>, today: string) => {
  if (to === today) return 'until today'
  return `until ${rule.period === 'week' ? weekdayNames[isoWeekday(to) - 1] : shortDayMonth(to, today)}`
}

/** `16 Nov – 22 Nov`, or one day. Adds `partial` if the period was shortened. */
export const periodText = ({ from, to, whole }: Period, today: string) => {
  const dates = from === to ? shortDayMonth(from, today) : `${shortDayMonth(from, today)} – ${shortDayMonth(to, today)}`
  return `${dates}${whole ? '' : ', partial'}`
}

/** Amount by which a period missed its target or exceeded its limit. */
export const missedAmountText = ({ reached, rule }: Outcome, unit: string | null) =>
  amountText(Math.abs(rule.target - reached), { ...rule, unit }, true)

/** `last week`, `yesterday`, `today`; for an older period its dates. */
const whenText = (period: Period, now: LocalNow) => {
  const { from, to, rule } = period
  if (to >= now.latestDay) return rule.period === 'day' ? 'today' : `this ${rule.period}`
  if (from < periodsAgo(rule.period, 1, now)) return periodText(period, now.today)
  return rule.period === 'day' ? 'yesterday' : `last ${rule.period}`
}

/**
 * One sentence about the current period if it is met or missed, else about the previous one: `Met last week: 10h 20m of
 * 10h.`, `Missed yesterday by 2 pages.`
 */
export const verdictText = (outcomes: Outcome[], unit: string | null, now: LocalNow) => {
  const one = outcomes
    .slice(-2)
    .findLast(({ to, state }) => to < now.latestDay || state === 'met' || state === 'missed')
  if (!one || one.state === 'uncounted' || one.state === 'open') return null
  const { state, reached, rule } = one
  const when = whenText(one, now)
  if (state === 'met') return `Met ${when}: ${reachedText(reached, rule.target, { ...rule, unit }, rule.direction)}.`
  if (state === 'missed') return `Missed ${when} by ${missedAmountText(one, unit)}.`
  return `${state === 'off' ? 'Off' : 'Skipped'} ${when}.`
}

/** Rule of a habit: `20m each weekday`, `every day`, `3 times a week`, `2 times on Mon, Wed` */
export const habitRuleText = ({ unit, on_days, ...goal }: Pick<GoalRow, 'unit'> & Parameters<typeof ruleOf>[0]) => {
  const rule = ruleOf({ on_days, ...goal })
  if (rule === null) return ''
  const amount = rule.measure === 'times' && rule.target === 1 ? '' : amountText(rule.target, { ...rule, unit })
  const days = on_days === null ? '' : on_days === '12345' ? 'each weekday' : `on ${daysText(on_days)}`
  const each = rule.period === 'day' ? days || (amount ? 'a day' : 'every day') : `a ${rule.period} ${days}`
  return `${amount || (rule.period === 'day' ? '' : 'once')} ${each}`.trim()
}

export const outcomeLabels: Record<Outcome['state'], string> = {
  met: 'met',
  missed: 'missed',
  open: 'so far',
  skipped: 'skipped',
  off: 'days off',
  uncounted: 'not counted',
}
