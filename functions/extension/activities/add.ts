import type { Context } from 'hono'
import { invalid } from '../../lib/api/request'
import { dayOf } from '../../lib/days'
import type { App } from '../../lib/env'
import { type Member, ProblemError } from '../../lib/problem'
import { conflict, retry } from '../../lib/retry'
import { asPlannedAt, committed, headOf } from '../../lib/sql'
import type { ActivityBody } from '../json'
import * as q from './queries'

/** How far ahead of ours the extension's clock may be, in milliseconds. */
const clockLeewayMs = 5 * 60_000

export type Added = { numbers: number[]; created: number; activities: q.NewActivity[] }

/** What is wrong with any of them; `path` names a member of the one with that index. */
const issuesOf = (given: ActivityBody[], known: Map<number, string>, now: number, path: Path): Member[] =>
  given.flatMap(({ session_id, created_at }, index) => [
    ...(session_id != null && !known.has(session_id)
      ? [{ path: path(index, 'session_id'), message: 'There is no such session' }]
      : []),
    ...(created_at != null && created_at > now + clockLeewayMs
      ? [{ path: path(index, 'created_at'), message: 'That is in the future' }]
      : []),
  ])

type Path = (index: number, member: string) => string

/** What is the same of an activity that is reported again. Repositories compare ignoring case. */
const identity = (one: Omit<q.NewActivity, 'date'>) =>
  JSON.stringify([
    one.activity_type,
    one.repo_owner.toLowerCase(),
    one.repo_name.toLowerCase(),
    one.pr_number,
    one.session_id,
    one.metadata,
    one.created_at,
  ])

/** For each activity the number that it has already. Of equal ones each is one of its own, as often as it is reported. */
const knownNumbers = (activities: q.NewActivity[], known: Awaited<ReturnType<typeof q.activitiesAt>>) => {
  const numbers = new Map<string, number[]>()
  for (const one of known) numbers.set(identity(one), [...(numbers.get(identity(one)) ?? []), one.number])
  return activities.map((activity) => numbers.get(identity(activity))?.shift())
}

/**
 * Adds what was done in reviews, all of it or nothing. What says when it was and is there already, because it is
 * reported again, stays one.
 * @throws ProblemError 422 naming what cannot be
 */
export const addActivities = async (c: Context<App>, given: ActivityBody[], path: Path): Promise<Added> => {
  const { DB } = c.env
  const { id: userId, preferences } = c.var.user
  const now = Date.now()
  const named = given.flatMap(({ session_id }) => session_id ?? [])
  const sessions = named.length > 0 ? await q.sessionIds(DB, userId, named) : []
  const ids = new Map(sessions.map(({ number, id }) => [number, id]))
  const wrong = issuesOf(given, ids, now, path)
  if (wrong.length > 0) throw new ProblemError(invalid(wrong))

  const activities = given.map(({ session_id, created_at, ...activity }) => ({
    ...activity,
    session_id: ids.get(session_id ?? 0) ?? null,
    date: dayOf(created_at ?? now, preferences),
    created_at: created_at ?? now,
  }))
  const instants = given.flatMap(({ created_at }) => created_at ?? [])
  return retry(async () => {
    const { seq } = await headOf(DB, userId)
    const known = instants.length > 0 ? knownNumbers(activities, await q.activitiesAt(DB, userId, instants)) : []
    const missing = activities.filter((_, index) => given[index]?.created_at == null || known[index] === undefined)
    if (missing.length === 0) return { numbers: known.flatMap((number) => number ?? []), created: 0, activities }
    const inserts = q.addActivities(DB, userId, missing)
    const done = await committed(DB, userId, [], [asPlannedAt(DB, userId, seq), ...inserts])
    if (!done) return conflict
    const added = done.slice(1).flatMap(({ results }) => results.map((row) => numberOf(row)))
    const made = added.toSorted((a, b) => a - b)
    const numbers = activities.map((activity, index) =>
      missing.includes(activity) ? (made.shift() ?? 0) : (known[index] ?? 0),
    )
    return { numbers, created: missing.length, activities }
  })
}

const numberOf = (row: unknown) => (typeof row === 'object' && row !== null && 'number' in row ? Number(row.number) : 0)
