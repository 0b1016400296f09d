import { Hono } from 'hono'
import { z } from 'zod'
import { addAct } from '../../lib/api/act'
import { busyError, describeOperation } from '../../lib/api/describe'
import { answerWithVersion, once } from '../../lib/api/once'
import { body, fieldsProblem } from '../../lib/api/request'
import { Instant, idInput, instantInput, iso } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { pathTo } from '../../lib/http/path-to'
import { TagList } from '../../lib/tags'
import { splitsOf } from '../../lib/time/hours'
import { SessionJson, type SessionPatch, type StoredSession, sessionJson } from '../sessions/api/json'
import { sessionOfId } from '../sessions/api/queries'
import { Artifacts, notesSchema, titleText } from '../sessions/schema'
import type { Owner, StartOutcome } from './actions'
import { discardTimer, editTimer, heartbeat, readRepeatedFields, startTimer, stopTimer } from './actions'
import { countdown, newFocusPlan } from './focus/choices'
import { lastRest } from './focus/queries'
import { focusState, maxFocusSeconds, maxRounds, minFocusSeconds, phases, type Rest } from './focus/state'
import { activeTimer, type StoppedTimer } from './queries'
import type { ActiveTimer } from './schema'
import { readAfterAbandon } from './unfinished/abandon'
import { replacePlanned } from './writes'

const TimerJson = z
  .object({
    session: SessionJson.nullable().meta({ description: 'The running timer, or null.' }),
    phase: z.enum(phases).nullable().meta({
      description:
        'The phase of the focus: focus, break or pause, until the person ends it; null without a focus. No session runs during a break or a pause.',
    }),
    phase_ends_at: Instant.nullable().meta({
      description: 'Its planned end, in the past during overtime; null while paused.',
    }),
    left_seconds: z.int().nullable().meta({ description: 'What is left of a paused focus; null unless paused.' }),
    round: z.int().nullable().meta({ description: 'The round of a focus or of a break, from 1; null without rounds.' }),
    server_time: Instant.meta({ description: 'Time of the response, to count from.' }),
  })
  .meta({ id: 'Timer' })

const timerJson = (timer: ActiveTimer | null, rest: Rest | null, now: number) => {
  const focus = focusState(timer, rest, now)
  return {
    session: timer && jsonOf(timer),
    phase: focus?.phase ?? null,
    phase_ends_at: focus && focus.phase !== 'paused' ? iso(focus.endsAt) : null,
    left_seconds: focus?.phase === 'paused' ? focus.seconds : null,
    round: focus?.round || null,
    server_time: iso(now),
  }
}

const emptyLinks = { repo_owner: null, repo_name: null, pr_number: null, import_id: null } as const

const timerSession = (timer: Omit<ActiveTimer, 'number'> & Partial<StoppedTimer>): StoredSession => {
  const { last_heartbeat_at: _, number: __, focus: ___, ended_at = null, duration_seconds = null, ...fields } = timer
  const days = duration_seconds === null ? [] : splitsOf({ ...fields, duration_seconds }).days
  const status = ended_at === null ? ('active' as const) : ('completed' as const)
  return { ...fields, ...emptyLinks, ended_at, duration_seconds, status, planned: false, days }
}

const StartedJson = SessionJson.extend({
  stopped: SessionJson.nullable().meta({ description: 'The session that was stopped at that instant.' }),
}).meta({ id: 'StartedTimer' })

const noSeconds = 'Enter 60 to 43200 seconds'
const seconds = z.int(noSeconds).min(minFocusSeconds, noSeconds).max(maxFocusSeconds, noSeconds)
const noRounds = `Enter 1 to ${maxRounds} rounds`

