import { v7 as uuid } from 'uuid'
import type { User } from '../lib/env'
import { allOrgs, type Org, organizationOf } from '../lib/org'
import { addProjects, nextColor } from '../projects/queries'
import { commitNamed } from '../projects/writes'
import { type GeneralProject, generalProject } from '../sessions/general'
import { checkLink, noPlan, type PlanLink } from '../sessions/plan-link'
import { isPlanned } from '../sessions/planned'
import { addSessions } from '../sessions/queries'
import type { ResolvedTimes } from '../sessions/times/resolve'
import { guardProjects } from '../sessions/writes'
import { type Started, startTimer } from '../timer/actions'
import { abandonOverdue } from '../timer/unfinished/abandon'
import type { EntryInput, Interpretation } from './interpret'
import { interpretFor } from './interpret-for'
import type { EntryPlan } from './plan'
import type { EntryPlanLink } from './plan-names'

type EntryReading = Awaited<ReturnType<typeof interpretFor>>

/** A line with its interpretation at `now` (epoch ms). */
export type EntryLine = { input: EntryInput; reading: EntryReading; now: number; org?: Org }

/** The project of a line, and what adds it. Time of an organization without a project goes to its general one. */
const projectWrites = async (
  db: D1Database,
  userId: string,
  { interpretation: { project }, projectCount }: EntryReading,
  { now, org = allOrgs }: Pick<EntryLine, 'now' | 'org'>,
) => {
  if (!project) {
    const general = await generalProject(db, userId, org)
    return { id: general?.id ?? null, writes: general?.writes(now) ?? [], general }
  }
  if (project.kind !== 'new') return { id: project.id, writes: [], general: null }
  const added = {
    id: uuid(),
    name: project.name,
    client: '',
    classification: 'work' as const,
    color: nextColor(projectCount),
    organization_id: organizationOf(org),
    import_id: null,
  }
  return { id: added.id, writes: addProjects(db, userId, [added], now), general: null }
}

/** Refused, because the line means something else by now; nothing was written. */
type Refused = { refused: Interpretation }

export const isRefused = (result: object): result is Refused => 'refused' in result

/**
 * Runs `write`, and once more with a new interpretation if it returns null because the project or the plan came, went or changed. A project
 * that is gone is not created again unasked.
 */
const retryOnce = async <Result>(
  db: D1Database,
  user: User,
  { input, reading, now }: EntryLine,
  write: (reading: EntryReading) => Promise<Result | null>,
): Promise<Result | Refused> => {
  const first = await write(reading)
  if (first !== null) return first
  const again = await interpretFor(db, user, input, now)
  if (again.interpretation.errors.length > 0) return { refused: again.interpretation }
  const result = await write(again)
  if (result === null) throw new Error('a project or a plan changed twice during an entry')
  return result
}

const linkOf = (found: EntryPlanLink | null): PlanLink =>
  found ? { plan_id: found.plan_id, chunk_id: found.chunk_id } : noPlan

/** Time on a task without a title of its own has that of the task. */
const titleOf = ({ interpretation: { title, ofTask } }: EntryReading) => title || (ofTask?.title ?? '')

export const logLine = (
  db: D1Database,
  user: User,
  line: EntryLine,
  times: ResolvedTimes,
  onPlan: (id: string, general: GeneralProject | null) => void,
) =>
  retryOnce(db, user, line, async (reading) => {
    const { tags, goal, ofPlan, ofTask } = reading.interpretation
    const link = linkOf(ofPlan)
    const [planned, project] = await Promise.all([
      checkLink(db, user.id, link),
      projectWrites(db, user.id, reading, line),
    ])
    if (planned.errors) return null
    const { time_zone, day_start_minute } = user.preferences
    const session = {
      ...times,
      id: uuid(),
      source: 'manual' as const,
      project_id: project.id,
      goal_id: goal?.id ?? null,
      task_id: ofTask?.id ?? null,
      ...link,
      title: titleOf(reading),
      notes: '',
      tags,
      time_zone,
      day_start_minute,
      import_id: null,
      import_key: null,
    }
    onPlan(session.id, project.general)
    const writes = [
      ...project.writes,
      ...addSessions(db, user.id, [session], line.now),
      ...guardProjects(db, user.id, [project.id]),
      ...(isPlanned(session, line.now) ? [] : planned.begin(line.now)),
    ]
    return (await commitNamed(db, user.id, ['stats'], writes)) === 'done' ? session : null
  })

/** Takes what a start will do, before it does it. */
export type OnStart = (planned: Started) => void

export const noteStart = (onPlan: OnStart) => (planned: Started) => {
  onPlan(planned)
  return []
}

/** Starts the timer. A new project is committed first, in a batch of its own. */
export const startLine = (
  db: D1Database,
  user: User,
  line: EntryLine,
  { started_at }: Pick<Extract<EntryPlan, { kind: 'start' }>, 'started_at'>,
  onPlan: OnStart,
) =>
  retryOnce(db, user, line, async (reading) => {
    const { tags, goal, ofPlan, ofTask } = reading.interpretation
    const project = await projectWrites(db, user.id, reading, line)
    if (project.writes.length > 0 && (await commitNamed(db, user.id, [], project.writes)) !== 'done') return null
    await abandonOverdue(db, user, line.now)
    const named = { project_id: project.id, goal_id: goal?.id ?? null, task_id: ofTask?.id ?? null, ...linkOf(ofPlan) }
    const fields = { title: titleOf(reading), tags, ...named, started_at }
    // The line's project and goal were just found; the batch is guarded against a project's deletion.
    const started = await startTimer(db, user, fields, line.now, noteStart(onPlan), fields)
    return 'errors' in started ? started : { ...started, general: project.general }
  })
