import { z } from 'zod'
import { selectFacts } from '../../../ledger/facts'
import { billingTermsSql } from '../../../ledger/terms'
import { constant, part, rowsAs, sql, textsColumn } from '../../../lib/db/sql'
import { pagesFrom, rowsPerPage } from '../../../lib/files/download'
import { readRate } from '../../../lib/money'
import { clientOf } from '../../../lib/org'
import { resolveViewFilters } from '../list/page'
import { type SessionsView, viewRange } from '../list/view'
import { type FilteredView, joinSessions, viewFacts } from '../queries'
import { LogEntry } from './entry'

const ExportedRow = LogEntry.omit({ hourly_rate: true, currency: true })
  .extend({
    id: z.string(),
    date: z.string(),
    tags: textsColumn,
    artifacts: textsColumn,
    counted_seconds: z.int(),
    focus_ends_at: z.int().nullable(),
    rate: z.string().nullable(),
  })
  .transform(({ rate, ...row }) => ({
    ...row,
    ...(rate === null ? { hourly_rate: null, currency: null } : readRate(rate)),
  }))
type ExportedRow = z.infer<typeof ExportedRow>

type ExportCursor = Pick<ExportedRow, 'date' | 'started_at' | 'id'>

/** An exported session. `date`: its first local date in the view. `counted_seconds`: seconds that match the filter. */
export type ExportedSession = LogEntry & { date: string; counted_seconds: number; focus_ends_at: number | null }

/** SQL of the seconds that the view counts of the session `s`. */
const countedSeconds = (userId: string, { filters, ...view }: FilteredView) => part`
      (SELECT sum(seconds) FROM (${selectFacts(
        userId,
        filters,
        viewRange(view),
        part`f.session_id = s.id AND f.date IN (SELECT value ->> 0 FROM json_each(s.days))`,
      )}))`

/** SQL of the columns that determine the billing terms of the session `s` on its first day. */
const ofSession = {
  user_id: 's.user_id',
  session_id: 's.id',
  date: 'd.date',
  project_id: 's.project_id',
  task_id: 's.task_id',
}

/** SELECT of a page of sessions, each on its first day that the view counts. */
const exportedPage = (db: D1Database, userId: string, view: FilteredView, after: ExportCursor) => {
  const { isBillable, rateOf } = billingTermsSql(ofSession, userId)
  return rowsAs(
    ExportedRow,
    sql(db)`
    SELECT s.id, d.date, ${countedSeconds(userId, view)} AS counted_seconds, s.started_at, s.ended_at,
      s.duration_seconds, s.time_zone, projects.name AS project, ${constant(clientOf())} AS client,
      goals.title AS goal, s.goal_id, s.title, s.focus_ends_at, s.notes, s.tags, s.plan_id AS plan, s.chunk_id AS chunk,
      plans.title AS plan_title, tasks.title AS task, s.task_id, s.artifacts, s.day_start_minute,
      ${isBillable} AS billable, ${rateOf} AS rate
    FROM (${viewFacts(userId, view)}) AS d
      ${joinSessions(userId)}
      LEFT JOIN projects ON projects.user_id = ${userId} AND projects.id = s.project_id
      LEFT JOIN goals ON goals.user_id = ${userId} AND goals.id = s.goal_id
      LEFT JOIN plans ON plans.user_id = ${userId} AND plans.id = s.plan_id
      LEFT JOIN tasks ON tasks.user_id = ${userId} AND tasks.id = s.task_id
    WHERE d.is_listed AND d.date >= ${after.date}
      AND (d.date > ${after.date} OR (s.started_at, s.id) > (${after.started_at}, ${after.id}))
    ORDER BY d.date, s.started_at, s.id
    LIMIT ${rowsPerPage}`,
  )
}

/**
 * Yields pages of the view's sessions. Each is read while the previous one is sent. The first page is read before this
 * returns, so that its errors fail the request.
 */
export const exportedSessions = async (
  db: D1Database,
  userId: string,
  of: SessionsView,
): Promise<AsyncIterable<ExportedSession[]>> => {
  const view = { ...of, filters: await resolveViewFilters(db, userId, of) }
  const read = (after: ExportCursor) => exportedPage(db, userId, view, after)
  const first = await read({ date: '', started_at: Number.MIN_SAFE_INTEGER, id: '' })
  return pagesFrom(first, read)
}
