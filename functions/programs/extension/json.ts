import { z } from 'zod'
import { type DaySum, noTime, type Sums } from '../../ledger/schema'
import { instantInput, iso, isoOrNull } from '../../lib/api/values'
import { allRows, constant, part, sql } from '../../lib/db/sql'
import { grouped } from '../../lib/text/format'
import { cleanLine, countCharacters, truncateText } from '../../lib/text/text'
import type { Range } from '../../lib/time/days'
import { longestSession } from '../../lib/time/typed-time'
import { type SessionRow, type sessionStatus, sessionTitleLimit } from '../../time/sessions/schema'

/** Instants are epoch ms. */
export type PullSession = Pick<
  SessionRow,
  'number' | 'id' | 'title' | 'started_at' | 'time_zone' | 'day_start_minute'
> &
  Pick<SessionRow, 'seq' | 'created_at'> & {
    repo_owner: string
    repo_name: string
    pr_number: number | null
    ended_at: number | null
    duration_seconds: number | null
    status: z.infer<typeof sessionStatus>
    deleted_at: number | null
  }

const columns = constant(
  `number, id, repo_owner, repo_name, pr_number, title, started_at, ended_at, duration_seconds, status, time_zone,
   day_start_minute, seq, created_at, deleted_at`,
)

/** Finds a session of a pull request, even if deleted. */
export const pullSession = (db: D1Database, userId: string, number: number) =>
  sql(db)`
    SELECT ${columns}
    FROM sessions
    WHERE number = ${number} AND user_id = ${userId} AND repo_owner IS NOT NULL`.first<PullSession>()

export type Pull = { repo_owner: string; repo_name: string; pr_number: number }

export const openSession = (db: D1Database, userId: string, { repo_owner, repo_name, pr_number }: Pull) =>
  sql(db)`
    SELECT ${columns}
    FROM sessions
    WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo_owner}) AND lower(repo_name) = lower(${repo_name})
      AND pr_number = ${pr_number} AND status = 'active' AND deleted_at IS NULL`.first<PullSession>()

/** SQL of `startedJson` of the open session, for the batch that opens it. */
export const startedAnswer = (userId: string, { repo_owner, repo_name, pr_number }: Pull) => part`(
  SELECT json_object('session_id', number, 'start_time', strftime('%Y-%m-%dT%H:%M:%fZ', started_at / 1000.0, 'unixepoch'),
    'repo_owner', repo_owner, 'repo_name', repo_name, 'pr_number', pr_number, 'status', status)
  FROM sessions
  WHERE user_id = ${userId} AND lower(repo_owner) = lower(${repo_owner}) AND lower(repo_name) = lower(${repo_name})
    AND pr_number = ${pr_number} AND status = 'active' AND deleted_at IS NULL)`

export const pullRequestSessions = (db: D1Database, userId: string, limit: number, offset: number) =>
  allRows<PullSession>(sql(db)`
    SELECT ${columns}
    FROM sessions
    WHERE user_id = ${userId} AND repo_owner IS NOT NULL AND deleted_at IS NULL
    ORDER BY started_at DESC, number DESC
    LIMIT ${limit} OFFSET ${offset}`)

/** Counts sessions of pull requests: finished ones from `session_days`, unfinished ones by row. */
export const pullSessionCount = async (db: D1Database, userId: string) => {
  const [row] = await allRows<{ total: number }>(sql(db)`
    SELECT
      (SELECT coalesce(sum(starts), 0) FROM session_days WHERE user_id = ${userId} AND repo IS NOT NULL) +
      (SELECT count(*) FROM sessions
       WHERE user_id = ${userId} AND status <> 'completed' AND deleted_at IS NULL AND repo_owner IS NOT NULL) AS total`)
  return row?.total ?? 0
}

export const pullDays = (db: D1Database, userId: string, { from, to }: Range) =>
  allRows<DaySum>(sql(db)`
    SELECT date, sum(seconds) AS total_seconds, sum(starts) AS session_count
    FROM session_days
    WHERE user_id = ${userId} AND date BETWEEN ${from} AND ${to} AND repo IS NOT NULL
    GROUP BY date
    ORDER BY date DESC`)

export const repoTotal = async (db: D1Database, userId: string, owner: string, name: string) =>
  (await sql(db)`
    SELECT coalesce(sum(seconds), 0) AS total_seconds, coalesce(sum(starts), 0) AS session_count
    FROM session_days
    WHERE user_id = ${userId} AND repo = lower(${owner}) || '/' || lower(${name})`.first<Sums>()) ?? noTime

