import { z } from 'zod'
import { isDate, monthEnd, monthStart } from '../lib/days'
import { idInView, listView } from '../lib/list-view'
import type { LocalNow } from '../lib/now'
import type { Org } from '../lib/org'
import { cleanTags } from '../lib/tags'
import { projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { matchExpression } from '../search/match'
import { type FoundLearning, foundLearnings } from './found'
import { learningsOn, type Months, monthsBefore, monthsWithLearnings } from './months'
import { learningsByDate } from './queries'
import { type ListedLearning, learningSource, learningType } from './schema'

const pageSize = 20

/** How many of former days a page recalls. */
const recalled = 5

/** A tag as it is stored, from one that was typed. */
export const oneTag = (typed: string) => cleanTags([typed])[0] ?? ''

/** Query of `/learnings`. An invalid value counts as none. */
export const LearningsView = z.object({
  /** In a search `after` is the number of a document. */
  ...listView,
  type: z.enum(['', ...learningType.options]).catch(''),
  source: z.enum(['', ...learningSource.options]).catch(''),
  tag: z.string().max(100).catch('').transform(oneTag),
  project: idInView,
  plan: idInView,
  month: z
    .string()
    .refine((month) => isDate(`${month}-01`))
    .catch(''),
})
export type LearningsView = z.infer<typeof LearningsView>

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

export const isFiltered = ({ month: _, after: __, ...filters }: LearningsView) =>
  Object.values(filters).some((value) => value !== '')

export const isFound = (row: ListedLearning | FoundLearning): row is FoundLearning => 'number' in row

const readRows = async (
  db: D1Database,
  userId: string,
  org: Org,
  { q: words, month, after, ...filters }: LearningsView,
): Promise<{ rows: LearningsPage['learnings']; next?: string }> => {
  const filter = { ...filters, ...(month && { from: monthStart(month), to: monthEnd(month) }) }
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
  const isWhole = !isFiltered(view)
  const days = [monthsBefore(today, 1), monthsBefore(today, 12)]
  const [{ rows: learnings, next }, months, onThisDay, all] = await Promise.all([
    readRows(db, userId, org, view),
    isWhole ? monthsWithLearnings(db, userId, org, view.month) : noMonths,
    isWhole && view.month === '' && view.after === '' ? learningsOn(db, userId, org, days, recalled) : [],
    projects(db, userId, org),
  ])
  return { view, learnings, next, months, onThisDay, projects: all, today }
}
