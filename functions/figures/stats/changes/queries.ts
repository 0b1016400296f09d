import { z } from 'zod'
import type { SessionSnapshot } from '../../../ledger/contribution'
import { total } from '../../../ledger/facts'
import type { LedgerFilter } from '../../../ledger/resolve-subject'
import { dayOf, dayStart, isDate, type Range, wallTime, type Zone } from '../../../lib/days'
import type { Stores } from '../../../lib/feature'
import { allRows, sql } from '../../../lib/sql'
import { bothDates, figureFields } from '../explain/schema'

/** Edits of the ledger are deleted after this many days. */
const journalDays = 400

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The earliest moment (epoch ms) for which a figure is known. */
const journalStart = (now: number) => now - journalDays * DAY_MS

/** Named moments in the order of the picker: their names, the time since them in words, and how long ago they are. */
const named: Record<string, { name: string; since: string; age?: number }> = {
  '1h': { name: 'Last hour', since: 'in the last hour', age: HOUR_MS },
  today: { name: 'Today', since: 'today' },
  '24h': { name: '24 hours', since: 'in the last 24 hours', age: DAY_MS },
  '7d': { name: '7 days', since: 'in the last 7 days', age: 7 * DAY_MS },
  '30d': { name: '30 days', since: 'in the last 30 days', age: 30 * DAY_MS },
}
export const namedMoments = new Map(Object.entries(named))

/** Epoch ms of a name of `namedMoments` or a local time such as `2026-03-08T09:30`; undefined if it is neither. */
export const parseMoment = (text: string, now: number, zone: Zone) => {
  const age = namedMoments.get(text)?.age
  if (age !== undefined) return now - age
  if (text === 'today') return dayStart(dayOf(now, zone), zone)
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)$/.exec(text) ?? []
  if (date === undefined || time === undefined || !isDate(date)) return undefined
  return wallTime(date, time, { time_zone: zone.time_zone, day_start_minute: 0 })
}

/** A row of the journal; `before` and `after` are null where the session does not count. `at` is epoch ms. */
export type Edit = {
  number: number
  session_id: string
  at: number
  before: SessionSnapshot | null
  after: SessionSnapshot | null
}

/** The present state of a session, which the journal does not have. */
export type EditedSession = {
  id: string
  title: string
  source: string
  status: string
  created_at: number
  deleted_at: number | null
  import_id: string | null
  file_name: string | null
}

/** `since` and `until` are texts for `parseMoment`; an empty `until` is now. */
export const ChangesQuery = z
  .object({ ...figureFields, since: z.string().max(40).default('24h'), until: z.string().max(40).default('') })
  .superRefine(bothDates)
export type ChangesQuery = z.output<typeof ChangesQuery>

/** Epoch ms; `until` is null for now. */
export type Moments = { since: number; until: number | null }

type Errors = { since?: string[]; until?: string[] }

export const momentsIssue = ({ since, until }: Moments, now: number): Errors | undefined => {
  if (since < journalStart(now)) return { since: [`Edits are kept for ${journalDays} days`] }
  if (since > now) return { since: ['This is in the future'] }
  if (until !== null && until <= since) return { until: ['Choose a time after the start'] }
}

const invalidMoment = ['Enter a date and a time']

export const parseMoments = (
  { since, until }: Pick<ChangesQuery, 'since' | 'until'>,
  now: number,
  zone: Zone,
): { moments: Moments } | { errors: Errors } => {
  const [first, second] = [parseMoment(since, now, zone), until === '' ? null : parseMoment(until, now, zone)]
  if (first === undefined || second === undefined) {
    const [noSince, noUntil] = [first === undefined, second === undefined]
    return { errors: { ...(noSince && { since: invalidMoment }), ...(noUntil && { until: invalidMoment }) } }
  }
  const moments = { since: first, until: second }
  const errors = momentsIssue(moments, now)
  return errors ? { errors } : { moments }
}

/** The most edits that a page reads. */
const editsLimit = 500

type StoredEdit = Omit<Edit, 'before' | 'after'> & { before: string | null; after: string | null }

/** Images of edits from before chunks and tasks have none. */
const parseImage = (json: string | null) =>
  json === null ? null : { chunk_id: null, task_id: null, ...JSON.parse(json) }

const parseEdit = ({ before, after, ...edit }: StoredEdit): Edit => ({
  ...edit,
  before: parseImage(before),
  after: parseImage(after),
})

/** Reads the figure (seconds) and its edits since a moment (epoch ms), latest first, in one transaction. */
export const figureAndEdits = async (
  db: D1Database,
  userId: string,
  ledger: LedgerFilter,
  range: Range | null,
  since: number,
) => {
  const [sum, rows] = await Promise.all([
    total(db, userId, ledger, range),
    allRows<StoredEdit>(sql(db)`
      SELECT number, session_id, at, before, after
      FROM ledger_edits
      WHERE user_id = ${userId} AND at > ${since}
      ORDER BY at DESC, number DESC
      LIMIT ${editsLimit + 1}`),
  ])
  return {
    seconds: sum.total_seconds,
    edits: rows.slice(0, editsLimit).map(parseEdit),
    isAll: rows.length <= editsLimit,
  }
}

/** Includes deleted sessions, but not those removed for good. */
export const editedSessions = async (db: D1Database, userId: string, ids: string[]) =>
  ids.length === 0
    ? []
    : allRows<EditedSession>(sql(db)`
        SELECT sessions.id, title, source, status, sessions.created_at, deleted_at, import_id, file_name
        FROM sessions LEFT JOIN imports ON imports.user_id = sessions.user_id AND imports.id = import_id
        WHERE sessions.user_id = ${userId} AND sessions.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)

export const deleteOldEdits = ({ DB }: Stores, userId: string, now: number) =>
  sql(DB)`DELETE FROM ledger_edits WHERE user_id = ${userId} AND at < ${journalStart(now)}`.run()
