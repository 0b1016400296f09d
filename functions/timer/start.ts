import { startLine } from '../entry/execute'
import { interpretFor } from '../entry/interpret'
import { subjectNames } from '../ledger/sums'
import type { User } from '../lib/env'
import { session } from '../sessions/queries'
import { type Started, startTimer } from './actions'
import { parseStart, type StartForm } from './forms'
import { lastEnd } from './queries'
import type { TimerErrors, TimerFields } from './schema'
import { maxStartAgeMs } from './times'

type StartErrors = { errors: TimerErrors & { again?: string[]; entry?: string[] } }

/** What a start leaves out of the session that it goes on with, for it has been deleted. */
export type OmittedSubject = 'project' | 'goal'

/** A session's title, project, goal and tags, to go on with; without what has been deleted since. */
const copiedFields = async (
  db: D1Database,
  userId: string,
  id: string,
): Promise<{ fields: TimerFields; leftOut: OmittedSubject[] } | null> => {
  const former = await session(db, userId, id)
  if (!former) return null
  const { title, tags, project_id, goal_id } = former
  const named = await subjectNames(db, userId, project_id ? [project_id] : [], goal_id ? [goal_id] : [])
  const there = new Set(named.filter(({ deleted }) => !deleted).map(({ subject }) => subject))
  const lacksProject = project_id !== null && !there.has(`project:${project_id}`)
  const lacksGoal = goal_id !== null && !there.has(`goal:${goal_id}`)
  return {
    fields: {
      title,
      tags,
      project_id: lacksProject ? null : project_id,
      goal_id: lacksGoal ? null : goal_id,
    },
    leftOut: [...(lacksProject ? ['project' as const] : []), ...(lacksGoal ? ['goal' as const] : [])],
  }
}

/** Starts what one line says; one that says how long it took cannot be started. */
const startFromEntry = async (
  db: D1Database,
  user: User,
  text: string,
  now: number,
): Promise<Started | StartErrors> => {
  const reading = await interpretFor(db, user, text, now)
  const { plan, errors } = reading.understood
  if (!plan || errors.length > 0) return { errors: { entry: errors } }
  if (plan.kind === 'log')
    return { errors: { entry: ['That says how long it took: log it on Sessions, or leave it out.'] } }
  return startLine(db, user, { text, reading, now }, plan)
}

/** Starts what a form asks for. */
export const startFromForm = async (
  db: D1Database,
  user: User,
  { again, entry, since, started_at, ...given }: StartForm,
  now: number,
): Promise<(Started & { leftOut?: OmittedSubject[] }) | StartErrors> => {
  if (entry) return startFromEntry(db, user, entry, now)
  const former = again ? await copiedFields(db, user.id, again) : { fields: {}, leftOut: [] }
  if (!former) return { errors: { again: ['The session to go on with is not there any more.'] } }
  const typed = parseStart(started_at, now, user.preferences)
  if ('errors' in typed) return typed
  const fields = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== '' && String(value) !== ''),
  )
  const from = since ? ((await lastEnd(db, user.id, now - maxStartAgeMs, now)) ?? undefined) : undefined
  const done = await startTimer(db, user, { ...former.fields, ...fields, started_at: typed.at ?? from }, now)
  return 'errors' in done ? done : { ...done, leftOut: former.leftOut }
}
