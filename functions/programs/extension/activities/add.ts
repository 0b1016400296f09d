import { type Context, Hono } from 'hono'
import type { ActivityDay } from '../../../figures/stats/repos/activity-days'
import { lastDays } from '../../../ledger/range'
import { type Once, once } from '../../../lib/api/once'
import { invalidProblem, requireJson } from '../../../lib/api/request'
import { iso } from '../../../lib/api/values'
import { conflict, retry } from '../../../lib/db/retry'
import { commitVersion, guardSeq, part, readVersions, type SqlPart } from '../../../lib/db/sql'
import { type App, todayOf } from '../../../lib/env'
import { type Member, ProblemError } from '../../../lib/http/problem'
import { dayOf } from '../../../lib/time/days'
import { ActivitiesBody, ActivityBody, DaysQuery } from '../json'
import { parseBody, parseQuery } from '../sessions'
import * as q from './queries'

/** Time in ms by which the extension's clock may be ahead of ours. */
const clockLeewayMs = 5 * 60_000

type Added = { created: number; activities: q.NewActivity[] }

type Request = {
  bodies: ActivityBody[]
  /** Path of a body's member in the request, for errors. */
  path: (index: number, member: string) => string
  /** SQL of the response as text. @param numbers SQL of a JSON array of the activities' numbers */
  answer: (numbers: SqlPart, added: Added) => SqlPart
}

const issuesOf = (
  bodies: ActivityBody[],
  sessionIds: Map<number, string>,
  now: number,
  path: Request['path'],
): Member[] =>
  bodies.flatMap(({ session_id, created_at }, index) => [
    ...(session_id != null && !sessionIds.has(session_id)
      ? [{ path: path(index, 'session_id'), message: 'Unknown session' }]
      : []),
    ...(created_at != null && created_at > now + clockLeewayMs
      ? [{ path: path(index, 'created_at'), message: 'That is in the future' }]
      : []),
  ])

/** Key that is equal for an activity and its repeated report. Repository names are compared ignoring case. */
const identity = (activity: Omit<q.NewActivity, 'date'>) =>
  JSON.stringify([
    activity.activity_type,
    activity.repo_owner.toLowerCase(),
    activity.repo_name.toLowerCase(),
    activity.pr_number,
    activity.session_id,
    activity.metadata,
    activity.created_at,
  ])

/** Stored number of each activity, or undefined. Among equal activities, each stored one matches only one. */
const matchStored = (activities: q.NewActivity[], stored: Awaited<ReturnType<typeof q.activitiesAt>>) => {
  const numbers = Map.groupBy(stored, identity)
  return activities.map((activity) => numbers.get(identity(activity))?.shift()?.number)
}

/** Adds all or none. An activity with a stored `created_at` is a repeated report. @throws ProblemError 422 */
const addActivities = async (
  c: Context<Once>,
  { bodies, path, answer }: Request,
): Promise<Added & { numbers: number[] }> => {
  const { DB } = c.env
  const { id: userId, preferences } = c.var.user
  const now = Date.now()
  const sessionNumbers = bodies.flatMap(({ session_id }) => session_id ?? [])
  const sessions = sessionNumbers.length > 0 ? await q.sessionIds(DB, userId, sessionNumbers) : []
  const ids = new Map(sessions.map(({ number, id }) => [number, id]))
  const issues = issuesOf(bodies, ids, now, path)
  if (issues.length > 0) throw new ProblemError(invalidProblem(issues))

  const activities = bodies.map(({ session_id, created_at, ...activity }) => ({
    ...activity,
    session_id: ids.get(session_id ?? 0) ?? null,
    date: dayOf(created_at ?? now, preferences),
    created_at: created_at ?? now,
  }))
  const instants = bodies.flatMap(({ created_at }) => created_at ?? [])
  return retry(async () => {
    const { seq } = await readVersions(DB, userId)
    const stored = instants.length > 0 ? matchStored(activities, await q.activitiesAt(DB, userId, instants)) : []
    const known = activities.map((_, index) => (bodies[index]?.created_at == null ? undefined : stored[index]))
    const missing = activities.filter((_, index) => known[index] === undefined)
    if (missing.length === 0) return { numbers: known.flatMap((number) => number ?? []), created: 0, activities }
    const inserts = q.addActivities(DB, userId, missing)
    const added = { created: missing.length, activities }
    const claim = c.var.claimWith('', answer(q.numbersWithAdded(known), added))
    const done = await commitVersion(DB, userId, [], [guardSeq(DB, userId, seq), ...inserts, ...claim])
    if (!done) return conflict
    const inserted = done.results.slice(1, 1 + inserts.length).flatMap(({ results: rows }) => rows.map(numberOf))
    const unused = inserted.toSorted((a, b) => a - b)
    return { numbers: known.map((number) => number ?? unused.shift() ?? 0), ...added }
  })
}

const numberOf = (row: unknown) => (typeof row === 'object' && row !== null && 'number' in row ? Number(row.number) : 0)

const dayJson = (day: ActivityDay) => ({
  ...day,
  total_count: day.comment_count + day.approve_count + day.request_changes_count,
})

/** `/api/activities`: reviews of pull requests. */
export const activities = new Hono<App>()
  .use(requireJson)
  .post('/', once({ status: 201 }), async (c) => {
    const body = await parseBody(c, ActivityBody)
    const { activity_type, repo_owner, repo_name, pr_number } = body
    const answerOf = ([activity]: q.NewActivity[], activity_id: number | undefined) => {
      const created_at = iso(activity?.created_at ?? 0)
      return { activity_id, activity_type, repo_owner, repo_name, pr_number, created_at }
    }
    const { numbers, activities } = await addActivities(c, {
      bodies: [body],
      path: (_, member) => member,
      answer: (numbers, added) =>
        part`json_set(${JSON.stringify(answerOf(added.activities, 0))}, '$.activity_id', ${numbers} ->> 0)`,
    })
    return c.json(answerOf(activities, numbers[0]), 201)
  })

  .post('/batch', once({ status: 201 }), async (c) => {
    const bodies = (await parseBody(c, ActivitiesBody)).activities
    const count = bodies.length
    const { numbers, created } = await addActivities(c, {
      bodies,
      path: (index, member) => `activities.${index}.${member}`,
      answer: (numbers, added) =>
        part`json_object('activity_ids', json(${numbers}), 'created_count', ${added.created}, 'count', ${count})`,
    })
    return c.json({ activity_ids: numbers, created_count: created, count }, 201)
  })

  .get('/stats', async (c) => {
    const { days } = parseQuery(c, DaysQuery)
    const stats = await q.activityDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), days))
    return c.json({ stats: stats.map(dayJson), period_days: days })
  })