const FocusInput = z
  .strictObject({
    work: seconds,
    short_break: seconds,
    long_break: seconds,
    rounds: z.int(noRounds).min(1, noRounds).max(maxRounds, noRounds),
  })
  .partial()
  .meta({
    id: 'FocusPattern',
    description:
      'Rounds of work and breaks. Lengths are in seconds; members you leave out come from the person’s settings. The long break follows the last round.',
    example: { work: 1500, short_break: 300, long_break: 900, rounds: 4 },
  })

export const StartBody = z
  .strictObject({
    title: titleText.optional(),
    project_id: idInput.nullable().optional(),
    goal_id: idInput.nullable().optional(),
    plan_id: idInput.nullable().optional(),
    chunk_id: idInput.nullable().optional().meta({ description: 'A chunk of the plan.' }),
    task_id: idInput.nullable().optional().meta({ description: 'A task; its status becomes in progress.' }),
    meeting_id: idInput.nullable().optional().meta({
      description: 'A meeting whose session this becomes. The timer takes its title and project, unless given.',
    }),
    tags: TagList.optional(),
    notes: notesSchema.optional(),
    artifacts: Artifacts.optional(),
    started_at: instantInput.optional().meta({ description: 'At most 24 hours back; defaults to now.' }),
    planned_seconds: seconds.optional().meta({ description: 'A planned end, counted from its start: a countdown.' }),
    focus: FocusInput.optional(),
  })
  .refine(({ planned_seconds, focus }) => planned_seconds === undefined || focus === undefined, {
    path: ['planned_seconds'],
    error: 'Enter planned_seconds or focus, not both',
  })
  .meta({ id: 'StartTimer', example: { title: 'Reading', tags: ['thesis'] } })

export const StopBody = z
  .strictObject({
    ended_at: instantInput.optional().meta({ description: 'Not before its start; defaults to now.' }),
  })
  .meta({ id: 'StopTimer', example: {} })

const NothingBody = z.strictObject({}).meta({ id: 'Nothing', example: {} })

const tag = 'Timer'

const startDescription = `
A running timer stops at the instant this one starts, and is returned as \`stopped\`. \`started_at\` is at most 24 hours back, and not before the running timer started or the last one ended. Instants are rounded down to the second. Its days follow the account’s time zone at its start. After 24 hours running without activity, or 72 hours in all, it gets the status \`abandoned\`, and isn’t counted until an end is set. With \`planned_seconds\` or \`focus\` it has a planned end; without one, the focus of a running timer continues in this one.
`

const jsonOf = (timer: Parameters<typeof timerSession>[0]) => sessionJson(timerSession(timer))

const startedJson = ({ started, stopped }: StartOutcome) => ({
  ...jsonOf(started),
  stopped: stopped && jsonOf(stopped),
})

export const timerApi = new Hono<App>()
  .get(
    '/',
    describeOperation({ summary: 'Read the running timer', tag, answers: { schema: TimerJson } }),
    async (c) => {
      const now = Date.now()
      const { user } = c.var
      const { DB } = c.env
      const [active, rest] = await Promise.all([
        readAfterAbandon(DB, user, now, () => activeTimer(DB, user.id)),
        lastRest(DB, user.id, now),
      ])
      return c.json(timerJson(active, active ? null : rest, now))
    },
  )

  .post(
    '/start',
    describeOperation({
      summary: 'Start the timer',
      description: startDescription.trim(),
      tag,
      body: true,
      once: true,
      stale: true,
      errors: { 409: busyError },
      answers: { status: 201, schema: StartedJson },
    }),
    body(StartBody),
    once({
      show: async (c, id) => {
        const session = await sessionOfId(c.env.DB, c.var.user.id, id)
        return session ? c.json({ ...sessionJson(session), stopped: null }, 201) : c.notFound()
      },
      collection: '/api/v1/sessions',
    }),
    async (c) => {
      const { user, claimWith } = c.var
      const { DB } = c.env
      const now = Date.now()
      const { meeting_id, planned_seconds, focus: pattern, ...fields } = c.req.valid('json')
      const { preferences } = user
      const focus = planned_seconds
        ? countdown(preferences, planned_seconds)
        : pattern && newFocusPlan(preferences, pattern)
      const of = meeting_id ? `meeting:${meeting_id}` : ''
      const meeting = of ? await readRepeatedFields(DB, user, of, now) : { fields: {} }
      if (!meeting) throw fieldsProblem({ meeting_id: ['Not a meeting of yours, or its timer is running'] })
      const result = await startTimer(DB, user, { ...meeting.fields, ...fields, focus }, now, (started) => {
        const paths = ['$.seq', ...(started.stopped ? ['$.stopped.seq'] : [])]
        return [
          ...replacePlanned(DB, user.id, of, started.started.id, now),
          ...claimWith(started.started.id, answerWithVersion(user.id, startedJson(started), paths)),
        ]
      })
      if ('errors' in result) {
        const { focus: before, ...errors } = result.errors
        throw fieldsProblem({ ...errors, ...(before && { [pattern ? 'focus' : 'planned_seconds']: before }) })
      }
      c.header('Location', pathTo`/api/v1/sessions/${result.started.id}`)
      return c.json(startedJson(result), 201)
    },
  )

