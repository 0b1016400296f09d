import { z } from 'zod'
import { instantInput, iso, isoOrNull } from '../lib/api/values'
import { grouped } from '../lib/format'
import { cleanLine } from '../lib/text'
import { longestSession } from '../lib/typed-time'
import { titleLimit } from '../sessions/schema'
import type { PullSession } from './queries'

const longestName = 100
const branchLimit = 255

/** GitHub's limits are 256 characters for a title and 255 for a branch. */
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

/** Cuts between characters, never within a surrogate pair. */
const cut = (text: string, limit: number) =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`

/** Cuts longer texts, which GitHub allows; refusing them would lose the session. */
const cutText = (limit: number) =>
  z
    .string('Enter text')
    .max(longestText, `At most ${grouped(longestText)} characters`)
    .nullish()
    .transform((text) => cut(cleanLine(text ?? ''), limit))

const pullTitle = cutText(titleLimit)
const branchName = cutText(branchLimit)

/** A larger count is lowered to `max`. */
const countUpTo = (max: number, defaultCount: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `Enter a whole number from 1 to ${max}`)
    .transform(Number)
    .refine((count) => count > 0, `Enter a whole number from 1 to ${max}`)
    .transform((count) => Math.min(count, max))
    .default(defaultCount)

// Unknown members are ignored: the extension is released on its own, and newer versions may send more.

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
  .refine((text) => text === null || text.length <= metadataLimit, 'Enter at most 10,000 characters')

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

/** An unfinished session has no end, even where one is suggested in `ended_at`. */
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
