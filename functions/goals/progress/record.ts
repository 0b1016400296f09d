import type { DaySum } from '../../ledger/schema'
import { addDays, type Range } from '../../lib/days'
import type { LocalNow } from '../../lib/now'
import { metInARow, outcome, periodsOf, type Rule } from './periods'
import { secondsIn } from './queries'

/** How many past periods the record of a goal's page lists. */
export const recordPeriods = 12

type History = { from: string; days: DaySum[] }

export const sumSeconds = (days: DaySum[], { from, to }: Range) =>
  days.reduce((sum, day) => (day.date >= from && day.date <= to ? sum + day.total_seconds : sum), 0)

/**
 * The outcome of a goal's periods, and how many were met in a row. Reads further back, in ever longer steps, while no
 * period is missed. @param ids the goal and everything below it @param start the goal's first day
 */
export const readRecord = async (
  db: D1Database,
  userId: string,
  { ids, rules, start }: { ids: string[]; rules: Rule[]; start: string },
  history: History,
  { today }: LocalNow,
) => {
  let since = history.from
  let outcomes = periodsOf(rules, { start, today, since })
    .filter(({ from }) => from >= since)
    .map((period) => outcome(period, sumSeconds(history.days, period), today))
  const isUnbroken = () => !outcomes.some(({ state }) => state === 'missed')
  for (let weeks = 53; since > start && since > '1971' && isUnbroken(); weeks *= 2) {
    const first = outcomes[0]?.from ?? '9999'
    since = addDays(since, -7 * weeks)
    const earlier = periodsOf(rules, { start, today, since }).filter(({ from }) => from >= since && from < first)
    const ranges = earlier.map(({ from, to }) => ({ ids, from, to }))
    const seconds = await secondsIn(db, userId, ranges)
    outcomes = [...earlier.map((period, index) => outcome(period, seconds[index] ?? 0, today)), ...outcomes]
  }
  const past = outcomes.filter(({ to }) => to < today)
  return {
    periods: [...past.slice(-recordPeriods), ...outcomes.slice(past.length)],
    inARow: metInARow(outcomes),
    /** By the first day of the period. */
    states: new Map(outcomes.map(({ from, state }) => [from, state])),
  }
}
