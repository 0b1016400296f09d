import { z } from 'zod'
import { readTotal, subjectSums } from '../../ledger/facts'
import { allTimeFilter } from '../../ledger/resolve-subject'
import { rangeFigures } from '../../ledger/schema'
import { readActivity } from '../../ledger/sums'
import { rowsAs, sql } from '../../lib/db/sql'
import type { Range } from '../../lib/time/days'

const hours = (seconds: number) => Math.round(seconds / 36) / 100

const PlanName = z.object({ id: z.string(), title: z.string(), status: z.string() })

const mostPlans = 1_000

const plansOf = (db: D1Database, userId: string) =>
  rowsAs(
    PlanName,
    sql(db)`
      SELECT id, title, replace(status, '_', '-') AS status
      FROM plans
      WHERE user_id = ${userId} AND deleted_at IS NULL
      ORDER BY id LIMIT ${mostPlans}`,
  )

/** Figures of all time, in total and by plan. */
export const readFigures = async (db: D1Database, userId: string, today: string, restDays: number[]) => {
  const [{ active, daysOff, firstDay }, plans, sums] = await Promise.all([
    readActivity(db, userId),
    plansOf(db, userId),
    subjectSums(db, userId, [], { from: '', to: today }, ['plan']),
  ])
  const range: Range = { from: firstDay && firstDay < today ? firstDay : today, to: today }
  const sum = await readTotal(db, userId, allTimeFilter, range)
  const figures = rangeFigures({ sums: [sum], active, best: null }, range, { today, restDays, daysOff })
  const { total_seconds, session_count, current_streak, longest_streak } = figures
  const bySubject = new Map(sums.map((one) => [one.subject, one]))
  return {
    total_seconds,
    total_hours: hours(total_seconds),
    session_count,
    current_streak,
    longest_streak,
    plans: plans.map((plan) => {
      const of = bySubject.get(`plan:${plan.id}`) ?? { total_seconds: 0, session_count: 0 }
      const { total_seconds: seconds, session_count: count } = of
      return { ...plan, total_seconds: seconds, total_hours: hours(seconds), session_count: count }
    }),
  }
}
export type TrackerStats = Awaited<ReturnType<typeof readFigures>>
