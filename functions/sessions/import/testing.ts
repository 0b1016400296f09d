import { env } from 'cloudflare:workers'
import type { Client } from '../../../test/client'
import { finishJob } from '../../jobs/testing'
import type { User } from '../../lib/env'
import { Preferences } from '../../lib/preferences'

/** A text as the file that a person chooses. */
export const csvFile = (text: string, name = 'log.csv') => new File([text], name, { type: 'text/csv' })

type Reading = { time_zone?: string; member?: string; on_error?: 'stop' | 'skip' }

/** The user behind a client, for what needs no request. */
export const userOf = ({ userId }: Client, preferences: Partial<Preferences> = {}): User => ({
  id: userId,
  email: `${userId}@example.com`,
  username: 'Robin',
  role: 'user',
  created_at: 0,
  preferences: Preferences.parse(preferences),
})

/** The id of the upload that a preview is about. */
const uploadId = (page: string) => /\/sessions\/import\/([0-9a-f-]{36})\/discard/.exec(page)?.[1] ?? 'none'

/** Uploads a text and answers with the upload's id and the preview. */
export const upload = async (client: Client, text: string, { time_zone = 'UTC' }: Reading = {}) => {
  const response = await client.post('/sessions/import', { file: csvFile(text), time_zone })
  const page = await response.text()
  return { status: response.status, page, id: uploadId(page) }
}

/** Uploads a text and confirms it, and lets it finish; answers what confirming answered. */
export const importText = async (client: Client, text: string, reading: Reading = {}) => {
  const { time_zone = 'UTC', member = '', on_error = 'stop' } = reading
  const { id } = await upload(client, text, reading)
  const response = await client.post(`/sessions/import/${id}/confirm`, { time_zone, member, on_error })
  await finishJob(client)
  return { id, status: response.status, response }
}

const dumped = {
  sessions: `id, source, project_id, goal_id, title, notes, tags, started_at, ended_at, duration_seconds, days, status,
    time_zone, day_start_minute, import_id, import_key, seq, created_at, updated_at, deleted_at`,
  projects:
    'id, name, client, name_key, classification, status, color, import_id, seq, created_at, updated_at, deleted_at',
  imports: 'id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq, created_at',
  goals: 'id, title, seq, deleted_at',
  session_days: 'subject, date, session_id, seconds, starts',
  daily_stats: 'subject, date, total_seconds, session_count',
  month_subjects: 'month, subject, user_id',
  total_stats: 'subject, total_seconds, session_count, months, best, years',
}

/** Everything that a user has in the tables an import touches. One batch, as a statement for each table takes longer. */
export const dump = async (userId: string) => {
  const statements = Object.entries(dumped).map(([table, columns]) =>
    env.DB.prepare(`SELECT ${columns} FROM ${table} WHERE user_id = ? ORDER BY 1, 2, 3`).bind(userId),
  )
  const answers = await env.DB.batch(statements)
  return Object.fromEntries(Object.keys(dumped).map((table, index) => [table, answers[index]?.results]))
}

/** Sessions and seconds, by every way to sum them. */
export const sums = async (userId: string) => {
  const queries = [
    `SELECT count(*) AS sessions, total(duration_seconds) AS seconds FROM sessions
     WHERE user_id = ? AND deleted_at IS NULL`,
    `SELECT total(starts) AS sessions, total(seconds) AS seconds FROM session_days WHERE user_id = ? AND subject = 'all'`,
    `SELECT total(session_count) AS sessions, total(total_seconds) AS seconds FROM daily_stats
     WHERE user_id = ? AND subject LIKE 'project:%'`,
    `SELECT total(session_count) AS sessions, total(total_seconds) AS seconds FROM daily_stats
     WHERE user_id = ? AND subject = 'all'`,
  ]
  const answers = await env.DB.batch(queries.map((query) => env.DB.prepare(query).bind(userId)))
  const [sessions, ledger, byProject, daily] = answers.map(({ results }) => results[0])
  return { sessions, ledger, byProject, daily }
}
