import { wholeSubjects } from '../ledger/contribution'
import { plural } from '../lib/format'
import { splitsOf } from '../lib/hours'
import type { NewSession } from './schema'

/** The most rows that adding one session may write. */
export const sessionRows = 400

/** A row of the ledger and its sums of the day, the month and all time. */
const perLedgerRow = 4

/** The version, the session with its four keys and its number, and a row of the edit journal. */
const perSession = 8

/** At most: a document with its key and its words, written again if these are rewritten. */
const perDocument = 8

/** A tag of the session, its count and the two indexes of counts. */
const perTag = 4

/** On each day: the entry of the best days, and the year of active days. */
const perDay = 2

export type LimitedSession = Pick<NewSession, 'started_at' | 'duration_seconds' | 'time_zone' | 'day_start_minute'> &
  Pick<NewSession, 'tags' | 'project_id' | 'goal_id' | 'title' | 'notes'> & {
    [Field in 'repo_owner' | 'repo_name' | 'import_id' | 'plan_id']?: string | null
  } & { pr_number?: number | null }

const snapshotOf = (session: LimitedSession) => {
  const { repo_owner, repo_name, pr_number = null, plan_id = null } = session
  const repo = repo_owner && repo_name ? `${repo_owner}/${repo_name}`.toLowerCase() : null
  return { ...session, ...splitsOf(session), repo, pr_number: pr_number ?? null, plan_id }
}

/**
 * The most rows that adding a session writes, index entries included (D1's `rows_written`).
 * @param earned the JSON of `change_heads.earned`: each day of a subject that it names rewrites it
 */
export const rowsOfSession = (session: LimitedSession, earned: string | null = null) => {
  const snapshot = snapshotOf(session)
  const { days, hours, tags, repo } = snapshot
  const subjects = wholeSubjects(snapshot)
  const earning = subjects.filter(([subject]) => earned?.includes(JSON.stringify(subject))).length
  const months = new Set(days.map(([date]) => date.slice(0, 7))).size
  const links = [session.project_id, session.import_id].filter(Boolean).length
  return (
    perSession +
    links +
    (repo === null ? 0 : 2) +
    (session.title || session.notes || tags.length > 0 ? perDocument : 0) +
    perTag * new Set(tags).size +
    days.length * (perDay + perLedgerRow * subjects.length + earning) +
    perLedgerRow * hours.length +
    months * subjects.length
  )
}

/** At least `rowsOfSession`, without splitting the session by days: nearly all need no closer look. */
const roughRows = ({ duration_seconds, tags }: LimitedSession) => {
  const days = Math.ceil(duration_seconds / 86_400) + 1
  const hours = Math.ceil(duration_seconds / 3600) + days + 1
  const subjects = 7 + tags.length
  const once = perSession + 5 + perDocument + perTag * tags.length + 2 * subjects
  return once + days * (perDay + (perLedgerRow + 1) * subjects) + perLedgerRow * hours
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
  if (roughRows(session) <= sessionRows) return null
  const limit = Math.max(sessionRows, stored ? rowsOfSession(stored, earned) : 0)
  const fits = (count: number) => rowsOfSession({ ...session, tags: session.tags.slice(0, count) }, earned) <= limit
  if (fits(session.tags.length)) return null
  const hours = plural(Math.ceil(session.duration_seconds / 3600), 'hour')
  const counts = session.tags.map((_, count) => count).filter(fits)
  const most = counts.at(-1)
  if (most === undefined) return { duration: [`A session of ${hours} is too long. Split it into shorter ones.`] }
  return { tags: [`A session of ${hours} can have at most ${plural(most, 'tag')}. Remove some tags or split it.`] }
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
