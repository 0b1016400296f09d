import type { z } from 'zod'
import { projects } from '../../filing/projects/queries'
import { monthEnd, monthStart } from '../../lib/days'
import type { LocalNow } from '../../lib/env'
import { idInView, isFiltered, monthInView } from '../../lib/list-view'
import type { Org } from '../../lib/org'
import { type Months, monthsBefore, monthsWithLearnings } from './months'
import { learningKind, pageOfLearnings } from './schema'

const pageSize = 20

/** How many of former days a page recalls. */
const recalled = 5

/** Query of `/learnings`. An invalid value counts as none. */
export const LearningsView = learningKind.View.extend({ plan: idInView, month: monthInView })
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
    /** Learned on this day a month or a year ago. */
    onThisDay: onThisDay.flatMap(({ rows }) => rows).slice(0, recalled),
    projects: all,
    today,
  }
}

export type LearningsPage = Awaited<ReturnType<typeof learningsPage>>
