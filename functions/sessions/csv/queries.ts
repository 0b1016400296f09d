import { z } from 'zod'
import { countedDays } from '../../ledger/contribution'
import { rowsAs, sql } from '../../lib/sql'
import { jsonColumn, textsColumn } from '../../lib/stored'
import { pagesFrom, rowsAPage } from '../../lib/streamed'
import { filtersOf } from '../list/filtered'
import { isPlain, rangeOf, type SessionsView } from '../list/view'
import { sessionsWithWords } from '../queries'
import { LogEntry } from './entry'

/** Words that more sessions than this contain are no limit to an export. */
const textLimit = 100_000

const ExportedRow = LogEntry.extend({
  id: z.string(),
  date: z.string(),
  tags: textsColumn,
  artifacts: textsColumn,
  days: jsonColumn(z.array(z.tuple([z.string(), z.int()]))),
  hours: jsonColumn(z.array(z.tuple([z.string(), z.int(), z.int()]))).nullable(),
  project_id: z.string().nullable(),
  repo: z.string().nullable(),
  pr_number: z.int().nullable(),
})
type ExportedRow = z.infer<typeof ExportedRow>

type ExportCursor = Pick<ExportedRow, 'date' | 'started_at' | 'id'>

/** Reads the ledger first, which knows the days and excludes deleted sessions. Each is on its first day there. */
const exportedPage = (db: D1Database, userId: string, view: SessionsView, after: ExportCursor) => {
  const { from, to } = rangeOf(view)
  return rowsAs(
    ExportedRow,
    sql(db)`
    SELECT sessions.id, day.date, started_at, ended_at, duration_seconds, time_zone, projects.name AS project,
      coalesce(projects.client, '') AS client, goals.title AS goal, sessions.goal_id, sessions.title, sessions.notes, sessions.tags,
      sessions.plan_id AS plan, chunk_id AS chunk, plans.title AS plan_title,
      tasks.title AS task, task_id, artifacts,
      day_start_minute, days, hours, sessions.project_id, lower(repo_owner) || '/' || lower(repo_name) AS repo, pr_number
    FROM session_days AS day
      JOIN sessions ON sessions.user_id = day.user_id AND sessions.id = day.session_id
      LEFT JOIN projects ON projects.user_id = day.user_id AND projects.id = sessions.project_id
      LEFT JOIN goals ON goals.user_id = day.user_id AND goals.id = sessions.goal_id
      LEFT JOIN plans ON plans.user_id = day.user_id AND plans.id = sessions.plan_id
      LEFT JOIN tasks ON tasks.user_id = day.user_id AND tasks.id = sessions.task_id
    WHERE day.user_id = ${userId} AND day.subject = ${isPlain(view) ? view.subject : 'all'}
      AND day.date BETWEEN ${after.date} AND ${to}
      AND (starts = 1 OR day.date = ${from})
      AND (day.date, started_at, sessions.id) > (${after.date}, ${after.started_at}, ${after.id})
    ORDER BY day.date, started_at, sessions.id
    LIMIT ${rowsAPage}`,
  )
}

/** A session with its first local date in the view, and the seconds that the filter counts of it. */
export type ExportedSession = LogEntry & { date: string; counted_seconds: number }

/**
 * Pages of the view's sessions, each read while the one before it is sent. The first is read with what the filter needs,
 * before this returns: if it fails, so does the request.
 */
export const exportedSessions = async (
  db: D1Database,
  userId: string,
  view: SessionsView,
): Promise<AsyncIterable<ExportedSession[]>> => {
  const range = rangeOf(view)
  const read = (after: ExportCursor) => exportedPage(db, userId, view, after)
  const [filters, ids, first] = await Promise.all([
    filtersOf(db, userId, view),
    view.q ? sessionsWithWords(db, userId, view.q, textLimit) : null,
    read({ date: range.from, started_at: Number.MIN_SAFE_INTEGER, id: '' }),
  ])
  const wanted = ids && new Set(ids)

  const counted = ({ days, hours, project_id, repo, pr_number, ...session }: ExportedRow) => {
    const links = { project_id, plan_id: session.plan, chunk_id: session.chunk }
    const snapshot = { ...session, ...links, days, hours, repo, pr_number }
    const parts = countedDays(snapshot, filters, range)
    if (parts.length === 0 || (wanted && !wanted.has(session.id))) return []
    return [{ ...session, counted_seconds: parts.reduce((sum, [, seconds]) => sum + seconds, 0) }]
  }

  return (async function* () {
    for await (const page of pagesFrom(first, read)) yield page.flatMap(counted)
  })()
}
