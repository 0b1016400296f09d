import { z } from 'zod'
import { type ActivityDay, repoActivityDays } from '../../extension/activities/queries'
import { days as daysOf } from '../../ledger/facts'
import { daysWithin, presetRange } from '../../ledger/range'
import { only } from '../../ledger/resolve-subject'
import { addUp, noTime } from '../../ledger/schema'
import { type Period, series } from '../../ledger/series'
import { dayOf, monthEnd, monthOf, type Range } from '../../lib/days'
import type { User } from '../../lib/env'
import * as q from './queries'

export const repoRanges = ['90', '365', 'all'] as const
export type RepoRange = (typeof repoRanges)[number]

/** Ignores invalid parameters. */
export const RepoQuery = z.object({
  range: z.enum(repoRanges).catch('90'),
  /** Cursor: the lowest number of the page before. */
  below: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
})
type RepoQuery = z.output<typeof RepoQuery>

const pullsPerPage = 50

const aboveAllPulls = Number.MAX_SAFE_INTEGER

export type PullRow = Omit<q.PullSum, 'title' | 'started_at'> & { title: string; date: string }
export type ReviewPeriod = ActivityDay & { to: string }

const repoKey = ({ repo_owner, repo_name }: q.Repo) => `${repo_owner}/${repo_name}`.toLowerCase()

/** Weeks with reviews, latest first. */
const reviewWeeks = (days: ActivityDay[], range: Range, weekStart: number): ReviewPeriod[] => {
  const sums = days.map(({ date }) => ({ date, ...noTime }))
  return series(sums, range, 'week', weekStart)
    .map(({ date, to }) => {
      const within = daysWithin(days, { from: date, to })
      const sum = (count: (day: ActivityDay) => number) => within.reduce((all, day) => all + count(day), 0)
      return {
        date,
        to,
        comment_count: sum((day) => day.comment_count),
        approve_count: sum((day) => day.approve_count),
        request_changes_count: sum((day) => day.request_changes_count),
      }
    })
    .filter((week) => week.comment_count + week.approve_count + week.request_changes_count > 0)
    .toReversed()
}

/** By week, or by month up to today for all time. */
const readPeriods = async (
  db: D1Database,
  userId: string,
  subject: string,
  range: Range | null,
  weekStart: number,
  today: string,
): Promise<Period[]> => {
  if (range) return series(await daysOf(db, userId, only(subject), range), range, 'week', weekStart)
  const months = await q.monthSums(db, userId, subject)
  const [first] = months
  if (!first) return []
  const last = months.at(-1)?.date ?? today
  const to = last > today ? monthEnd(monthOf(last)) : today
  return series(months, { from: first.date, to }, 'month', weekStart)
}

/** Null if the person has no sessions or reviews in the repository. */
export const repoView = async (
  db: D1Database,
  { id, preferences }: User,
  path: { owner: string; name: string },
  query: RepoQuery,
  today: string,
) => {
  const asked = { repo_owner: path.owner, repo_name: path.name }
  const key = repoKey(asked)
  const subject = `repo:${key}`
  const range = query.range === 'all' ? null : presetRange(query.range, today)
  const reviewed = range ?? presetRange('365', today)
  const { below = aboveAllPulls } = query
  const [repo, periods, reviewDays, pullSums] = await Promise.all([
    q.repoSpelling(db, id, path.owner, path.name),
    readPeriods(db, id, subject, range, preferences.week_start, today),
    repoActivityDays(db, id, key, reviewed),
    q.pullsOf(db, id, asked, { range, below }, pullsPerPage + 1),
  ])
  if (!repo) return null
  const shown = pullSums.slice(0, pullsPerPage)
  const pulls = shown.map(
    ({ title, started_at, ...pull }): PullRow => ({
      ...pull,
      title: title ?? '',
      date: started_at === null ? '' : dayOf(started_at, preferences),
    }),
  )
  return {
    repo,
    subject,
    range,
    query,
    today,
    group: range ? ('week' as const) : ('month' as const),
    periods,
    ...addUp(periods),
    reviews: reviewWeeks(reviewDays, reviewed, preferences.week_start),
    pulls,
    below: pullSums.length > pullsPerPage ? (pulls.at(-1)?.pr_number ?? null) : null,
  }
}
export type RepoView = NonNullable<Awaited<ReturnType<typeof repoView>>>
