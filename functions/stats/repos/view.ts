import { z } from 'zod'
import { type ActivityDay, repoActivityDays } from '../../extension/activities/queries'
import { presetRange } from '../../ledger/range'
import { type Period, series } from '../../ledger/series'
import { daySums, subjectSums } from '../../ledger/sums'
import { dayOf, monthEnd, monthOf, type Range } from '../../lib/days'
import type { User } from '../../lib/env'
import * as q from './queries'

/** The ranges that are offered. */
export const repoRanges = ['90', '365', 'all'] as const
export type RepoRange = (typeof repoRanges)[number]

/** What the page is asked for; what makes no sense is as if it were not there. */
export const RepoQuery = z.object({
  range: z.enum(repoRanges).catch('90'),
  /** The pull requests with lower numbers than this one. */
  below: z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
})
type RepoQuery = z.output<typeof RepoQuery>

/** How many pull requests stand on a page. */
const pullsPerPage = 50

/** After every number of a pull request. */
const aboveAllPulls = Number.MAX_SAFE_INTEGER

export type PullRow = q.PullSum & { title: string; date: string }
export type ReviewPeriod = ActivityDay & { to: string }

const repoKey = ({ repo_owner, repo_name }: q.Repo) => `${repo_owner}/${repo_name}`.toLowerCase()

/** The pull requests of a repository that have sessions in a range, with their sums in it; all of them for all time. */
const readPulls = async (db: D1Database, userId: string, repo: q.Repo, range: Range | null, below: number) => {
  if (range === null) return q.pullsBelow(db, userId, repo, below, pullsPerPage + 1)
  const prefix = `pr:${repoKey(repo)}#`
  return (await subjectSums(db, userId, range, ['pr']))
    .filter(({ subject }) => subject.startsWith(prefix))
    .map(({ subject, ...sums }) => ({ ...sums, pr_number: Number(subject.slice(prefix.length)) }))
    .filter(({ pr_number }) => pr_number < below)
    .toSorted((a, b) => b.pr_number - a.pr_number)
    .slice(0, pullsPerPage + 1)
}

/** The weeks of a range in which something was reviewed, the latest first. */
const reviewWeeks = (days: ActivityDay[], range: Range, weekStart: number): ReviewPeriod[] => {
  const sums = days.map(({ date }) => ({ date, total_seconds: 0, session_count: 0 }))
  return series(sums, range, 'week', weekStart)
    .map(({ date, to }) => {
      const within = days.filter((day) => day.date >= date && day.date <= to)
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

/** A repository's time by week, or by month for all time. A month at the end goes no further than today. */
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

/** All that the page of a repository shows; null where the person has nothing there. */
export const repoView = async (
  db: D1Database,
  { id, preferences }: User,
  named: { owner: string; name: string },
  asked: RepoQuery,
  today: string,
) => {
  const repo = await q.repoSpelling(db, id, named.owner, named.name)
  if (!repo) return null
  const key = repoKey(repo)
  const subject = `repo:${key}`
  const range = asked.range === 'all' ? null : presetRange(asked.range, today)
  const reviewed = range ?? presetRange('365', today)
  const [periods, reviewDays, found] = await Promise.all([
    readPeriods(db, id, subject, range, preferences.week_start, today),
    repoActivityDays(db, id, key, reviewed),
    readPulls(db, id, repo, range, asked.below ?? aboveAllPulls),
  ])
  const shown = found.slice(0, pullsPerPage)
  const latest = await q.latestSessions(
    db,
    id,
    repo,
    shown.map(({ pr_number }) => pr_number),
  )
  const pulls = shown.map((pull): PullRow => {
    const last = latest.find(({ pr_number }) => pr_number === pull.pr_number)
    return { ...pull, title: last?.title ?? '', date: last ? dayOf(last.started_at, preferences) : '' }
  })
  return {
    repo,
    subject,
    range,
    asked,
    today,
    group: range ? ('week' as const) : ('month' as const),
    periods,
    total_seconds: periods.reduce((sum, period) => sum + period.total_seconds, 0),
    session_count: periods.reduce((sum, period) => sum + period.session_count, 0),
    reviews: reviewWeeks(reviewDays, reviewed, preferences.week_start),
    pulls,
    below: found.length > pullsPerPage ? (pulls.at(-1)?.pr_number ?? null) : null,
  }
}
export type RepoView = NonNullable<Awaited<ReturnType<typeof repoView>>>
