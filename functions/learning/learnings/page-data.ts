import type { z } from 'zod'
import { projects } from '../../filing/projects/queries'
import { allRows, sql } from '../../lib/db/sql'
import type { LocalNow } from '../../lib/env'
import { idParameter, isFiltered, monthParameter } from '../../lib/http/list-view'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'
import { tagList } from '../../lib/text/text'
import { addDays, addMonths, monthEnd, monthOf, monthStart } from '../../lib/time/days'
import { type ListedLearning, learningKind, pageOfLearnings } from './schema'

/** Months (`YYYY-MM`) of a year with learnings, latest first, and the nearest such months before and after the year. */
type Months = { months: string[]; before?: string; after?: string }

/** @param month a month of the wanted year; empty for the latest year */
const monthsWithLearnings = async (db: D1Database, userId: string, org: Org, month: string): Promise<Months> => {
  const rows = await allRows<{ month: string }>(sql(db)`
    SELECT DISTINCT substr(date, 1, 7) AS month
    FROM learnings
    WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'learning')}
    ORDER BY month DESC`)
  const all = rows.map((row) => row.month)
  const year = (month || (all[0] ?? '')).slice(0, 4)
  return {
    months: all.filter((one) => one.startsWith(year)),
    before: all.find((one) => one.slice(0, 4) < year),
    after: all.findLast((one) => one.slice(0, 4) > year),
  }
}

/** The date some months earlier; the last day of the month if that month is too short. */
export const monthsBefore = (date: string, months: number) => {
  const month = addMonths(monthOf(date), -months)
  const wanted = addDays(`${month}-01`, Number(date.slice(8)) - 1)
  return monthOf(wanted) === month ? wanted : monthEnd(month)
}

const pageSize = 20

/** Maximum number of earlier learnings that a page recalls, by day or by tag. */
const recalled = 5

/** Query of `/learnings`. Invalid values are ignored. */
export const LearningsView = learningKind.View.extend({ plan: idParameter, month: monthParameter })
export type LearningsView = z.infer<typeof LearningsView>

const noMonths: Months = { months: [] }

export const learningsPage = async (
  db: D1Database,
  userId: string,
  org: Org,
  view: LearningsView,
  { today }: LocalNow,
) => {
  const isWhole = !isFiltered({ ...view, month: '' })
  const { month, plan: plan_id, ...filters } = view
  const filter = {
    ...learningKind.filterOf(filters),
    plan_id,
    ...(month && { from: monthStart(month), to: monthEnd(month) }),
  }
  const isFirst = isWhole && month === '' && view.after === ''
  const dates = isFirst ? [monthsBefore(today, 1), monthsBefore(today, 12)] : []
  const [{ rows: learnings, next }, months, onThisDay, all] = await Promise.all([
    pageOfLearnings(db, userId, org, filter, pageSize),
    isWhole ? monthsWithLearnings(db, userId, org, month) : noMonths,
    Promise.all(dates.map((date) => pageOfLearnings(db, userId, org, { from: date, to: date }, recalled))),
    projects(db, userId, org),
  ])
  return {
    view,
    learnings,
    next,
    months,
    /** Learnings from this day a month and a year ago. */
    onThisDay: onThisDay.flatMap(({ rows }) => rows).slice(0, recalled),
    projects: all,
    today,
  }
}

/** The latest other learnings with the same tag, else of the same plan or project. */
export const relatedLearnings = async (
  db: D1Database,
  userId: string,
  org: Org,
  { id, tags, plan_id, project_id }: ListedLearning,
) => {
  const [tag] = tagList(tags)
  const filter = tag ? { tag } : plan_id ? { plan_id } : project_id ? { project_id } : null
  if (!filter) return []
  const { rows } = await pageOfLearnings(db, userId, org, filter, recalled + 1)
  return rows.filter((row) => row.id !== id).slice(0, recalled)
}

export type LearningsPage = Awaited<ReturnType<typeof learningsPage>>
