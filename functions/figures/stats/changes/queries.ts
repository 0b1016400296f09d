import { z } from 'zod'
import type { SessionSnapshot } from '../../../ledger/contribution'
import { readTotal } from '../../../ledger/facts'
import type { LedgerFilter } from '../../../ledger/resolve-subject'
import { allRows, sql } from '../../../lib/db/sql'
import type { Stores } from '../../../lib/feature'
import { eachSubject } from '../../../lib/filter'
import { dayOf, dayStart, type Range, type Zone } from '../../../lib/time/days'
import { dayMs } from '../../../lib/time/units'
import { bothDates, figureFields } from '../explain/schema'
import { type MomentName, momentNames, namedMoments } from './moments'

/** Days after which edits of the ledger are deleted. */
const journalDays = 400

/** Earliest instant (epoch ms) for which past figures are known. */
const journalStart = (now: number) => now - journalDays * dayMs

/** Instant of a named moment (epoch ms). */
export const momentOf = (name: MomentName, now: number, zone: Zone) => {
  const { ageMs } = namedMoments[name]
  return ageMs === null ? dayStart(dayOf(now, zone), zone) : now - ageMs
}

/** A row of the edit journal. `before` and `after` are null if the session did not count. `at` is epoch ms. */
export type Edit = {
  number: number
  session_id: string
  at: number
  before: SessionSnapshot | null
  after: SessionSnapshot | null
}

/** The current state of an edited session, which the journal lacks. */
export type EditedSession = {
  id: string
  title: string
  focus_ends_at: number | null
  source: string
  status: string
  created_at: number
  deleted_at: number | null
  import_id: string | null
  file_name: string | null
}

/** Refuses filters by properties that the journal does not store. */
export const refuseUntraceable = ({ subject }: { subject: string }, { addIssue }: z.RefinementCtx) => {
  if (!eachSubject(subject).some((one) => /^(text|type|billable):/.test(one))) return
  addIssue({
    code: 'custom',
    path: ['subject'],
    message: 'Words, type and billing can’t be followed back. Leave them out',
  })
}

export const ChangesQuery = z
  .object({ ...figureFields, since: z.enum(momentNames, 'Choose a time from the list').default('24h') })
  .superRefine(bothDates)
  .superRefine(refuseUntraceable)

export const sinceIssue = (since: number, now: number) => {
  if (since < journalStart(now)) return { since: [`Edits are kept for ${journalDays} days`] }
  if (since > now) return { since: ['This is in the future'] }
}

/** Maximum number of edits that a page reads. */
const editsLimit = 500

type StoredEdit = Omit<Edit, 'before' | 'after'> & { before: string | null; after: string | null }

/** Parses the values of a session in the journal. Old ones lack chunks and tasks. */
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
    readTotal(db, userId, ledger, range),
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

/** Edited sessions, including deleted ones until they are purged. */
export const editedSessions = async (db: D1Database, userId: string, ids: string[]) =>
  ids.length === 0
    ? []
    : allRows<EditedSession>(sql(db)`
        SELECT sessions.id, title, focus_ends_at, source, status, sessions.created_at, deleted_at, import_id, file_name
        FROM sessions LEFT JOIN imports ON imports.user_id = sessions.user_id AND imports.id = import_id
        WHERE sessions.user_id = ${userId} AND sessions.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)

export const deleteOldEdits = ({ DB }: Stores, userId: string, now: number) =>
  sql(DB)`DELETE FROM ledger_edits WHERE user_id = ${userId} AND at < ${journalStart(now)}`.run()
