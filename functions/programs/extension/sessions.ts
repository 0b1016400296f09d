import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { lastDays } from '../../ledger/range'
import { addUp } from '../../ledger/schema'
import { type Once, once } from '../../lib/api/once'
import { invalidProblem, requireJson } from '../../lib/api/request'
import { prefetchResponse } from '../../lib/db/reads'
import { conflict, retry, retryEdit } from '../../lib/db/retry'
import { commit, newSeq, part, sql } from '../../lib/db/sql'
import { type App, rowLoader, todayOf } from '../../lib/env'
import { issueMembers, ProblemError } from '../../lib/http/problem'
import { isJson } from '../../lib/http/respond'
import { setRow } from '../../lib/resource/row-writes'
import { addDays, isDate, isoWeekOf, type Range, weekStartOf, type Zone } from '../../lib/time/days'
import { splitsOf } from '../../lib/time/hours'
import { longestSession } from '../../lib/time/typed-time'
import { abandonOverdue, readAfterAbandon } from '../../time/timer/unfinished/abandon'
import { abandonOverdueFirst } from '../../time/timer/unfinished/actions'
import * as q from './json'
import {
  DaysQuery,
  EndBody,
  endedJson,
  type Pull,
  type PullSession,
  PullSessionsQuery,
  pullSessionJson,
  StartBody,
  startedJson,
} from './json'

const SECOND = 1000

type SessionEnd = { started_at: number; ended_at: number; duration_seconds: number }

/** Whole seconds between instants in epoch ms; 0 if the clock was set back. */
const secondsSince = (startedAt: number, now: number) => Math.max(0, Math.floor((now - startedAt) / SECOND))

/**
 * Times in epoch ms of a session that ends now. A reported duration counts from the start. If it is longer than the
 * session has been open, the start was reported late, from a queue: the session then ends now, and its start is moved
 * back.
 */
export const endOfSession = (startedAt: number, now: number, durationSeconds: number | undefined): SessionEnd => {
  const open = secondsSince(startedAt, now)
  const duration_seconds = durationSeconds ?? open
  const started_at =
    duration_seconds <= open ? startedAt : Math.floor(now / SECOND) * SECOND - duration_seconds * SECOND
  return { started_at, ended_at: started_at + duration_seconds * SECOND, duration_seconds }
}

/** Monday to Sunday of an ISO week, `2026-W07`; null for a week that does not exist. */
export const isoWeekRange = (week: string): Range | null => {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(week) ?? []
  if (year === undefined || !isDate(`${year}-01-04`)) return null
  // 4 January is always in the first week of its year.
  const from = addDays(weekStartOf(`${year}-01-04`, 1), (Number(number) - 1) * 7)
  return isoWeekOf(from) === week ? { from, to: addDays(from, 6) } : null
}

const parse = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> => {
  const result = schema.safeParse(input)
  if (!result.success) throw new ProblemError(invalidProblem(issueMembers(result.error)))
  return result.data
}

/** Parses a query. A validator of `lib/api` would add the route to the API reference. @throws ProblemError 422 */
export const parseQuery = <S extends z.ZodType>(c: Context, schema: S) => parse(schema, c.req.query())

/** Parses a JSON body; a missing body is `{}`. @throws ProblemError 422 */
export const parseBody = async <S extends z.ZodType>(c: Context, schema: S) => {
  const isEmpty = !isJson(c.req.header('Content-Type')) || (await c.req.text()) === ''
  return parse(schema, isEmpty ? {} : await c.req.json())
}

const WeekQuery = z.object({
  week: z
    .string()
    .refine((week) => isoWeekRange(week) !== null, 'Enter a valid week, such as 2026-W07')
    .optional(),
})

const summaryDays = 30

const average = (sum: number, count: number) => (count === 0 ? 0 : Math.round(sum / count))

/** `/api/stats`: statistics of sessions with pull requests only. */
export const pullStats = new Hono<App>()
  .get('/daily', async (c) => {
    const { days } = parseQuery(c, DaysQuery)
    const stats = await q.pullDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), days))
    return c.json({ stats, days, total_stats: stats.length })
  })

  .get('/weekly', async (c) => {
    const { week = isoWeekOf(todayOf(c)) } = parseQuery(c, WeekQuery)
    const range = isoWeekRange(week)
    if (!range) return c.notFound()
    const days = await q.pullDays(c.env.DB, c.var.user.id, range)
    return c.json({ week, ...addUp(days), daily_breakdown: days.toReversed() })
  })

  .get('/repo/:owner/:name', async (c) => {
    const { owner, name } = c.req.param()
    const total = await q.repoTotal(c.env.DB, c.var.user.id, owner, name)
    const avg_seconds = average(total.total_seconds, total.session_count)
    return c.json({ repo_owner: owner, repo_name: name, ...total, avg_seconds })
  })

  .get('/summary', async (c) => {
    const days = await q.pullDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), summaryDays))
    const { total_seconds, session_count } = addUp(days)
    return c.json({
      period_days: summaryDays,
      total_seconds,
      total_sessions: session_count,
      avg_seconds_per_day: average(total_seconds, summaryDays),
      avg_seconds_per_session: average(total_seconds, session_count),
      active_days: days.filter((day) => day.total_seconds > 0).length,
    })
  })

