import { z } from 'zod'
import { isDate, monthEnd, monthStart } from '../lib/days'
import type { LocalNow } from '../lib/now'
import { cleanTags } from '../lib/tags'
import { cleanText } from '../lib/text'
import { projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { matchExpression } from '../search/match'
import { searchLimit } from '../search/schema'
import { type Months, monthsWithLearnings } from './months'
import * as q from './queries'
import { type FoundLearning, type ListedLearning, learningSource, learningType } from './schema'
import { monthsBefore } from './words'

const pageSize = 40

/** How many of former days a page recalls. */
const recalled = 5

const id = z.string().max(100).catch('')

/** A tag as it is stored, from one that was typed. */
export const oneTag = (typed: string) => cleanTags([typed])[0] ?? ''

/** Query of `/learnings`. An invalid value counts as none. */
export const LearningsView = z.object({
  q: z.string().transform(cleanText).pipe(z.string().max(searchLimit)).catch(''),
  type: z.enum(['', ...learningType.options]).catch(''),
  source: z.enum(['', ...learningSource.options]).catch(''),
  tag: z.string().max(100).catch('').transform(oneTag),
  project: id,
  plan: id,
  month: z
    .string()
    .refine((month) => isDate(`${month}-01`))
    .catch(''),
  /** The last of the page before: its id, or the number of its document in a search. */
  after: z
    .string()
    .regex(/^[\w-]{1,100}$/)
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

const readRows = async (db: D1Database, userId: string, { q: words, month, after, ...filters }: LearningsView) => {
  const filter = { ...filters, ...(month && { from: monthStart(month), to: monthEnd(month) }) }
  if (words === '') return q.learningsByDate(db, userId, filter, after, pageSize)
  const match = matchExpression(words, { userId, kind: 'learning' })
  if (match === undefined) return []
  return q.foundLearnings(db, userId, { ...filter, match }, Number(after) || 0, pageSize)
}

const noMonths: Months = { months: [] }

export const learningsPage = async (
  db: D1Database,
  userId: string,
  view: LearningsView,
  { today }: LocalNow,
): Promise<LearningsPage> => {
  const isWhole = !isFiltered(view)
  const days = [monthsBefore(today, 1), monthsBefore(today, 12)]
  const [rows, months, onThisDay, all] = await Promise.all([
    readRows(db, userId, view),
    isWhole ? monthsWithLearnings(db, userId, view.month) : noMonths,
    isWhole && view.month === '' && view.after === '' ? q.learningsOn(db, userId, days, recalled) : [],
    projects(db, userId),
  ])
  const learnings = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? learnings.at(-1) : undefined
  const next = last && (isFound(last) ? String(last.number) : last.id)
  return { view, learnings, next, months, onThisDay, projects: all, today }
}
