import { invalidFields } from '../lib/api/request'
import type { SessionPatch } from '../sessions/api/json'
import type { StoredSession } from '../sessions/api/queries'
import { editTimer, type Owner } from './actions'

/** Whether a session is the timer's, and runs. */
export const isRunning = ({ source, status }: Pick<StoredSession, 'source' | 'status'>) =>
  source === 'timer' && status === 'active'

/**
 * Edits what runs, for a program: all but its end. False when it has moved on, or has ended.
 * @throws ProblemError 422 for what cannot be
 */
export const patchTimer = async (db: D1Database, user: Owner, id: string, patch: SessionPatch, now: number) => {
  const { seq, title, project_id, goal_id, tags, notes, started_at, ...others } = patch
  const refused = Object.keys(others).map((name) => [name, ['It is running: this can be set once it has ended']])
  if (refused.length > 0) throw invalidFields(Object.fromEntries(refused))
  const edit = { title, project_id, goal_id, tags, notes, started_at }
  const done = await editTimer(db, user, { id, seq }, edit, now)
  if ('errors' in done) throw invalidFields(done.errors)
  return !('current' in done)
}
