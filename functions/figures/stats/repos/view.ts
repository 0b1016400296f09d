import { z } from 'zod'
import { readDaySums as daysOf, selectDays } from '../../../ledger/facts'
import { daysWithin, presetRange } from '../../../ledger/range'
import { subjectFilter } from '../../../ledger/resolve-subject'
import { addUp, type DaySum, noTime } from '../../../ledger/schema'
import { fillPeriods, type Period } from '../../../ledger/series'
import { allRows, part, sql } from '../../../lib/db/sql'
import type { User } from '../../../lib/env'
import { dayOf, monthEnd, monthOf, type Range } from '../../../lib/time/days'
import { type ActivityDay, repoActivityDays } from './activity-days'

type Repo = { repo_owner: string; repo_name: string }

/** Owner and name as spelled in the latest session or review; null without either. */
const repoSpelling = async (db: D1Database, userId: string, owner: string, name: string) => {
  const [session, review] = await Promise.all([
    sql(db)`
    SELECT repo_owner, repo_name
    FROM sessions
    WHERE user_id = ${userId} AND lower(repo_owner) = lower(${owner}) AND lower(repo_name) = lower(${name})
      AND pr_number IS NOT NULL AND deleted_at IS NULL
    ORDER BY pr_number DESC, started_at DESC
    LIMIT 1`.first<Repo>(),
    sql(db)`
    SELECT repo_owner, repo_name
    FROM pr_review_activities
    WHERE user_id = ${userId} AND lower(repo_owner) = lower(${owner}) AND lower(repo_name) = lower(${name})
    ORDER BY created_at DESC
    LIMIT 1`.first<Repo>(),
  ])
  return session ?? review
}

/** Sums by month, in order. `date`: first day of the month. */
const monthSums = (db: D1Database, userId: string, subject: string) =>
  allRows<DaySum>(sql(db)`
    SELECT substr(date, 1, 7) || '-01' AS date, sum(total_seconds) AS total_seconds, sum(session_count) AS session_count
    FROM (${selectDays(userId, [subjectFilter(subject)], null)})
    GROUP BY 1
    ORDER BY 1`)

/** Sum of a pull request. Title and start (epoch ms) are from its latest session; null if that is deleted. */
type PullSum = {
  pr_number: number
  total_seconds: number
  session_count: number
  title: string | null
  started_at: number | null
}

/** Joins the latest session of each pull request of `pulls`. */
const joinLatest = (userId: string, repo: Repo) => part`
    LEFT JOIN sessions AS latest ON latest.number = (
      SELECT number FROM sessions
      WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo.repo_owner})
        AND lower(repo_name) = lower(${repo.repo_name}) AND pr_number = pulls.pr_number AND deleted_at IS NULL
      ORDER BY started_at DESC
      LIMIT 1)`

/**
 * Sums of a repository's pull requests, highest number first: those with time in a range. @param range null for all
 * time
 */
const pullsOf = (
  db: D1Database,
  userId: string,
  repo: Repo,
  { range, below }: { range: Range | null; below: number },
  limit: number,
) =>
  allRows<PullSum>(sql(db)`
    WITH tracked AS (
      SELECT pr_number, sum(seconds) AS total_seconds, sum(starts) AS session_count
      FROM session_days
      WHERE user_id = ${userId} AND repo = lower(${repo.repo_owner}) || '/' || lower(${repo.repo_name})
        AND pr_number < ${below} AND ${range ? part`date BETWEEN ${range.from} AND ${range.to}` : part`1`}
      GROUP BY pr_number),
    pulls AS (
      ${
        range
          ? part`SELECT pr_number FROM tracked WHERE pr_number IS NOT NULL`
          : part`SELECT DISTINCT pr_number FROM sessions
        WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo.repo_owner})
          AND lower(repo_name) = lower(${repo.repo_name}) AND pr_number < ${below} AND deleted_at IS NULL`
      })
    SELECT pulls.pr_number, coalesce(total_seconds, 0) AS total_seconds, coalesce(session_count, 0) AS session_count,
      latest.title, latest.started_at
    FROM pulls LEFT JOIN tracked ON tracked.pr_number = pulls.pr_number
      ${joinLatest(userId, repo)}
    ORDER BY pulls.pr_number DESC
    LIMIT ${limit}`)

export const repoRanges = ['90', '365', 'all'] as const
export type RepoRange = (typeof repoRanges)[number]

/** Query of the page. Invalid parameters are ignored. */
export const RepoQuery = z.object({
  range: z.enum(repoRanges).catch('90'),
  /** Cursor: the lowest number on the previous page. */
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

type PullRow = Omit<PullSum, 'title' | 'started_at'> & { title: string; date: string }
export type ReviewPeriod = ActivityDay & { to: string }

const repoKey = ({ repo_owner, repo_name }: Repo) => `${repo_owner}/${repo_name}`.toLowerCase()

/** Weeks with reviews, latest first. */
const reviewWeeks = (days: ActivityDay[], range: Range, weekStart: number): ReviewPeriod[] => {
  const sums = days.map(({ date }) => ({ date, ...noTime }))
  return fillPeriods(sums, range, 'week', weekStart)
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

/** Reads sums by week; for all time, by month up to today. */
const readPeriods = async (
  db: D1Database,
  userId: string,
  subject: string,
  range: Range | null,
  weekStart: number,
  today: string,
): Promise<Period[]> => {
  if (range) return fillPeriods(await daysOf(db, userId, subjectFilter(subject), range), range, 'week', weekStart)
  const months = await monthSums(db, userId, subject)
  const [first] = months
  if (!first) return []
  const last = months.at(-1)?.date ?? today
  const to = last > today ? monthEnd(monthOf(last)) : today
  return fillPeriods(months, { from: first.date, to }, 'month', weekStart)
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
    repoSpelling(db, id, path.owner, path.name),
    readPeriods(db, id, subject, range, preferences.week_start, today),
    repoActivityDays(db, id, key, reviewed),
    pullsOf(db, id, asked, { range, below }, pullsPerPage + 1),
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