type NewPullSession = Pull & { branch: string; pr_title: string }

/** Starts a session of a pull request at the second of `now` (epoch ms). Does nothing if one is open. */
const openPull = (db: D1Database, userId: string, pull: NewPullSession, zone: Zone, now: number) =>
  sql(db)`
    INSERT INTO sessions (user_id, id, source, repo_owner, repo_name, pr_number, branch, title, started_at, status,
      time_zone, day_start_minute, seq, created_at, updated_at)
    VALUES (${userId}, ${uuid()}, 'extension', ${pull.repo_owner}, ${pull.repo_name}, ${pull.pr_number},
      ${pull.branch || null}, ${pull.pr_title}, ${now - (now % 1000)}, 'active', ${zone.time_zone},
      ${zone.day_start_minute}, ${newSeq(userId)}, ${now}, ${now})
    ON CONFLICT (user_id, lower(repo_owner), lower(repo_name), pr_number)
      WHERE status = 'active' AND pr_number IS NOT NULL AND deleted_at IS NULL DO NOTHING`

/** Ends a session. Guard: rolls the batch back if the session changed since it was read. */
const endPull = (
  db: D1Database,
  userId: string,
  session: PullSession,
  end: ReturnType<typeof endOfSession>,
  now: number,
) => {
  const { time_zone, day_start_minute } = session
  const { days, hours } = splitsOf({ ...end, time_zone, day_start_minute })
  const { started_at, ended_at, duration_seconds } = end
  const columns = {
    started_at,
    ended_at,
    duration_seconds,
    status: 'completed',
    days: JSON.stringify(days),
    hours: JSON.stringify(hours),
  }
  const isOpen = part`AND status <> 'completed' AND seq = ${session.seq}`
  return setRow(db, 'sessions', userId, session.id, columns, now, isOpen)
}

/** Finds a session, even if deleted, because its end may still be reported. */
const findSession = (db: D1Database, userId: string, id: string) =>
  /^\d{1,15}$/.test(id) ? q.pullSession(db, userId, Number(id)) : Promise.resolve(null)

const loadSession = rowLoader('session', findSession)
const loadUndeleted = rowLoader('session', async (db, userId, id) => {
  const session = await findSession(db, userId, id)
  return session?.deleted_at === null ? session : null
})

const tooLong = () =>
  new ProblemError(
    invalidProblem([{ path: 'duration_seconds', message: 'It started more than 72 hours ago: enter its duration' }]),
  )

const openOrCreate = async (c: Context<Once>, pull: Parameters<typeof openPull>[2]) => {
  const { DB } = c.env
  const { id, preferences } = c.var.user
  const findOpen = () => q.openSession(DB, id, pull)
  await readAfterAbandon(DB, c.var.user, Date.now(), findOpen)
  // Reads the session in the batch of the write.
  prefetchResponse(DB, findOpen)
  return retry(async () => {
    const open = await findOpen()
    if (open) return open
    const opens = openPull(DB, id, pull, preferences, Date.now())
    await commit(DB, id, ['timer'], [opens, ...c.var.claimWith('', q.startedAnswer(id, pull))])
    return (await findOpen()) ?? conflict
  })
}

/**
 * Ends a session, or keeps its first end. A deleted session stays deleted, but its end is accepted, because the
 * extension would repeat the request after an error.
 */
const endSession = async <E extends App>(
  c: Context<E>,
  session: q.PullSession,
  durationSeconds: number | undefined,
) => {
  const { DB } = c.env
  const userId = c.var.user.id
  const readAgain = () => q.pullSession(DB, userId, session.number)
  return retryEdit<q.PullSession, ReturnType<typeof endedJson>>(session, readAgain, async (current) => {
    const { number, status, ended_at, duration_seconds, started_at } = current
    if (status === 'completed' && ended_at !== null && duration_seconds !== null) {
      return endedJson({ number, started_at, ended_at, duration_seconds })
    }
    const now = Date.now()
    const end = endOfSession(started_at, now, durationSeconds)
    if (current.deleted_at !== null) return endedJson({ number, ...end })
    if (end.duration_seconds > longestSession) throw tooLong()
    const done = await commit(DB, userId, ['stats', 'timer'], endPull(DB, userId, current, end, now))
    return done ? endedJson({ number, ...end }) : conflict
  })
}

/** `/api/sessions` */
export const pullSessions = new Hono<App>()
  .use(requireJson)
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
    await abandonOverdue(DB, c.var.user, Date.now())
    const [total, sessions] = await Promise.all([
      q.pullSessionCount(DB, userId),
      q.pullRequestSessions(DB, userId, limit, offset),
    ])
    const has_more = offset + sessions.length < total && sessions.length > 0
    return c.json({ sessions: sessions.map(pullSessionJson), total, limit, offset, has_more })
  })

  .get('/:id', abandonOverdueFirst, loadUndeleted, (c) => c.json(pullSessionJson(c.var.session)))
