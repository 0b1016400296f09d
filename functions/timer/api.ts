import { Hono } from 'hono'
import { operation } from '../lib/api/describe'
import { once } from '../lib/api/once'
import { body, invalidFields } from '../lib/api/request'
import type { App } from '../lib/env'
import { type Problem, ProblemError } from '../lib/problem'
import { SessionJson, sessionJson } from '../sessions/api/json'
import { sessionOfId } from '../sessions/api/queries'
import { discardTimer, heartbeat, type Started, startTimer, stopTimer } from './actions'
import { NothingBody, StartBody, StartedJson, StopBody, TimerJson, timerJson, timerSession } from './json'
import { activeTimer } from './queries'
import { abandonOverdue } from './unfinished/abandon'

const tag = 'Timer'

const notRunning: Problem = {
  status: 404,
  code: 'not_running',
  title: 'Nothing is running',
  detail: 'The timer does not run. Nothing was changed.',
}

const ofRunning = { tag, body: true, item: true, errors: { 404: 'Nothing is running: `not_running`.' } } as const

const startDescription = `
What runs is stopped at the very instant at which this starts, and answered as \`stopped\`. \`started_at\` is at most 24
hours back, and not before what runs started or the timer ran last. Instants are rounded down to the second. It belongs
to the days of the person’s time zone at its start. What has been running for 24 hours without a sign of life is given
up: it has the status \`abandoned\`, and counts nowhere until the person says when it ended.
`

const jsonOf = (timer: Parameters<typeof timerSession>[0]) => sessionJson(timerSession(timer))

const startedJson = ({ started, stopped }: Started) => ({ ...jsonOf(started), stopped: stopped && jsonOf(stopped) })

export const timerApi = new Hono<App>()
  .get('/', operation({ summary: 'Read what runs', tag, answers: { schema: TimerJson } }), async (c) => {
    const now = Date.now()
    const { user } = c.var
    await abandonOverdue(c.env.DB, user, now)
    const active = await activeTimer(c.env.DB, user.id)
    return c.json(timerJson(active && timerSession(active), now))
  })

  .post(
    '/start',
    operation({
      summary: 'Start the timer',
      description: startDescription.trim(),
      tag,
      body: true,
      once: true,
      answers: { status: 201, schema: StartedJson },
    }),
    body(StartBody),
    once(async (c, id) => {
      const session = await sessionOfId(c.env.DB, c.var.user.id, id)
      return session ? c.json({ ...sessionJson(session), stopped: null }, 201) : c.notFound()
    }, '/api/v1/sessions'),
    async (c) => {
      const { user, claim } = c.var
      const result = await startTimer(c.env.DB, user, c.req.valid('json'), Date.now(), (started) =>
        claim(started.started.id, startedJson(started)),
      )
      if ('errors' in result) throw invalidFields(result.errors)
      c.header('Location', `/api/v1/sessions/${result.started.id}`)
      return c.json(startedJson(result), 201)
    },
  )

  .post(
    '/stop',
    operation({
      summary: 'Stop the timer',
      description: 'It ends now, or at `ended_at`, which is neither before its start nor in the future.',
      ...ofRunning,
      once: true,
      answers: { schema: SessionJson },
    }),
    body(StopBody),
    once(),
    async (c) => {
      const { user, claim } = c.var
      const stopped = await stopTimer(c.env.DB, user, c.req.valid('json'), Date.now(), (timer) =>
        claim(timer.id, jsonOf(timer)),
      )
      if (!stopped) throw new ProblemError(notRunning)
      if ('errors' in stopped) throw invalidFields(stopped.errors)
      return c.json(jsonOf(stopped))
    },
  )

  .post(
    '/discard',
    operation({
      summary: 'Discard what runs',
      description: 'It answers what was discarded. For 30 days it stands among what was deleted, with its time.',
      ...ofRunning,
      once: true,
      answers: { schema: SessionJson },
    }),
    body(NothingBody),
    once(),
    async (c) => {
      const { user, claim } = c.var
      const discarded = await discardTimer(c.env.DB, user, {}, Date.now(), (timer) => claim(timer.id, jsonOf(timer)))
      if (!discarded) throw new ProblemError(notRunning)
      return c.json(jsonOf(discarded))
    },
  )

  .post(
    '/heartbeat',
    operation({
      summary: 'Say that what runs is still at work',
      description: 'The question whether it is, and the 24 hours after which it is given up, begin anew.',
      ...ofRunning,
      answers: { schema: TimerJson },
    }),
    body(NothingBody),
    async (c) => {
      const now = Date.now()
      const active = await heartbeat(c.env.DB, c.var.user, now)
      if (!active) throw new ProblemError(notRunning)
      return c.json(timerJson(timerSession(active), now))
    },
  )
