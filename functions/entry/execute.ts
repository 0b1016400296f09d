import { v7 as uuid } from 'uuid'
import { titleOf as sessionTitle, shortTitle } from '../../views/sessions/words'
import { addDays, dayOf, dayStart } from '../lib/days'
import type { User } from '../lib/env'
import { allOrgs, type Org, organizationOf } from '../lib/org'
import { cleanLine } from '../lib/text'
import { parseSessionDate } from '../lib/typed-date'
import type { PlanNamed } from '../line/names'
import { readNames } from '../line/queries'
import { marks } from '../line/tokenize'
import { addProjects, nextColor } from '../projects/queries'
import { commitNamed } from '../projects/writes'
import { type GeneralProject, generalProject } from '../sessions/general'
import { checkLink, noPlan, type PlanLink } from '../sessions/plan-link'
import { isPlanned } from '../sessions/planned'
import { addSessions } from '../sessions/queries'
import type { ResolvedTimes } from '../sessions/times/resolve'
import { guardProjects } from '../sessions/writes'
import { type Owner, type Started, startTimer } from '../timer/actions'
import { activeTimer, lastTimerEnd } from '../timer/queries'
import { startError, wholeSecond } from '../timer/times'
import { abandonOverdue } from '../timer/unfinished/abandon'
import { type EntryInput, type Interpretation, interpret } from './interpret'
import { parseEntry } from './parse'
import type { EntryPlan } from './plan'
import { lastEndWithin } from './queries'

/** The running timer that a start would stop, and errors if a timer cannot start at the line's time. */
const checkStart = async (db: D1Database, user: Owner, { plan }: Interpretation, now: number) => {
  if (plan?.kind !== 'start') return { running: null, errors: [] }
  const active = await activeTimer(db, user.id)
  if (plan.started_at === undefined) return { running: active, errors: [] }
  const start = wholeSecond(plan.started_at)
  const lastEnd = start > now ? null : await lastTimerEnd(db, user.id, start, now)
  const errors = Object.values(startError(start, { now, active, lastEnd, user }) ?? {}).flat()
  return { running: errors.length > 0 ? null : active, errors }
}

/** Where a length without a start begins on another day: behind the last session there, if there is one. */
const freeFromOf = async (db: D1Database, user: Owner, text: string, now: number) => {
  const today = dayOf(now, user.preferences)
  const line = parseEntry(cleanLine(text), today)
  const date = line.date === undefined ? today : (parseSessionDate(line.date, today) ?? today)
  if (date === today) return undefined
  const [from, to] = [dayStart(date, user.preferences), dayStart(addDays(date, 1), user.preferences)]
  return (await lastEndWithin(db, user.id, from, to)) ?? undefined
}

/** Interprets a line with the names that the person has, and checks that a timer can start at its time. */
export const interpretFor = async (db: D1Database, user: Owner, input: EntryInput, now: number) => {
  const { text, org = allOrgs } = input
  const [freeFrom, names] = await Promise.all([
    freeFromOf(db, user, text, now),
    readNames(db, user.id, org, text, marks),
  ])
  const interpretation = interpret(input, names, now, user.preferences, freeFrom)
  const { running, errors } = await checkStart(db, user, interpretation, now)
  const checked =
    errors.length > 0
      ? { ...interpretation, plan: null, errors: [...errors, ...interpretation.errors] }
      : interpretation
  return { interpretation: checked, projectCount: names.projects.length, running }
}

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

const linkOf = (found: PlanNamed | null): PlanLink =>
  found ? { plan_id: found.plan_id, chunk_id: found.chunk_id } : noPlan

/** Title, tags and subjects of the time that a line logs or starts. Time on a task without a title of its own has that of the task. */
const fieldsOf = ({ interpretation }: EntryReading, project_id: string | null) => {
  const { title, tags, goal, ofPlan, ofTask } = interpretation
  const named = { project_id, goal_id: goal?.id ?? null, task_id: ofTask?.id ?? null, ...linkOf(ofPlan) }
  return { title: title || (ofTask?.title ?? ''), tags, ...named }
}

export const logLine = (
  db: D1Database,
  user: User,
  line: EntryLine,
  times: ResolvedTimes,
  onPlan: (id: string, general: GeneralProject | null) => void,
) =>
  retryOnce(db, user, line, async (reading) => {
    const [planned, project] = await Promise.all([
      checkLink(db, user.id, linkOf(reading.interpretation.ofPlan)),
      projectWrites(db, user.id, reading, line),
    ])
    if (planned.errors) return null
    const { time_zone, day_start_minute } = user.preferences
    const session = {
      ...times,
      id: uuid(),
      source: 'manual' as const,
      ...fieldsOf(reading, project.id),
      notes: '',
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
    const project = await projectWrites(db, user.id, reading, line)
    if (project.writes.length > 0 && (await commitNamed(db, user.id, [], project.writes)) !== 'done') return null
    await abandonOverdue(db, user, line.now)
    const fields = { ...fieldsOf(reading, project.id), started_at }
    // The line's project and goal were just found; the batch is guarded against a project's deletion.
    const started = await startTimer(db, user, fields, line.now, noteStart(onPlan), fields)
    return 'errors' in started ? started : { ...started, general: project.general }
  })

/** `“reading”, 25m`, or `25m in new project “Thesis”` where the line creates one; ` with new tag #deep`. */
export const doneWords = (
  { project, newTags }: Pick<Interpretation, 'project' | 'newTags'>,
  session: { title: string },
  time?: string,
) => {
  const title = `“${shortTitle(sessionTitle(session))}”`
  const what =
    project?.kind === 'new'
      ? [time, `in new project “${shortTitle(project.name)}”`].filter(Boolean).join(' ')
      : [title, time].filter(Boolean).join(', ')
  return newTags.length === 0
    ? what
    : `${what} with new ${newTags.length === 1 ? 'tag' : 'tags'} #${newTags.join(', #')}`
}
