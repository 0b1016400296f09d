import { invalidFields } from '../../lib/api/request'
import type { SessionPatch, StoredSession } from '../sessions/api/json'
import { editTimer, type Owner } from './actions'

export const isRunning = ({ source, status }: Pick<StoredSession, 'source' | 'status'>) =>
  source === 'timer' && status === 'active'

/** Returns false if it has changed or ended. @throws ProblemError 422 */
export const patchTimer = async (db: D1Database, user: Owner, id: string, patch: SessionPatch, now: number) => {
  const { seq, title, project_id, goal_id, plan_id, chunk_id, task_id, ...more } = patch
  const { tags, notes, artifacts, started_at, ...others } = more
  const unsupported = Object.keys(others).map((name) => [name, ['You can set this once the session has ended']])
  if (unsupported.length > 0) throw invalidFields(Object.fromEntries(unsupported))
  const edit = { title, project_id, goal_id, plan_id, chunk_id, task_id, tags, notes, artifacts, started_at }
  const result = await editTimer(db, user, { id, seq }, edit, now)
  if ('errors' in result) throw invalidFields(result.errors)
  return !('current' in result)
}
