import { followSubjects } from '../app-rules/follow-subjects'
import type { ChangePlan } from '../changes/run'
import { quoted } from '../changes/words'
import { plural } from '../lib/format'
import { project as projectOf } from '../projects/queries'
import { sessionsOfProjects } from '../projects/tracked'
import { inheritDetails, linkedTo, mergeProjects } from './linked'

/**
 * Moves all sessions, plans, learnings and tasks of a project to another, deleted ones too, and deletes it. Refused when `from` or
 * `into` is gone, or both are one project.
 */
export const planMerge = async (
  db: D1Database,
  userId: string,
  pair: { from: string; into: string },
  now: number,
): Promise<ChangePlan | { refused: 'from' | 'into' }> => {
  const moves = [{ from: `project:${pair.from}`, to: `project:${pair.into}` }]
  const [from, into, sessions, linked, followed] = await Promise.all([
    projectOf(db, userId, pair.from),
    projectOf(db, userId, pair.into),
    sessionsOfProjects(db, userId, [pair.from]),
    linkedTo(db, userId, [pair.from]),
    followSubjects(db, userId, moves, now),
  ])
  if (!from) return { refused: 'from' }
  if (!into || into.id === from.id) return { refused: 'into' }
  const heirs = inheritDetails(db, userId, [{ from, into }], now)
  const counted = sessions.filter((session) => session.counted === 1).length
  return {
    kind: 'merge',
    summary: `Merged ${quoted(from.name)} into ${quoted(into.name)}, ${plural(counted, 'session')}`,
    touched: {
      sessions: sessions.map(({ id }) => id),
      projects: [from.id, ...heirs.ids],
      ...linked,
      conditions: followed.conditions,
    },
    writes: [...mergeProjects(db, userId, [pair], now), ...heirs.writes, ...followed.writes],
  }
}
