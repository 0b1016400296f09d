import { wholeSubjects } from '../ledger/contribution'
import { plural } from '../lib/format'
import { splitsOf } from '../lib/hours'
import { rowsOfParts, rowsToAdd } from './rows-written'
import type { NewSession } from './schema'

/** The most rows that adding one session may write. */
export const sessionRows = 400

export type LimitedSession = Pick<NewSession, 'started_at' | 'duration_seconds' | 'time_zone' | 'day_start_minute'> &
  Pick<NewSession, 'tags' | 'project_id' | 'goal_id' | 'title' | 'notes'> & {
    [Field in 'repo_owner' | 'repo_name' | 'import_id' | 'plan_id' | 'chunk_id' | 'task_id']?: string | null
  } & { pr_number?: number | null }

const snapshotOf = (session: LimitedSession) => {
  const { repo_owner, repo_name, pr_number = null, plan_id = null, chunk_id = null, task_id = null } = session
  const repo = repo_owner && repo_name ? `${repo_owner}/${repo_name}`.toLowerCase() : null
  return { ...session, ...splitsOf(session), repo, pr_number: pr_number ?? null, plan_id, chunk_id, task_id }
}

/**
 * The most rows that adding a session writes, index entries included (D1's `rows_written`).
 * @param earned the JSON of `change_heads.earned`: each day of a subject that it names rewrites it
 */
export const rowsOfSession = (session: LimitedSession, earned: string | null = null) => {
  const snapshot = snapshotOf(session)
  const { days, hours, repo } = snapshot
  const tags = new Set(snapshot.tags).size
  const subjects = wholeSubjects(snapshot).filter(([subject]) => subject !== 'tag:several')
  return rowsOfParts({
    days: days.length,
    hours: hours.length,
    tags,
    months: new Set(days.map(([date]) => date.slice(0, 7))).size,
    subjects: subjects.length,
    earning: subjects.filter(([subject]) => earned?.includes(JSON.stringify(subject))).length,
    keys: (session.import_id ? 1 : 0) + (repo === null ? 0 : 2),
    hasDocument: Boolean(session.title || session.notes || tags > 0),
  })
}

/** At least `rowsOfSession`, without splitting the session by days: nearly all need no closer look. */
const roughRows = ({ duration_seconds, tags }: LimitedSession) => {
  const days = Math.ceil(duration_seconds / 86_400) + 1
  const hours = Math.ceil(duration_seconds / 3600) + days + 1
  return rowsToAdd({ days, hours, tags: tags.length })
}

/** A session that would write too many rows: its length, and with how many tags it would not; null if with none. */
type TooManyRows = { hours: string; tags: number | null }

const tooManyRows = (
  session: LimitedSession,
  earned: string | null,
  stored: LimitedSession | undefined,
): TooManyRows | null => {
  if (roughRows(session) <= sessionRows) return null
  const limit = Math.max(sessionRows, stored ? rowsOfSession(stored, earned) : 0)
  const fits = (count: number) => rowsOfSession({ ...session, tags: session.tags.slice(0, count) }, earned) <= limit
  if (fits(session.tags.length)) return null
  const counts = session.tags.map((_, count) => count).filter(fits)
  return { hours: plural(Math.ceil(session.duration_seconds / 3600), 'hour'), tags: counts.at(-1) ?? null }
}

/**
 * The error of a session that would write too many rows, at its field; null if it is within the limit.
 * @param stored what an edit replaces: a session from before the limit may stay as it is
 */
export const rowsError = (
  session: LimitedSession,
  earned: string | null = null,
  stored?: LimitedSession,
): { tags: string[] } | { duration: string[] } | null => {
  const found = tooManyRows(session, earned, stored)
  if (!found) return null
  const { hours, tags } = found
  if (tags === null) return { duration: [`A session of ${hours} is too long. Split it into shorter ones.`] }
  return { tags: [`A session of ${hours} can have at most ${plural(tags, 'tag')}. Remove some tags or split it.`] }
}

/** Why a session that has not ended yet cannot end then, and what to do; null if it can. */
export const endRowsError = (session: LimitedSession, wayOut: string, earned: string | null = null): string | null => {
  const found = tooManyRows(session, earned, undefined)
  if (!found) return null
  const { hours, tags } = found
  return tags === null
    ? `A session of ${hours} is too long. Choose an earlier end.`
    : `A session of ${hours} can have at most ${plural(tags, 'tag')}. ${wayOut}`
}

/** The error by the fields of the API. */
export const rowsFields = (error: NonNullable<ReturnType<typeof rowsError>>) =>
  'tags' in error ? error : { duration_seconds: error.duration }

/** The reason why a row of an import is refused, or none. */
export const rowsReasons = (session: LimitedSession) =>
  Object.entries(rowsError(session) ?? {}).map(
    ([field, [message = '']]) =>
      `${field === 'tags' ? 'Tags' : 'Duration'}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
  )
