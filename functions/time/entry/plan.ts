import type { Preferences } from '../../lib/preferences'
import { addDays, dayStart, wallTime } from '../../lib/time/days'
import { parseTime } from '../../lib/time/typed-time'
import { isFocusLength } from '../../line/focus'
import type { When } from '../../line/when'
import type { FutureAnswer } from '../sessions/schema'
import { type ResolvedTimes, resolveTyped, type TypedTimes, wholeSeconds } from '../sessions/times/resolve'

/** Starts the timer, now or at `started_at` (epoch ms), for `focus` seconds if set; or logs a session. */
export type EntryPlan = { kind: 'start'; started_at?: number; focus?: number } | { kind: 'log'; times: ResolvedTimes }

/** A way to log a session that ends in the future. */
export type FutureChoice = { answer: FutureAnswer; times: ResolvedTimes }

/** `freeFrom`: see `resolveTyped`. `future`: the person's answer about an end in the future. */
type PlanContext = { now: number; today: string; zone: Preferences; freeFrom?: number; future: FutureAnswer | '' } & {
  /** Time of arrival (epoch ms). A queued line arrives after `now`, so that its end may be in the past by then. */
  arrives: number
  /** True for a block, which is logged until now, or planned if it is in the future. */
  isFixed: boolean
}

type Planned = { plan: EntryPlan | null; errors: string[]; futureChoices: FutureChoice[] }

export const isLog = ({ duration }: When) => duration !== undefined

const planned = (plan: EntryPlan): Planned => ({ plan, errors: [], futureChoices: [] })

export const refusePlan = (...errors: string[]): Planned => ({ plan: null, errors, futureChoices: [] })

/** Start (epoch ms). Without a date, a time that is later than now means yesterday. */
const startOf = ({ started_at, date }: When, { now, today, zone }: PlanContext) => {
  const time = parseTime(started_at ?? '')
  if (time === null) return undefined
  const instant = wallTime(date ?? today, time, zone)
  return instant > now && date === undefined ? wallTime(addDays(today, -1), time, zone) : instant
}

/** Maximum time in ms from a clock time of yesterday to now: at 0:30, `23:30 call` means last night. */
const longestPastMidnight = 12 * 3_600_000

/** Starts the timer at a clock time of today or of last night. */
const fromClock = (line: When, context: PlanContext): Planned => {
  const { now, today } = context
  if (line.date !== undefined && line.date !== today) {
    return refusePlan('Add an end or a duration for another day, e.g. yesterday 9:30-10:30.')
  }
  const started_at = startOf(line, context) ?? now
  const isLastNight = started_at < dayStart(today, context.zone)
  if (started_at > now || (isLastNight && now - started_at > longestPastMidnight)) {
    return refusePlan(`${line.started_at} is in the future. Add an end, or a day such as yesterday.`)
  }
  return planned({ kind: 'start', started_at })
}

/** Ways to log a session that ends in the future, likeliest first. */
const choicesFor = (line: TypedTimes, times: ResolvedTimes, context: PlanContext): FutureChoice[] => {
  const { arrives, today } = context
  const later: FutureChoice = { answer: 'planned', times }
  if (times.started_at < arrives) {
    const ended_at = Math.floor(arrives / 1000) * 1000
    const seconds = Math.min(times.duration_seconds, wholeSeconds({ ...times, ended_at }))
    return [{ answer: 'now', times: { ...times, ended_at, duration_seconds: seconds } }, later]
  }
  if (line.date !== undefined) return [later]
  const before = resolveTyped({ ...line, date: addDays(today, -1) }, context)
  return 'errors' in before ? [later] : [{ answer: 'yesterday', times: before }, later]
}

/** Computes a line's times. A session that would end in the future is an error until the person decides. */
const planOf = (line: When, context: PlanContext): Planned => {
  if (!isLog(line))
    return line.clock ? fromClock(line, context) : planned({ kind: 'start', started_at: startOf(line, context) })
  const { date, duration, started_at, ended_at } = line
  const times = resolveTyped({ date, duration, started_at, ended_at }, context)
  if ('errors' in times) return refusePlan(...Object.values(times.errors).flat())
  if (times.ended_at === times.started_at) return refusePlan('Start and end are the same time.')
  if (times.ended_at <= context.arrives) return planned({ kind: 'log', times })
  const choices = choicesFor({ date, duration, started_at, ended_at }, times, context)
  // A line with a future date is a planned session.
  const future = context.future || (date !== undefined && date > context.today ? 'planned' : '')
  const chosen = choices.find(({ answer }) => (context.isFixed ? answer !== 'yesterday' : answer === future))
  if (chosen) return planned({ kind: 'log', times: chosen.times })
  const way = choices.length > 1 ? 'Choose how to log it.' : 'Plan it, or change its time.'
  const errors = [`This ends in the future. ${way}`]
  return { plan: { kind: 'log', times }, errors, futureChoices: choices }
}

/** Seconds from the start of a focus (epoch ms) to the next occurrence of a clock time. */
const secondsUntil = (until: string, start: number, { now, today, zone }: PlanContext) => {
  const onToday = wallTime(today, until, zone)
  const end = onToday > now ? onToday : wallTime(addDays(today, 1), until, zone)
  return (end - Math.floor(start / 1000) * 1000) / 1000
}

/** Plans a line with a planned end. It starts the timer and can have no other length. */
export const planWithFocus = (
  line: When,
  planned: number | { until: string } | undefined,
  context: PlanContext,
): Planned => {
  if (planned === undefined) return planOf(line, context)
  if (isLog(line)) return refusePlan('A focus starts now. Leave out the other time, or the word focus.')
  const found = planOf(line, context)
  const { plan } = found
  if (plan?.kind !== 'start') return found
  const start = plan.started_at ?? context.now
  const focus = typeof planned === 'number' ? planned : secondsUntil(planned.until, start, context)
  if (typeof planned !== 'number' && !isFocusLength(focus))
    return refusePlan(`A focus lasts from 1 minute to 12 hours. Choose an end within that, not ${planned.until}.`)
  if (start + focus * 1000 <= context.now) return refusePlan('This focus would be over by now.')
  return { ...found, plan: { ...plan, focus } }
}
