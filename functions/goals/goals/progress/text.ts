import {
  dayMonth,
  distance,
  duration,
  durationLeft,
  exactDuration,
  plural,
  shortDayMonth,
  weekdayNames,
} from '../../../lib/text/format'
import { daysBetween, isoWeekday } from '../../../lib/time/days'
import type { GoalRow } from '../schema'
import type { Lateness } from './lateness'
import type { Measure } from './measure'
import { type Pace, roundedNeed } from './pace'
import type { Outcome, Period, Tally } from './periods'

/** Stands beside the bar: `7 of 10`, `8h 25m of 10h`, `62%`. */
export const progressText = ({ basis, percent }: Measure) => {
  if (basis.from === 'milestones') return `${basis.done} of ${basis.steps}`
  if (basis.from === 'plan') return `${basis.done} of ${basis.chunks}`
  if (basis.from !== 'period') return `${percent}%`
  return `${duration(basis.period.seconds)} of ${duration(basis.period.target_seconds)}`
}

/** `3 milestones`; subgoals count as milestones. */
const stepsText = (steps: number, parts: number) => {
  if (parts === 0) return plural(steps, 'milestone')
  return parts === steps ? plural(steps, 'subgoal') : `${steps} milestones and subgoals`
}

/** `0 of 3 milestones, 8h 25m of 60h`, or the time alone, for a goal that has both; else null. */
export const stepsAndTimeText = ({ basis, seconds }: Measure, hasSteps = true) => {
  if (basis.from !== 'milestones' && basis.from !== 'time') return null
  if (basis.steps === 0 || basis.target_seconds === null) return null
  const steps = stepsText(basis.steps, basis.from === 'milestones' ? basis.parts : 0)
  const time = `${duration(seconds)} of ${duration(basis.target_seconds)}`
  return hasSteps ? `${basis.done} of ${steps}, ${time}` : time
}

/** `1 of 4 chunks done` */
const planText = ({ done, chunks }: { done: number; chunks: number }) => `${done} of ${plural(chunks, 'chunk')} done`

/** Says on the goal's page where its progress comes from. */
export const basisText = (measure: Measure) => {
  const { basis, seconds } = measure
  switch (basis.from) {
    case 'completed':
      return 'completed'
    case 'period':
      return `by tracked time, ${duration(basis.period.seconds)} of ${duration(basis.period.target_seconds)}`
    case 'time':
      return stepsAndTimeText(measure) ?? `by tracked time, ${duration(seconds)} of ${duration(basis.target_seconds)}`
    case 'milestones':
      if (basis.steps === 0) return 'from milestones, none yet'
      return stepsAndTimeText(measure) ?? `${basis.done} of ${stepsText(basis.steps, basis.parts)}`
    case 'parts':
      return `from ${plural(basis.parts, 'subgoal')}`
    case 'plan':
      return `from the ${basis.deleted ? 'deleted ' : ''}plan ${basis.title}, ${planText(basis)}`
    case 'manual':
      return 'manual'
  }
}

/** `40 min`, `1h 20m` */
const needed = (seconds: number) => {
  const rounded = roundedNeed(seconds)
  return rounded < 3600 ? `${rounded / 60} min` : duration(rounded)
}

type Paced = Pick<GoalRow, 'kind' | 'start_date' | 'target_date'>

/** `40 min a day` to finish on time, `3h left` this week, `2h left` with only rest days until then; the exact amount for a tooltip. */
export const paceText = (pace: Pace | null, { kind, start_date }: Paced, today: string) => {
  if (pace === null) return null
  if (pace.state === 'no_days_left' && !pace.on_course) {
    const [text, note] =
      pace.left === null
        ? ['only rest days', 'until then']
        : [`${durationLeft(pace.left)} left`, 'with only rest days until then']
    return { text, note, exact: undefined }
  }
  if (pace.needs === null) return null
  const from = pace.state === 'not_begun' && start_date !== null ? `, from ${dayMonth(start_date, today)}` : ''
  const period = kind === 'weekly' ? 'week' : kind === 'monthly' ? 'month' : null
  const isOfPeriod = period !== null && pace.left !== null && from === ''
  const each = `${needed(pace.needs)} a day`
  return {
    text: isOfPeriod ? `${durationLeft(pace.left ?? 0)} left` : each,
    note: isOfPeriod ? `this ${period}, ${each}` : `to finish on time${from}`,
    exact: `${exactDuration(pace.needs)} on each working day`,
  }
}

type Forecast = Pick<GoalRow, 'target_date'> & { progress: { pace: Pace | null; lateness: Lateness | null } }

/** The forecast of a goal; null for one that is on track though its forecast is a little late. */
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

/** One sentence about an open goal without a daily need: `12 days overdue, 2h left`, `starts 1 December`. */
export const stateText = ({ state, left, on_course }: Pace, { start_date, target_date }: Paced, today: string) => {
  if (state === 'reached') return 'target reached'
  if (state === 'overdue') {
    const days = target_date === null ? '' : `${distance(daysBetween(target_date, today))} `
    return `${days}overdue${left === null ? '' : `, ${durationLeft(left)} left`}`
  }
  if (state === 'not_begun') return start_date === null ? 'not started' : `starts ${dayMonth(start_date, today)}`
  return on_course ? 'on track' : null
}

/** `4 months behind`, `2h behind`, `on track` */
export const latenessText = ({ state, days, seconds }: Lateness) => {
  if (state === 'on_track') return 'on track'
  const by = seconds === null ? distance(days) : durationLeft(seconds)
  return `${by} ${state}`
}

export const periodNames = { weekly: 'week', monthly: 'month' }

/** `met 5 of the last 6 weeks` */
export const recordText = ({ counted, met }: Tally) => {
  const kinds = new Set(counted.map(({ kind }) => kind))
  const [kind] = kinds
  const unit = kinds.size === 1 && kind ? periodNames[kind] : 'period'
  const periods = counted.length === 1 ? `1 ${unit}` : `the last ${plural(counted.length, unit)}`
  return `met ${met === 0 ? 'none' : met} of ${periods}`
}

/** `until Sunday`, `until 30 Nov`, `until today` */
export const periodEndText = ({ to, kind }: Pick<Period, 'to' | 'kind'>, today: string) => {
  if (to === today) return 'until today'
  return `until ${kind === 'weekly' ? weekdayNames[isoWeekday(to) - 1] : shortDayMonth(to, today)}`
}

/** `16 Nov – 22 Nov`; with `partial` where the period was cut short. */
export const periodText = ({ from, to, whole }: Period, today: string) =>
  `${shortDayMonth(from, today)} – ${shortDayMonth(to, today)}${whole ? '' : ', partial'}`

export const outcomeLabels: Record<Outcome['state'], string> = {
  met: 'met',
  missed: 'missed',
  open: 'so far',
  uncounted: 'not counted',
}
