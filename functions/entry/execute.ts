import { v7 as uuid } from 'uuid'
import type { User } from '../lib/env'
import { addProjects, nextColor } from '../projects/queries'
import { commitNamed } from '../projects/writes'
import { addSessions } from '../sessions/queries'
import type { ResolvedTimes } from '../sessions/times/resolve'
import { guardProjects } from '../sessions/writes'
import { startTimer } from '../timer/actions'
import { abandonOverdue } from '../timer/unfinished/abandon'
import { type EntryPlan, type Interpretation, interpretFor } from './interpret'

/** The project that a line names, and the statements that make it when it is new. */
const projectWrites = (
  db: D1Database,
  userId: string,
  { project }: Interpretation,
  projectCount: number,
  now: number,
) => {
  if (!project?.isNew) return { id: project?.id ?? null, writes: [] }
  const added = {
    id: uuid(),
    name: project.name,
    client: '',
    classification: 'work' as const,
    color: nextColor(projectCount),
    import_id: null,
  }
  return { id: added.id, writes: addProjects(db, userId, [added], now) }
}

type EntryReading = Awaited<ReturnType<typeof interpretFor>>

/**
 * Writes down what was understood; a project that it names for the first time comes with it. Null when another write
 * made or removed the project meanwhile.
 */
const logEntry = async (
  db: D1Database,
  user: User,
  { understood, projectCount }: EntryReading,
  times: ResolvedTimes,
  now: number,
) => {
  const { time_zone, day_start_minute } = user.preferences
  const project = projectWrites(db, user.id, understood, projectCount, now)
  const session = {
    ...times,
    id: uuid(),
    source: 'manual' as const,
    project_id: project.id,
    goal_id: understood.goal?.id ?? null,
    title: understood.title,
    notes: '',
    tags: understood.tags,
    time_zone,
    day_start_minute,
    import_id: null,
    import_key: null,
  }
  const writes = [
    ...project.writes,
    ...addSessions(db, user.id, [session], now),
    ...guardProjects(db, user.id, [project.id]),
  ]
  return (await commitNamed(db, user.id, ['stats'], writes)) === 'done' ? session : null
}

/** A line as it was read once already, at an instant (epoch ms). */
type EntryLine = { text: string; reading: EntryReading; now: number }

/** Does it, and once more with the line read anew where the project that it names came or went at the same moment. */
const retryOnce = async <Result>(
  db: D1Database,
  user: User,
  { text, reading, now }: EntryLine,
  write: (reading: EntryReading) => Promise<Result | null>,
) => {
  const result = (await write(reading)) ?? (await write(await interpretFor(db, user, text, now)))
  if (result === null) throw new Error('a project came and went while a line was written down')
  return result
}

/** Logs what was understood as a finished session. */
export const logLine = (db: D1Database, user: User, line: EntryLine, times: ResolvedTimes) =>
  retryOnce(db, user, line, (reading) => logEntry(db, user, reading, times, line.now))

/** Starts the timer for what was understood; a project that it names for the first time is made just before. */
export const startLine = (
  db: D1Database,
  user: User,
  line: EntryLine,
  { started_at }: Pick<Extract<EntryPlan, { kind: 'start' }>, 'started_at'>,
) =>
  retryOnce(db, user, line, async ({ understood, projectCount }) => {
    const { title, tags, goal } = understood
    const project = projectWrites(db, user.id, understood, projectCount, line.now)
    if (project.writes.length > 0 && (await commitNamed(db, user.id, [], project.writes)) !== 'done') return null
    await abandonOverdue(db, user, line.now)
    const fields = { title, tags, project_id: project.id, goal_id: goal?.id ?? null, started_at }
    return startTimer(db, user, fields, line.now)
  })
