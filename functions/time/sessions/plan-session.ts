import { type ChosenFiling, checkFiling, type SessionSubjects } from './choices'
import type { GeneralProject } from './general'
import { noPlan, type PlanLink } from './plan-link'
import { addSessions } from './queries'
import type { NewSession } from './schema'
import { affectsStats } from './values'
import { type EditedSession, guardNewProjects, updateSession } from './writes'

/**
 * Checks a new session and plans its writes. Time on a chunk begins the chunk, unless it is in the future. @param now
 * epoch ms @param known subjects that need no check @param finding project for time without a project
 */
export const planSession = async (
  db: D1Database,
  userId: string,
  session: NewSession | (ChosenFiling & { errors: object }),
  now: number,
  known?: Partial<SessionSubjects>,
  finding: Promise<GeneralProject | null> | null = null,
) => {
  const [{ errors, begin }, general] = await Promise.all([
    checkFiling(db, userId, session, { ...known, ...noPlan }),
    finding,
  ])
  if (errors || 'errors' in session) return { errors: errors ?? {} }
  const added = { ...session, project_id: general?.id ?? session.project_id }
  const writes = [...addSessions(db, userId, [added], now), ...begin(now, added.ended_at)]
  return { added, general, writes: [...(general?.writes(now) ?? []), ...writes] }
}

/** Checks an edit of a session, and plans its writes over version `seq`. @param now epoch ms */
export const planEdit = async (
  db: D1Database,
  userId: string,
  before: EditedSession & PlanLink,
  after: EditedSession | (ChosenFiling & { errors: object }),
  seq: number,
  now: number,
) => {
  const { errors, begin } = await checkFiling(db, userId, after, before)
  if (errors || 'errors' in after) return { errors: errors ?? {} }
  const writes = [
    ...updateSession(db, userId, after, seq, now),
    ...guardNewProjects(db, userId, [{ before, after }]),
    ...begin(now, after.ended_at),
  ]
  return { outdates: affectsStats(before, after) ? ['stats' as const] : [], writes }
}
