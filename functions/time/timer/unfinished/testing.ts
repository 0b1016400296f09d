import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { type Client, rows } from '../../../../test/support/client'
import { sessionOfAnyStatus } from './queries'

type UnfinishedInput = {
  source?: 'timer' | 'extension'
  title?: string
  /** epoch ms */
  answered?: number
  time_zone?: string
  day_start_minute?: number
  pr?: number
}

/** An active session that began at an instant, as its writer would have left it. */
export const putUnfinished = async (client: Client, start: string | number, given: UnfinishedInput = {}) => {
  const {
    source = 'timer',
    title = 'Work',
    answered = null,
    time_zone = 'Europe/Berlin',
    day_start_minute = 0,
    pr,
  } = given
  const id = uuid()
  const started_at = new Date(start).getTime()
  await env.DB.prepare(
    `INSERT INTO sessions (user_id, id, source, title, repo_owner, repo_name, pr_number, started_at, status,
       last_heartbeat_at, time_zone, day_start_minute, seq, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, 1, ?, ?)`,
  )
    .bind(
      ...[client.userId, id, source, title, pr ? 'Acme' : null, pr ? 'web' : null, pr ?? null, started_at, answered],
      ...[time_zone, day_start_minute, started_at, started_at],
    )
    .run()
  return id
}

/** A session as it is kept. */
export const storedSession = async (client: Client, id: string) => {
  const session = await sessionOfAnyStatus(env.DB, client.userId, id)
  if (!session) throw new Error('the session is not there')
  return session
}

export const visitsOf = (client: Client) =>
  rows<{ started_at: number; ended_at: number }>(
    'SELECT started_at, ended_at FROM visits WHERE user_id = ? ORDER BY 1',
    client.userId,
  )

/** Notes a stretch of visits that there was. */
export const putVisit = (client: Client, from: string, to: string) =>
  env.DB.prepare('INSERT INTO visits (user_id, started_at, ended_at) VALUES (?, ?, ?)')
    .bind(client.userId, Date.parse(from), Date.parse(to))
    .run()
