import { editedLink } from '../plan-link'
import type { EditedSession } from '../writes'
import type { SessionPatch, StoredSession } from './json'
import { patchedTimes } from './times'

type FinishedSession = StoredSession & { ended_at: number; duration_seconds: number }

export const isFinished = (session: StoredSession): session is FinishedSession =>
  session.status === 'completed' && session.ended_at !== null && session.duration_seconds !== null

export const applyPatch = (
  session: FinishedSession,
  { time_zone = session.time_zone, ...patch }: Omit<SessionPatch, 'seq'>,
) => {
  const times = patchedTimes(session, patch, time_zone)
  if ('errors' in times) return times
  const { id, project_id, goal_id, title, notes, tags, artifacts, day_start_minute } = session
  const kept = { project_id, goal_id, title, notes, tags, artifacts }
  const link = editedLink(patch, session)
  return { id, ...kept, ...patch, ...link, ...times, time_zone, day_start_minute } satisfies EditedSession
}