const onRunning = {
  tag,
  item: true,
  stale: true,
  errors: { 404: 'Nothing is running: `not_running`.', 409: busyError },
  none: {
    status: 404,
    code: 'not_running',
    title: 'Nothing is running',
    detail: 'No timer is running. Nothing was changed.',
  },
} as const

addAct(timerApi, '/stop', {
  ...onRunning,
  summary: 'Stop the timer',
  description: 'Ends it now, or at `ended_at`, which can’t be before its start or in the future.',
  input: StopBody,
  schema: SessionJson,
  json: jsonOf,
  versions: ['$.seq'],
  run: ({ env, var: { user } }, { input, now, claim }) =>
    stopTimer(env.DB, user, input, now, (timer) => claim(timer.id, timer)),
})

addAct(timerApi, '/discard', {
  ...onRunning,
  summary: 'Discard the running timer',
  description: 'Returns the discarded timer. It can be restored for 30 days, with its time.',
  input: NothingBody,
  schema: SessionJson,
  json: jsonOf,
  versions: ['$.seq'],
  run: ({ env, var: { user } }, { now, claim }) =>
    discardTimer(env.DB, user, {}, now, (timer) => claim(timer.id, timer)),
})

addAct(timerApi, '/heartbeat', {
  ...onRunning,
  summary: 'Confirm that you are still working',
  description: 'Restarts the check-in and the 24 hours after which the timer is abandoned.',
  input: NothingBody,
  schema: TimerJson,
  json: (timer: ActiveTimer, now) => timerJson(timer, null, now),
  run: ({ env, var: { user } }, { now, claim }) => heartbeat(env.DB, user, now, (timer) => claim(timer.id, timer)),
})

export const isRunning = ({ source, status }: Pick<StoredSession, 'source' | 'status'>) =>
  source === 'timer' && status === 'active'

/** Edits the timer. False if it has changed or ended. @throws ProblemError 422 */
export const patchTimer = async (db: D1Database, user: Owner, id: string, patch: SessionPatch, now: number) => {
  const { seq, title, project_id, goal_id, plan_id, chunk_id, task_id, ...more } = patch
  const { tags, notes, artifacts, started_at, ...others } = more
  const given = Object.entries(others).filter(([, value]) => value !== undefined)
  const unsupported = given.map(([name]) => [name, ['You can set this once the session has ended']])
  if (unsupported.length > 0) throw fieldsProblem(Object.fromEntries(unsupported))
  const edit = { title, project_id, goal_id, plan_id, chunk_id, task_id, tags, notes, artifacts, started_at }
  const result = await editTimer(db, user, { id, seq }, edit, now)
  if ('errors' in result) throw fieldsProblem(result.errors)
  return !('current' in result)
}
