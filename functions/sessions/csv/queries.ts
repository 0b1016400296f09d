import { z } from 'zod'
import type { Range } from '../../lib/days'
import { sql } from '../../lib/sql'
import { LogEntry } from './entry'

/** Keeps a D1 response under a megabyte. */
const rowsPerPage = 500

const ExportedRow = LogEntry.extend({
  id: z.string(),
  date: z.string(),
  tags: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
})
type ExportedRow = z.infer<typeof ExportedRow>

type ExportCursor = Pick<ExportedRow, 'date' | 'started_at' | 'id'>

/** Reads the ledger first, which knows the days and excludes deleted sessions. Each is on its first day there. */
const exportedPage = async (db: D1Database, userId: string, { from, to }: Range, after: ExportCursor) => {
  const { results } = await sql(db)`
    SELECT sessions.id, day.date, started_at, ended_at, duration_seconds, time_zone, projects.name AS project,
      coalesce(projects.client, '') AS client, goals.title AS goal, goal_id, sessions.title, notes, tags,
      day_start_minute
    FROM session_days AS day
      JOIN sessions ON sessions.user_id = day.user_id AND sessions.id = day.session_id
      LEFT JOIN projects ON projects.user_id = day.user_id AND projects.id = sessions.project_id
      LEFT JOIN goals ON goals.user_id = day.user_id AND goals.id = sessions.goal_id
    WHERE day.user_id = ${userId} AND day.subject = 'all' AND day.date BETWEEN ${after.date} AND ${to}
      AND (starts = 1 OR day.date = ${from})
      AND (day.date, started_at, sessions.id) > (${after.date}, ${after.started_at}, ${after.id})
    ORDER BY day.date, started_at, sessions.id
    LIMIT ${rowsPerPage}`.all()
  return z.array(ExportedRow).parse(results)
}

export const exportedSessions = async (db: D1Database, userId: string, range: Range): Promise<LogEntry[]> => {
  const sessions: LogEntry[] = []
  let after: ExportCursor | undefined = { date: range.from, started_at: Number.MIN_SAFE_INTEGER, id: '' }
  while (after) {
    const page: ExportedRow[] = await exportedPage(db, userId, range, after)
    for (const { date: _, ...session } of page) sessions.push(session)
    after = page.length === rowsPerPage ? page.at(-1) : undefined
  }
  return sessions
}
