import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import { type Client, followed, rows, signedIn } from '../../../../test/support/client'
import { wrongSums } from '../../../../test/support/models/sums'
import { finishJob } from '../../../data/jobs/testing'
import type { User } from '../../../lib/env'
import { clientOf } from '../../../lib/org'
import { Preferences } from '../../../lib/preferences'

export const togglHeader = 'User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags'

/** A text as the file that a person chooses. */
export const csvFile = (text: string, name = 'log.csv') => new File([text], name, { type: 'text/csv' })

type Reading = { time_zone?: string; member?: string; on_error?: 'stop' | 'skip'; more?: Record<string, string> }

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
const uploadId = (page: string) => /\/sessions\/import\/([0-9a-f-]{36})[/"]/.exec(page)?.[1] ?? 'none'

/** Uploads a text and answers with the upload's id and the preview. */
export const upload = async (client: Client, text: string, { time_zone = 'UTC' }: Reading = {}) => {
  const response = await followed(client, await client.post('/sessions/import', { file: csvFile(text), time_zone }))
  const page = await response.text()
  return { status: response.status, page, id: uploadId(page) }
}

/** Uploads a text and confirms it, and lets it finish; answers what confirming answered. */
export const importText = async (client: Client, text: string, reading: Reading = {}) => {
  const { id } = await upload(client, text, reading)
  const { more = {}, ...rest } = reading
  const form = { time_zone: 'UTC', member: '', on_error: 'stop', ...rest, ...more }
  const response = await client.post(`/sessions/import/${id}/confirm`, form)
  await finishJob(client)
  return { id, status: response.status, response }
}

const dumped = {
  sessions: `id, source, project_id, goal_id, title, notes, tags, started_at, ended_at, duration_seconds, days, status,
    time_zone, day_start_minute, import_id, import_key, seq, created_at, updated_at, deleted_at`,
  projects:
    'id, name, organization_id, name_key, classification, status, color, import_id, seq, created_at, updated_at, deleted_at',
  organizations: 'id, name, type, seq, deleted_at',
  imports:
    'id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, tasks, app_seconds, seq, created_at',
  goals: 'id, title, seq, deleted_at',
  tasks: 'id, title, status, date, position, import_id, seq',
  app_usage: 'id, package_name, days, import_id',
  daily_usage: 'package_name, date, total_seconds, event_count',
  used_apps: 'package_name, last_date, user_id',
  session_days: 'date, session_id, seconds, starts, project_id, goal_id, task_id, repo, hours',
}

/** Everything that a user has in the tables an import touches. One batch, as a statement for each table takes longer. */
export const dump = async (userId: string) => {
  const statements = Object.entries(dumped).map(([table, columns]) =>
    env.DB.prepare(`SELECT ${columns} FROM ${table} WHERE user_id = ? ORDER BY 1, 2, 3`).bind(userId),
  )
  const answers = await env.DB.batch(statements)
  return Object.fromEntries(Object.keys(dumped).map((table, index) => [table, answers[index]?.results]))
}

/** Counted sessions and their seconds; checks that all sums agree. */
export const counted = async (userId: string) => {
  expect(await wrongSums(userId)).toEqual([])
  const query = `
    SELECT sum(session_count) AS session_count, sum(total_seconds) AS total_seconds
    FROM day_totals WHERE user_id = ? HAVING sum(session_count) > 0`
  return (await rows(query, userId))[0]
}

/** Seconds of sessions by day and project (`client/project`), or by day and app. */
export type Sums = Record<string, number>

const summed = (found: { key: string; seconds: number }[]): Sums =>
  Object.fromEntries(found.filter(({ seconds }) => seconds > 0).map(({ key, seconds }) => [key, seconds]))

export const sessionSums = async ({ userId }: Client) =>
  summed(
    await rows<{ key: string; seconds: number }>(
      `SELECT (day.value ->> 0) || ' ' || coalesce(${clientOf()} || '/' || name, '') AS key, sum(day.value ->> 1) AS seconds
       FROM sessions CROSS JOIN json_each(days) AS day
         LEFT JOIN projects ON projects.user_id = sessions.user_id AND projects.id = project_id
       WHERE sessions.user_id = ? AND sessions.deleted_at IS NULL AND import_key IS NOT NULL
       GROUP BY 1 ORDER BY 1`,
      userId,
    ),
  )

export const appSums = async ({ userId }: Client) =>
  summed(
    await rows<{ key: string; seconds: number }>(
      `SELECT date || ' ' || package_name AS key, total_seconds AS seconds FROM daily_usage
       WHERE user_id = ? ORDER BY 1`,
      userId,
    ),
  )

/** A person with a project, tasks and app use of their own. */
export const settled = async (time_zone = 'Europe/Lisbon') => {
  const client = await signedIn({ time_zone })
  const { userId } = client
  await client.json('POST', '/api/v1/projects', { name: 'Own', classification: 'work' })
  for (const date of ['2026-03-02', null]) await client.json('POST', '/api/v1/tasks', { title: 'Own task', date })
  await rows(
    `INSERT INTO app_usage (user_id, id, package_name, started_at, ended_at, client_id, days, created_at)
     VALUES (?, 'own', 'org.own', 0, 60000, 'client', '[["2026-03-02",60]]', 1)`,
    userId,
  )
  return client
}

/**
 * Imports a file, once more and takes it back: its sums are the expected ones, twice adds nothing, and undone all is as
 * before.
 */
export const expectImported = async (
  client: Client,
  text: string,
  { sessions = {}, apps = {}, ...reading }: Reading & { sessions?: Sums; apps?: Sums },
) => {
  const before = await dump(client.userId)
  const ownApps = await appSums(client)
  const { status, id } = await importText(client, text, reading)
  expect(status).toBe(303)
  expect(await sessionSums(client)).toEqual(sessions)
  expect(await appSums(client)).toEqual({ ...ownApps, ...apps })
  const imported = await dump(client.userId)
  await importText(client, text, reading)
  expect(await dump(client.userId)).toEqual(imported)
  return async () => {
    expect((await client.post(`/changes/session.import~${id}/undo`)).status).toBe(303)
    await finishJob(client)
    expect(await dump(client.userId)).toEqual(before)
  }
}
