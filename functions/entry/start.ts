import type { Zone } from '../lib/days'
import type { User } from '../lib/env'
import type { Org } from '../lib/org'
import { declare } from '../lib/reads'
import { generalProject, generalWords, presentGeneral } from '../sessions/general'
import { linkText } from '../sessions/plan-link'
import { type Started, startReads, startTimer } from '../timer/actions'
import { parseStart, type StartForm, startText } from '../timer/forms'
import { lastEnd, repeatedSession } from '../timer/queries'
import type { TimerErrors, TimerFields } from '../timer/schema'
import { maxStartAgeMs } from '../timer/times'
import { doneWords, interpretFor, isRefused, startLine } from './execute'
import type { EntryInput, Interpretation } from './interpret'

type StartErrors = {
  errors: TimerErrors & { again?: string[]; entry?: string[] }
  /** Set for a line. */
  interpretation?: Interpretation
}

/** A deleted subject of an earlier session that a new start leaves out. */
type OmittedSubject = 'project' | 'goal' | 'plan' | 'task'

/** `filed` names the project of a start without one; `words` says what was started and created. */
type StartDone = Started & { omitted?: OmittedSubject[]; filed?: string; words?: string }

/** Title, tags and existing subjects of an earlier session; null if the session does not exist. */
const copiedFields = async (
  db: D1Database,
  userId: string,
  id: string,
): Promise<{ fields: TimerFields; omitted: OmittedSubject[] } | null> => {
  const former = await repeatedSession(db, userId, id)
  if (!former) return null
  const missing = {
    project: former.is_project_gone === 1,
    goal: former.is_goal_gone === 1,
    plan: former.is_plan_gone === 1,
    task: former.is_task_gone === 1,
  }
  return {
    fields: {
      title: former.title,
      tags: former.tags,
      project_id: missing.project ? null : former.project_id,
      goal_id: missing.goal ? null : former.goal_id,
      plan_id: missing.plan ? null : former.plan_id,
      chunk_id: missing.plan || former.is_chunk_gone === 1 ? null : former.chunk_id,
      task_id: missing.task ? null : former.task_id,
    },
    omitted: (['project', 'goal', 'plan', 'task'] as const).filter((subject) => missing[subject]),
  }
}

const startFromLine = async (
  db: D1Database,
  user: User,
  input: EntryInput,
  now: number,
): Promise<StartDone | StartErrors> => {
  const reading = await interpretFor(db, user, input, now)
  const { interpretation } = reading
  const { plan, errors } = interpretation
  if (!plan || errors.length > 0) return { errors: { entry: errors }, interpretation }
  if (plan.kind === 'log') {
    return { errors: { entry: ['Remove the duration to start the timer, or log it on Sessions.'] } }
  }
  const started = await startLine(db, user, { input, reading, now }, plan)
  if (isRefused(started)) return { errors: { entry: started.refused.errors }, interpretation: started.refused }
  return 'errors' in started
    ? started
    : { ...started, filed: generalWords(started.general), words: doneWords(interpretation, started.started) }
}

/** Starts the timer from the submitted line, earlier session and fields. A field wins over the earlier session's. */
export const startFromForm = async (
  db: D1Database,
  user: User,
  { again, entry, create, since, started_at, plan, ...input }: StartForm,
  now: number,
  org: Org,
): Promise<StartDone | StartErrors> => {
  if (entry) return startFromLine(db, user, { text: entry, create, project_id: input.project_id, org }, now)
  if (again) declare(...startReads(db, user, now))
  if (!input.project_id) declare(generalProject(db, user.id, org))
  const copied = again ? await copiedFields(db, user.id, again) : { fields: {}, omitted: [] }
  if (!copied) return { errors: { again: ['The session to continue no longer exists.'] } }
  const start = parseStart(started_at, now, user.preferences)
  if ('errors' in start) return start
  const fields = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && value !== '' && String(value) !== ''),
  )
  const from = since ? ((await lastEnd(db, user.id, now - maxStartAgeMs, now)) ?? undefined) : undefined
  const named = { ...copied.fields, ...fields, ...(plan.plan_id && plan) }
  const filed = named.project_id ? null : await presentGeneral(db, user.id, () => generalProject(db, user.id, org), now)
  const started = await startTimer(
    db,
    user,
    { ...named, project_id: filed?.id ?? named.project_id ?? null, started_at: start.at ?? from },
    now,
    undefined,
    again ? copied.fields : undefined,
  )
  return 'errors' in started ? started : { ...started, omitted: copied.omitted, filed: generalWords(filed) }
}

/**
 * Values of the start form for a line. The title keeps what the form has no field for: a new project, an unclear goal,
 * or the whole line if it logs a session instead.
 */
export const startValues = (
  text: string,
  { title, project, goal, ofPlan, ofTask, tags, plan }: Interpretation,
  now: number,
  zone: Zone,
) => {
  if (plan?.kind !== 'start') return { title: text }
  const kept = [
    project && project.kind !== 'own' && `@${project.name}`,
    goal && 'error' in goal && `!${goal.title}`,
    ofPlan?.error && `%${ofPlan.title}`,
    ofTask && 'error' in ofTask && `^${ofTask.title}`,
  ]
  return {
    title: [title, ...kept].filter((part) => part).join(' '),
    project_id: project?.id ?? '',
    goal_id: goal?.id ?? '',
    plan: ofPlan ? linkText(ofPlan) : '',
    task_id: ofTask?.id ?? '',
    tags: tags.join(', '),
    started_at: plan.started_at === undefined ? '' : startText({ ...zone, started_at: plan.started_at }, now),
  }
}
