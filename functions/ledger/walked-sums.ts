import type { Range } from '../lib/days'
import { grouped } from '../lib/format'
import { ProblemError } from '../lib/problem'
import { allRows, part, sql } from '../lib/sql'
import type { LedgerFilter } from './resolve-subject'
import { type DaySum, hasSessions } from './schema'

/** The most rows of the ledger that are added up where no rollup has the sum. */
const walkLimit = 2_000

/** True for filters within a context that no rollup knows: their sums are added up from the rows of the ledger. */
export const isWalked = ({ subjects: [first = ''], weekday, without, within }: LedgerFilter) =>
  within !== undefined || ((weekday !== null || without !== null) && first !== 'all')

/** `walked` counts the rows behind a sum; undefined for one of the rollups. */
export type Walked = { walked?: number }

/** @throws ProblemError 422 where there are more rows than are added up */
export const checkWalk = <R extends Walked>(rows: R[]): R[] => {
  if (rows.reduce((sum, { walked = 0 }) => sum + walked, 0) <= walkLimit) return rows
  throw new ProblemError({
    status: 422,
    code: 'too_many_sessions',
    title: 'Too many sessions to add up',
    detail: `More than ${grouped(walkLimit)} sessions match in one organization. Choose a shorter range, or show all organizations.`,
  })
}

const everyDate: Range = { from: '0', to: '9' }

const missing = {
  repo: part`s.repo_owner IS NULL`,
  plan: part`s.plan_id IS NULL`,
  chunk: part`s.chunk_id IS NULL`,
  task: part`s.task_id IS NULL`,
}

/** SELECT of the rows of a filter, and one more than are added up. Those of other weekdays are left out in SQL. */
const walk = (userId: string, { subjects, weekday, without, within }: LedgerFilter, { from, to }: Range) => part`
    SELECT d.date, d.seconds, d.starts
    FROM json_each(${JSON.stringify(subjects)})
      CROSS JOIN session_days AS d ON d.user_id = ${userId} AND d.subject = json_each.value
        AND d.date BETWEEN ${from} AND ${to}
      CROSS JOIN sessions AS s ON s.user_id = d.user_id AND s.id = d.session_id
    WHERE ${within ? part`'project:' || coalesce(s.project_id, 'none') IN (SELECT value FROM json_each(${JSON.stringify(within)}))` : part`1`}
      AND ${without ? missing[without] : part`1`}
      AND ${weekday === null ? part`1` : part`strftime('%u', d.date) = ${String(weekday)}`}
    LIMIT ${walkLimit + 1}`

export const walkedSum = (db: D1Database, userId: string, ledger: LedgerFilter, range: Range | null) =>
  sql(db)`
    SELECT coalesce(sum(seconds), 0) AS total_seconds, coalesce(sum(starts), 0) AS session_count, count(*) AS walked
    FROM (${walk(userId, ledger, range ?? everyDate)})`

/** SELECT of the days with sessions, in order. */
export const selectWalkedDays = (userId: string, ledger: LedgerFilter, range: Range) => part`
    SELECT date, sum(seconds) AS total_seconds, sum(starts) AS session_count, count(*) AS walked
    FROM (${walk(userId, ledger, range)})
    GROUP BY date
    ORDER BY date`

/** Days with sessions, in order. @throws ProblemError 422 */
export const walkedDays = async (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter,
  range: Range,
): Promise<DaySum[]> => {
  const days = await allRows<DaySum & Walked>(sql(db)`${selectWalkedDays(userId, ledger, range)}`)
  return checkWalk(days)
    .filter(hasSessions)
    .map(({ date, total_seconds, session_count }) => ({ date, total_seconds, session_count }))
}

/** Like `walkedDays`, for some dates. */
export const walkedDates = async (db: D1Database, userId: string, ledger: LedgerFilter, dates: string[]) => {
  const sorted = dates.toSorted()
  const [from, to] = [sorted[0], sorted.at(-1)]
  if (from === undefined || to === undefined) return []
  const days = await walkedDays(db, userId, ledger, { from, to })
  return days.filter(({ date }) => dates.includes(date))
}