const longestName = 100
const branchLimit = 255

/** Maximum characters of a text. GitHub's limits are 256 for a title and 255 for a branch. */
const longestText = 1000

const githubName = (what: string) => {
  const message = `Enter the ${what} as on GitHub: letters, digits, hyphens, dots and underscores`
  return z
    .string(message)
    .max(longestName, `At most ${longestName} characters`)
    .regex(/^[\w-][\w.-]*$|^\.[\w-][\w.-]*$/, message)
}

const repoOwner = githubName('owner of the repository')
const repoName = githubName('name of the repository')

const numberMessage = 'Enter the pull request number'
const pullNumber = z.int(numberMessage).min(1, numberMessage).max(2_147_483_647, numberMessage)

/** Truncates longer text, which GitHub allows, because refusing it would lose the session. */
const cutText = (limit: number) =>
  z
    .string('Enter text')
    .max(longestText, `At most ${grouped(longestText)} characters`)
    .nullish()
    .transform((text) => {
      const line = cleanLine(text ?? '')
      return countCharacters(line) > limit ? truncateText(line, limit - 1) : line
    })

const pullTitle = cutText(sessionTitleLimit)
const branchName = cutText(branchLimit)

/** Schema of a count. A larger count is reduced to `max`. */
const countUpTo = (max: number, defaultCount: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `Enter a whole number from 1 to ${max}`)
    .transform(Number)
    .refine((count) => count > 0, `Enter a whole number from 1 to ${max}`)
    .transform((count) => Math.min(count, max))
    .default(defaultCount)

// Ignores unknown members, because the extension is released separately, and newer versions may send more.

const pull = { repo_owner: repoOwner, repo_name: repoName, pr_number: pullNumber }

export const StartBody = z.object({ ...pull, branch: branchName, pr_title: pullTitle })

const tooLong = 'A session lasts at most 72 hours'
export const EndBody = z.object({
  duration_seconds: z
    .int('Enter whole seconds')
    .min(0, 'Enter 0 seconds or more')
    .max(longestSession, tooLong)
    .nullish(),
})

const batchLimit = 500
const metadataLimit = 10_000

const metadata = z
  .record(z.string(), z.unknown(), 'Enter the metadata as an object')
  .nullish()
  .transform((value) => (value ? JSON.stringify(value) : null))
  .refine((text) => text === null || countCharacters(text) <= metadataLimit, 'Enter at most 10,000 characters')

export const ActivityBody = z.object({
  activity_type: z.enum(['comment', 'approve', 'request_changes'], 'Choose comment, approve or request_changes'),
  ...pull,
  session_id: z.int('Enter the session_id of a session').nullish(),
  metadata,
  created_at: instantInput.nullish(),
})
export type ActivityBody = z.output<typeof ActivityBody>

export const ActivitiesBody = z.object({
  activities: z
    .array(ActivityBody, 'Enter a list of activities')
    .min(1, 'Enter at least one activity')
    .max(batchLimit, `Send at most ${batchLimit} activities at a time`),
})

export const PullSessionsQuery = z.object({
  limit: countUpTo(100, 50),
  offset: z
    .string()
    .regex(/^\d{1,9}$/, 'Enter 0 or more')
    .transform(Number)
    .default(0),
})

export const DaysQuery = z.object({ days: countUpTo(365, 30) })

export const startedJson = ({ number, started_at, repo_owner, repo_name, pr_number, status }: PullSession) => ({
  session_id: number,
  start_time: iso(started_at),
  repo_owner,
  repo_name,
  pr_number,
  status,
})

type Ended = Pick<PullSession, 'number'> & { started_at: number; ended_at: number; duration_seconds: number }

export const endedJson = ({ number, started_at, ended_at, duration_seconds }: Ended) => ({
  session_id: number,
  start_time: iso(started_at),
  end_time: iso(ended_at),
  duration_seconds,
  status: 'completed' as const,
})

/** JSON of a session. An unfinished session has no end, even if `ended_at` contains a suggested one. */
export const pullSessionJson = (session: PullSession) => {
  const { number, repo_owner, repo_name, pr_number, title, started_at, status, created_at } = session
  const finished = status === 'completed'
  return {
    id: number,
    repo_owner,
    repo_name,
    pr_number,
    pr_title: title || null,
    start_time: iso(started_at),
    end_time: finished ? isoOrNull(session.ended_at) : null,
    duration_seconds: finished ? session.duration_seconds : null,
    status,
    created_at: iso(created_at),
  }
}
