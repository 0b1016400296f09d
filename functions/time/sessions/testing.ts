import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { type Client, rows } from '../../../test/support/client'
import { addProjects } from '../../filing/projects/queries'
import { splitDays, type Zone } from '../../lib/time/days'
import { addSplitSessions, withSplits } from './queries'
import type { ListedSession, NewSession } from './schema'

export const berlin = { time_zone: 'Europe/Berlin', day_start_minute: 0 }

export const newSession = (start: string | number, minutes: number, more: Partial<NewSession> = {}): NewSession => {
  const started_at = new Date(start).getTime()
  return {
    id: uuid(),
    source: 'manual',
    project_id: null,
    goal_id: null,
    title: 'Work',
    notes: '',
    tags: [],
    started_at,
    ended_at: started_at + minutes * 60_000,
    duration_seconds: minutes * 60,
    ...berlin,
    import_id: null,
    import_key: null,
    ...more,
  }
}

let number = 0

/** A session as lists read it, split into its days but stored nowhere. */
export const listedSession = (
  { time_zone, day_start_minute }: Zone,
  started_at: number,
  duration_seconds: number,
  idleMilliseconds = 0,
): ListedSession => {
  number += 1
  const zone = { time_zone, day_start_minute }
  return {
    number,
    id: `s${number}`,
    project_id: null,
    goal_id: null,
    title: '',
    tags: [],
    started_at,
    ended_at: started_at + duration_seconds * 1000 + idleMilliseconds,
    duration_seconds,
    focus_ends_at: null,
    days: splitDays(started_at, duration_seconds, zone),
    ...zone,
  }
}

/** Writes sessions as after their end, so that they count at whatever time of the day a test runs. */
export const putAll = (client: Client, sessions: NewSession[]) => {
  const now = Math.max(Date.now(), ...sessions.map(({ ended_at }) => ended_at))
  return env.DB.batch(addSplitSessions(env.DB, client.userId, sessions.map(withSplits), now))
}

export const put = async (client: Client, start: string, minutes: number, more: Partial<NewSession> = {}) => {
  const session = newSession(start, minutes, more)
  await putAll(client, [session])
  return session
}

export const putProject = async (client: Client, name: string, of = '') => {
  const project = {
    id: uuid(),
    name,
    client: of,
    classification: 'work' as const,
    color: 'jade' as const,
    import_id: null,
  }
  await env.DB.batch(addProjects(env.DB, client.userId, [project], 1))
  return project.id
}

export const deleteProject = (id: string) => rows('UPDATE projects SET deleted_at = 1 WHERE id = ?', id)

export const putGoal = async (client: Client, title: string) => {
  const id = uuid()
  const insert = 'INSERT INTO goals (user_id, id, title, seq, created_at, updated_at) VALUES (?, ?, ?, 1, 1, 1)'
  await rows(insert, client.userId, id, title)
  return id
}

/** Every column of a session, deleted or not. */
export const stored = async (client: Client, id: string) => {
  const [row] = await rows('SELECT * FROM sessions WHERE user_id = ? AND id = ?', client.userId, id)
  return row
}

/** A user's facts, in order. */
export const ledger = (client: Client) =>
  rows<{ date: string; session_id: string; seconds: number; starts: number }>(
    'SELECT date, session_id, seconds, starts, project_id, goal_id, hours FROM session_days WHERE user_id = ? ORDER BY 1, 2',
    client.userId,
  )

export const ids = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)

/** Ids of the session rows in the HTML, in order. */
export const rowIds = (html: string) => [...html.matchAll(/<li id="session-([^"]+)"/g)].map(([, id]) => id)

/** Path of the link to the next page of a list. */
export const nextPage = (html: string) => {
  const pages = /<nav[^>]*aria-label="Pages".*?<\/nav>/s.exec(html)?.[0] ?? ''
  return /href="([^"]+)"[^>]*rel="next"/.exec(pages)?.[1]?.replaceAll('&amp;', '&')
}

/** The visible text. */
export const words = (html: string) =>
  html
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

/** Seconds of the first `<time>` of a part of a page. */
export const secondsIn = (html: string, id: string) => {
  const [, hours, minutes, seconds] =
    new RegExp(`id="${id}".*?datetime="PT(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+)S)?"`, 's').exec(html) ?? []
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
}
