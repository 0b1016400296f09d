import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import type { App } from '../../lib/env'
import { addProjects, nextColor } from '../../projects/queries'
import { commitNamed } from '../../projects/writes'
import { startTimer } from '../../timer/actions'
import { settleForgotten } from '../../timer/forgotten/settle'
import { addSessions } from '../queries'
import type { ResolvedTimes } from '../times/resolve'
import { orProjectGone } from '../writes'
import { type Plan, type Understood, understandFor } from './understand'

/** The project that a line names, and the statements that make it when it is new. */
const projectOf = (db: D1Database, userId: string, { project }: Understood, projectCount: number, now: number) => {
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

type Reading = Awaited<ReturnType<typeof understandFor>>

/**
 * Writes down what was understood; a project that it names for the first time comes with it. Null when another write
 * made or removed the project meanwhile.
 */
const log = async (c: Context<App>, { understood, projectCount }: Reading, times: ResolvedTimes, now: number) => {
  const { DB } = c.env
  const { user } = c.var
  const { time_zone, day_start_minute } = user.preferences
  const project = projectOf(DB, user.id, understood, projectCount, now)
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
    ...addSessions(DB, user.id, [session], now),
    ...orProjectGone(DB, user.id, [project.id]),
  ]
  return (await commitNamed(DB, user.id, ['stats'], writes)) === 'done' ? session : null
}

/** Does it, and once more with the line read anew where the project that it names came or went at the same moment. */
const once = async <Result>(
  c: Context<App>,
  text: string,
  reading: Reading,
  now: number,
  write: (reading: Reading) => Promise<Result | null>,
) => {
  const result = (await write(reading)) ?? (await write(await understandFor(c.env.DB, c.var.user, text, now)))
  if (result === null) throw new Error('a project came and went while a line was written down')
  return result
}

/** Logs what was understood as a finished session. */
export const logOnce = (c: Context<App>, text: string, reading: Reading, times: ResolvedTimes, now: number) =>
  once(c, text, reading, now, (read) => log(c, read, times, now))

/** Starts the timer for what was understood; a project that it names for the first time is made just before. */
export const startOnce = (
  c: Context<App>,
  text: string,
  reading: Reading,
  { started_at }: Extract<Plan, { kind: 'start' }>,
  now: number,
) =>
  once(c, text, reading, now, async ({ understood, projectCount }) => {
    const { DB } = c.env
    const { user } = c.var
    const { title, tags, goal } = understood
    const project = projectOf(DB, user.id, understood, projectCount, now)
    if (project.writes.length > 0 && (await commitNamed(DB, user.id, [], project.writes)) !== 'done') return null
    await settleForgotten(DB, user, now)
    return startTimer(DB, user, { title, tags, project_id: project.id, goal_id: goal?.id ?? null, started_at }, now)
  })
