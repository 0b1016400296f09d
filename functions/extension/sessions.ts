import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { type Once, once } from '../lib/api/once'
import { invalid, readableJson } from '../lib/api/request'
import { remember } from '../lib/cost'
import type { Zone } from '../lib/days'
import type { App } from '../lib/env'
import { splitsOf } from '../lib/hours'
import { early, earlyWithWrite, loads } from '../lib/load'
import { ProblemError } from '../lib/problem'
import { conflict, retry } from '../lib/retry'
import { commit, orStale, sql } from '../lib/sql'
import { longestSession } from '../lib/typed-time'
import { abandonOverdue } from '../timer/unfinished/abandon'
import { abandonOverdueFirst } from '../timer/unfinished/redirects'
import { endOfSession } from './end'
import { EndBody, endedJson, PullSessionsQuery, pullSessionJson, StartBody, startedJson } from './json'
import type { Pull, PullSession } from './queries'
import * as q from './queries'
import { parseBody, parseQuery } from './stats'

type NewPullSession = Pull & { branch: string; pr_title: string }

/** Does nothing if a session of the pull request is open. It starts at the second of `now` (epoch ms). */
const openPull = (db: D1Database, userId: string, pull: NewPullSession, zone: Zone, now: number) =>
  sql(db)`
    INSERT INTO sessions (user_id, id, source, repo_owner, repo_name, pr_number, branch, title, started_at, status,
      time_zone, day_start_minute, seq, created_at, updated_at)
    VALUES (${userId}, ${uuid()}, 'extension', ${pull.repo_owner}, ${pull.repo_name}, ${pull.pr_number},
      ${pull.branch || null}, ${pull.pr_title}, ${now - (now % 1000)}, 'active', ${zone.time_zone},
      ${zone.day_start_minute}, (SELECT seq FROM change_heads WHERE user_id = ${userId}), ${now}, ${now})
    ON CONFLICT (user_id, lower(repo_owner), lower(repo_name), pr_number)
      WHERE status = 'active' AND pr_number IS NOT NULL AND deleted_at IS NULL DO NOTHING`

/** Guard: rolls the batch back if the session changed since it was read. */
const endPull = (
  db: D1Database,
  userId: string,
  session: PullSession,
  end: ReturnType<typeof endOfSession>,
  now: number,
) => {
  const { time_zone, day_start_minute } = session
  const { days, hours } = splitsOf({ ...end, time_zone, day_start_minute })
  return [
    sql(db)`
      UPDATE sessions
      SET started_at = ${end.started_at}, ended_at = ${end.ended_at},
          duration_seconds = ${end.duration_seconds}, days = ${JSON.stringify(days)},
          hours = ${JSON.stringify(hours)}, status = 'completed', updated_at = ${now},
          seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
      WHERE user_id = ${userId} AND id = ${session.id} AND status <> 'completed' AND deleted_at IS NULL
        AND seq = ${session.seq}`,
    orStale(db),
  ]
}

/** Includes deleted sessions: their end may still be reported. */
const findSession = (c: Context<App>, id: string) =>
  /^\d{1,15}$/.test(id) ? q.pullSession(c.env.DB, c.var.user.id, Number(id)) : Promise.resolve(null)

const loadSession = loads('session', findSession)
const loadUndeleted = loads('session', async (c, id) => {
  const session = await findSession(c, id)
  return session?.deleted_at === null ? session : null
})

const tooLong = () =>
  new ProblemError(
    invalid([{ path: 'duration_seconds', message: 'It started more than 72 hours ago: enter its duration' }]),
  )

const openOrCreate = async (c: Context<Once>, pull: Parameters<typeof openPull>[2]) => {
  const { DB } = c.env
  const { id, preferences } = c.var.user
  const findOpen = () => q.openSession(DB, id, pull)
  remember(DB, () => [findOpen()])
  earlyWithWrite(c, () => [findOpen()])
  await abandonOverdue(DB, c.var.user, Date.now())
  return retry(async () => {
    const open = await findOpen()
    if (open) return open
    const opens = openPull(DB, id, pull, preferences, Date.now())
    await commit(DB, id, ['timer'], [opens, ...c.var.claimWith('', q.startedAnswer(id, pull))])
    return (await findOpen()) ?? conflict
  })
}

/**
 * Keeps the first end of a session that has ended. A deleted session stays deleted, but its end is accepted: after an
 * error the extension would send it again and again.
 */
const endSession = async <E extends App>(
  c: Context<E>,
  session: q.PullSession,
  durationSeconds: number | undefined,
) => {
  const { DB } = c.env
  const userId = c.var.user.id
  let current: q.PullSession | null = session
  return retry(async () => {
    if (!current) return null
    const { number, status, ended_at, duration_seconds, started_at } = current
    if (status === 'completed' && ended_at !== null && duration_seconds !== null) {
      return endedJson({ number, started_at, ended_at, duration_seconds })
    }
    const now = Date.now()
    const end = endOfSession(started_at, now, durationSeconds)
    if (current.deleted_at !== null) return endedJson({ number, ...end })
    if (end.duration_seconds > longestSession) throw tooLong()
    if (await commit(DB, userId, ['stats', 'timer'], endPull(DB, userId, current, end, now))) {
      return endedJson({ number, ...end })
    }
    current = await q.pullSession(DB, userId, number)
    return conflict
  })
}

/** `/api/sessions` */
export const pullSessions = new Hono<App>()
  .use(readableJson)
  .post('/start', once({ status: 201 }), async (c) =>
    c.json(startedJson(await openOrCreate(c, await parseBody(c, StartBody))), 201),
  )

  .patch('/:id/end', loadSession, async (c) => {
    const { duration_seconds } = await parseBody(c, EndBody)
    const answer = await endSession(c, c.var.session, duration_seconds ?? undefined)
    return answer ? c.json(answer) : c.notFound()
  })

  .get('/', async (c) => {
    const { DB } = c.env
    const userId = c.var.user.id
    const { limit, offset } = parseQuery(c, PullSessionsQuery)
    const read = () => Promise.all([q.pullSessionCount(DB, userId), q.pullSessions(DB, userId, limit, offset)])
    // Read together: where something was abandoned, it is read again.
    const [due, found] = await Promise.all([abandonOverdue(DB, c.var.user, Date.now()), read()])
    const [total, sessions] = due > 0 ? await read() : found
    const has_more = offset + sessions.length < total && sessions.length > 0
    return c.json({ sessions: sessions.map(pullSessionJson), total, limit, offset, has_more })
  })

  .get(
    '/:id',
    early(async (c) => findSession(c, c.req.param('id') ?? '')),
    abandonOverdueFirst,
    loadUndeleted,
    (c) => c.json(pullSessionJson(c.var.session)),
  )
