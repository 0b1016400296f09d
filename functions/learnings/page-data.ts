import { monthEnd, monthStart } from '../lib/days'
import { isFiltered } from '../lib/list-view'
import type { LocalNow } from '../lib/now'
import type { Org } from '../lib/org'
import { matchExpression } from '../lib/search/match'
import { projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { learningsByDate } from './by-date'
import { type FoundLearning, foundLearnings } from './found'
import { learningsOn, type Months, monthsBefore, monthsWithLearnings } from './months'
import type { LearningsView, ListedLearning } from './schema'

const pageSize = 20

/** How many of former days a page recalls. */
const recalled = 5

export type LearningsPage = {
  view: LearningsView
  learnings: (ListedLearning | FoundLearning)[]
  /** Cursor of the next page. */
  next?: string
  months: Months
  /** Learned on this day a month or a year ago. */
  onThisDay: ListedLearning[]
  projects: ProjectRow[]
  today: string
}

const readRows = async (
  db: D1Database,
  userId: string,
  org: Org,
  { q: words, month, after, project: project_id, plan: plan_id, ...filters }: LearningsView,
): Promise<{ rows: LearningsPage['learnings']; next?: string }> => {
  const filter = { ...filters, project_id, plan_id, ...(month && { from: monthStart(month), to: monthEnd(month) }) }
  if (words === '') return learningsByDate(db, userId, org, filter, after, pageSize)
  const match = matchExpression(words, { userId, kind: 'learning' })
  if (match === undefined) return { rows: [] }
  return foundLearnings(db, userId, org, { ...filter, match }, Number(after) || 0, pageSize)
}

const noMonths: Months = { months: [] }

export const learningsPage = async (
  db: D1Database,
  userId: string,
  org: Org,
  view: LearningsView,
  { today }: LocalNow,
): Promise<LearningsPage> => {
  const isWhole = !isFiltered({ ...view, month: '' })
  const days = [monthsBefore(today, 1), monthsBefore(today, 12)]
  const [{ rows: learnings, next }, months, onThisDay, all] = await Promise.all([
    readRows(db, userId, org, view),
    isWhole ? monthsWithLearnings(db, userId, org, view.month) : noMonths,
    isWhole && view.month === '' && view.after === '' ? learningsOn(db, userId, org, days, recalled) : [],
    projects(db, userId, org),
  ])
  return { view, learnings, next, months, onThisDay, projects: all, today }
}
