import type { z } from 'zod'
import { readPlan } from '../../../learning/plans/markdown/read'

/** A row as stored in the database, without the user id. */
export type TableRow = Record<string, string | number | null>

/** A list of the document and the table that it fills. */
export type TableEntry = {
  /**
   * Schemas that convert members of a row to stored values. Members with a default may be missing, because they were
   * added later.
   */
  columns: Record<string, z.ZodType<string | number | null>>
  /** Columns that identify a row of a person; `id` by default. */
  key?: readonly string[]
  /** Tables that foreign keys refer to, by column. */
  references?: Readonly<Record<string, string>>
  /** Columns whose values are unique, except null. */
  unique?: readonly string[]
  /** Columns that together are a unique name among the rows that are not deleted. */
  named?: readonly string[]
  /** Members that are read but not stored: they follow from others, or belong to the installation. */
  leftOut?: readonly string[]
  /** Slots that only one row may occupy at a time, such as the running timer. */
  slots?: (row: TableRow) => string[]
  /** Checks a row as a whole. Returns the reason if it is invalid, else null. */
  check?: (row: TableRow) => string | null
}

const num = (value: TableRow[string] | undefined) => Number(value ?? 0)

export const checkRate = ({ hourly_rate = null, currency = null }: TableRow) =>
  (hourly_rate === null) === (currency === null) ? null : 'has half a rate'

export const checkBudget = ({ minutes = null, amount = null, currency = null }: TableRow) =>
  (amount === null) === (currency === null) && (minutes !== null || amount !== null) ? null : 'has half a budget'

/** Same rules as the table's CHECK constraints. */
export const checkSession = (row: TableRow) => {
  const { status, started_at, ended_at, duration_seconds, days } = row
  if (checkRate(row)) return checkRate(row)
  if (status !== 'active' && (ended_at === null || duration_seconds === null)) return 'has no end'
  if (ended_at !== null && num(ended_at) < num(started_at)) return 'ends before it starts'
  if (duration_seconds === null) return null
  if (ended_at === null || num(duration_seconds) * 1000 > num(ended_at) - num(started_at))
    return 'is longer than its time'
  const counted = (JSON.parse(String(days)) as [string, number][]).reduce((sum, [, seconds]) => sum + seconds, 0)
  return counted === duration_seconds || status !== 'completed' ? null : 'has days that don’t add up to its duration'
}

export const checkRule = ({
  set_by,
  admin_id,
  is_whitelisted,
  after_subject,
  after_seconds,
  after_period,
  time_limit = null,
}: TableRow) => {
  if ((set_by === 'admin') !== (admin_id !== null)) return 'should name an admin if one set it'
  if (after_subject !== null && is_whitelisted !== 1) return 'blocks an app and has an unlock condition'
  if (time_limit !== null && is_whitelisted !== 1) return 'blocks an app and has a limit'
  return (after_subject === null) === (after_period === null) && (after_subject !== null || after_seconds === null)
    ? null
    : 'has half an unlock condition'
}

/** Slots of an active session: only one timer, and only one session of a pull request, may run at a time. */
export const runningSlots = ({ status, deleted_at, source, repo_owner, repo_name, pr_number }: TableRow) => {
  if (status !== 'active' || deleted_at !== null) return []
  const pullRequest = `pull request ${repo_owner}/${repo_name}#${pr_number}`.toLowerCase()
  return [...(source === 'timer' ? ['running timer'] : []), ...(pr_number === null ? [] : [pullRequest])]
}

export const checkPlan = ({ id, content }: TableRow) => {
  const read = readPlan(String(content))
  if ('errors' in read)
    return `has markdown that can’t be read (line ${read.errors[0]?.line}: ${read.errors[0]?.message})`
  return read.head.id === id ? null : 'has another id in its markdown'
}
