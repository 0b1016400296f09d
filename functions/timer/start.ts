import type { User } from '../lib/env'
import { understandFor } from '../sessions/entry/understand'
import { session } from '../sessions/queries'
import { subjectNames } from '../stats/queries'
import { type Started, startTimer } from './actions'
import { type StartForm, typedStart } from './forms'
import { lastEnd } from './queries'
import type { TimerErrors, TimerFields } from './schema'
import { longestBack } from './times'

type Errors = { errors: TimerErrors & { again?: string[] } }

/** A session's title, project, goal and tags, to go on with; without what has been deleted since. */
const againOf = async (db: D1Database, userId: string, id: string): Promise<TimerFields | null> => {
  const former = await session(db, userId, id)
  if (!former) return null
  const { title, tags, project_id, goal_id } = former
  const named = await subjectNames(db, userId, project_id ? [project_id] : [], goal_id ? [goal_id] : [])
  const there = new Set(named.filter(({ deleted }) => !deleted).map(({ subject }) => subject))
  return {
    title,
    tags,
    project_id: there.has(`project:${project_id}`) ? project_id : null,
    goal_id: there.has(`goal:${goal_id}`) ? goal_id : null,
  }
}

/** What one line says beside a time, which a start has not. */
const entryOf = async (db: D1Database, user: User, entry: string, now: number): Promise<TimerFields> => {
  const { understood } = await understandFor(db, user, entry, now)
  return { title: understood.title, tags: understood.tags, project_id: understood.project?.id ?? null }
}

/** Starts what a form asks for. */
export const startAsked = async (
  db: D1Database,
  user: User,
  { again, entry, since, started_at, ...given }: StartForm,
  now: number,
): Promise<Started | Errors> => {
  const former = again ? await againOf(db, user.id, again) : {}
  if (!former) return { errors: { again: ['The session to go on with is not there any more.'] } }
  const line = entry ? await entryOf(db, user, entry, now) : {}
  const typed = typedStart(started_at, now, user.preferences)
  if ('errors' in typed) return typed
  const fields = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== '' && String(value) !== ''),
  )
  const from = since ? ((await lastEnd(db, user.id, now - longestBack, now)) ?? undefined) : undefined
  return startTimer(db, user, { ...former, ...line, ...fields, started_at: typed.at ?? from }, now)
}
