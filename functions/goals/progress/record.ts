import type { MembersAt } from '../../ledger/goal-tree'
import type { DaySum } from '../../ledger/schema'
import { addDays, type Range } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { metInARow, outcome, type Period, periodsOf, type Rule } from './periods'
import { secondsIn } from './queries'

/** How many past periods the record of a goal's page lists. */
export const recordPeriods = 12

/** Days since `from` with the time of the goals `ids`. */
type History = { from: string; ids: string[]; days: DaySum[] }

export const sumSeconds = (days: DaySum[], { from, to }: Range) =>
  days.reduce((sum, day) => (day.date >= from && day.date <= to ? sum + day.total_seconds : sum), 0)

/** The last periods of which none begins before a date. */
const beginningSince = (periods: Period[], since: string) =>
  periods.slice(periods.findLastIndex(({ from }) => from < since) + 1)

/**
 * The outcome of a goal's periods, and how many were met in a row. Reads further back, in ever longer steps, while no
 * period is missed. @param start the goal's first day
 */
export const readRecord = async (
  db: D1Database,
  userId: string,
  { id, rules, start, membersAt }: { id: string; rules: Rule[]; start: string; membersAt: MembersAt },
  history: History,
  { latestDay }: LocalNow,
) => {
  const present = new Set(history.ids)
  const isKnown = (period: Period, ids: string[]) =>
    period.from >= history.from && ids.length === present.size && ids.every((member) => present.has(member))
  const judge = async (periods: Period[]) => {
    const ranges = periods.map((period) => {
      const ids = membersAt(id, period.to)
      return { from: period.from, to: period.to, ids: isKnown(period, ids) ? [] : ids }
    })
    const read = await secondsIn(db, userId, ranges)
    return periods.map((period, index) => {
      const seconds = ranges[index]?.ids.length ? (read[index] ?? 0) : sumSeconds(history.days, period)
      return outcome(period, seconds, latestDay)
    })
  }
  const periodsSince = (since: string) => beginningSince(periodsOf(rules, { start, today: latestDay, since }), since)

  let since = history.from
  let outcomes = await judge(periodsSince(since))
  const isUnbroken = () => !outcomes.some(({ state }) => state === 'missed')
  for (let weeks = 53; since > start && since > '1971' && isUnbroken(); weeks *= 2) {
    const first = outcomes[0]?.to ?? '9999'
    since = addDays(since, -7 * weeks)
    const earlier = periodsSince(since).filter(({ to }) => to < first)
    outcomes = [...(await judge(earlier)), ...outcomes]
  }
  const past = outcomes.filter(({ to }) => to < latestDay)
  return {
    periods: [...past.slice(-recordPeriods), ...outcomes.slice(past.length)],
    inARow: metInARow(outcomes),
    /** States of weeks by their first day. */
    states: new Map(outcomes.filter(({ kind }) => kind === 'weekly').map(({ from, state }) => [from, state])),
  }
}
