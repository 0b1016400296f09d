import { z } from 'zod'
import { type ActivityDay, repoActivityDays } from '../../extension/activities/queries'
import { daysWithin, presetRange } from '../../ledger/range'
import { addUp, noTime } from '../../ledger/schema'
import { type Period, series } from '../../ledger/series'
import { subjectSums } from '../../ledger/subject-sums'
import { daySums } from '../../ledger/sums'
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

export type PullRow = q.PullSum & { title: string; date: string }
export type ReviewPeriod = ActivityDay & { to: string }

const repoKey = ({ repo_owner, repo_name }: q.Repo) => `${repo_owner}/${repo_name}`.toLowerCase()

/** Pull requests with sessions in a range, and one more than a page. @param range null for all time */
const readPulls = async (db: D1Database, userId: string, repo: q.Repo, range: Range | null, below: number) => {
  if (range === null) return q.pullsBelow(db, userId, repo, below, pullsPerPage + 1)
  const prefix = `pr:${repoKey(repo)}#`
  return (await subjectSums(db, userId, range, [`pr:${repoKey(repo)}`]))
    .filter(({ subject }) => subject.startsWith(prefix))
    .map(({ subject, ...sums }) => ({ ...sums, pr_number: Number(subject.slice(prefix.length)) }))
    .filter(({ pr_number }) => pr_number < below)
    .toSorted((a, b) => b.pr_number - a.pr_number)
    .slice(0, pullsPerPage + 1)
}

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
  if (range) return series(await daySums(db, userId, subject, range), range, 'week', weekStart)
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
  const [repo, periods, reviewDays, pullSums] = await Promise.all([
    q.repoSpelling(db, id, path.owner, path.name),
    readPeriods(db, id, subject, range, preferences.week_start, today),
    repoActivityDays(db, id, key, reviewed),
    readPulls(db, id, asked, range, query.below ?? aboveAllPulls),
  ])
  if (!repo) return null
  const shown = pullSums.slice(0, pullsPerPage)
  const numbers = shown.map(({ pr_number }) => pr_number)
  const latest = await q.latestSessions(db, id, repo, numbers)
  const pulls = shown.map((pull): PullRow => {
    const last = latest.find(({ pr_number }) => pr_number === pull.pr_number)
    return { ...pull, title: last?.title ?? '', date: last ? dayOf(last.started_at, preferences) : '' }
  })
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
