import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type App, nowOf } from '../../../lib/env'
import { form } from '../../../lib/http/form'
import { fragmentsWith } from '../../../lib/http/respond'
import { clockTime, duration, exactDuration } from '../../../lib/text/format'
import { type EntryLine, interpretFor } from '../../entry/execute'
import { entryForm, runStart } from '../../entry/routes'
import { EntryText } from '../../sessions/schema'
import { shortTitle, titleOf } from '../../sessions/title'
import { startTimer } from '../actions'
import { deviceOf, lastStarted, outlasts } from '../devices'
import {
  endedToast,
  respondNotRunning,
  respondStarted,
  respondTimerChanged,
  startForm,
  timerRegions,
} from '../fragments'
import { activeTimer } from '../queries'
import type { ActiveTimer } from '../schema'
import {
  addTime,
  endBreak,
  focusRunning,
  goOn,
  pauseFocus,
  resumeFocus,
  startNextRound,
  takeBreak,
  takeBreakBehind,
} from './actions'
import { focusOf } from './choices'
import { lastRest } from './queries'
import { addedSeconds } from './reminders'
import { breakEnd, type FocusPlan, focusEnd, focusedSeconds, isUnanswered, type Rest } from './state'

const SessionRef = z.object({ id: z.string().max(100, 'Reload the page').default('') })

/** The line of Today is what a focus begins with. */
const Begun = SessionRef.extend({ entry: EntryText.shape.entry })

const ofSession = form(SessionRef, 'Focus', (c) => startForm(c))

const clockOf = ({ var: { user } }: Context<App>, at: number) =>
  clockTime(at, user.preferences.time_zone, user.preferences.clock)

/** Answers a new plan of what runs. The regions are read along with the write. */
const replan = async (c: Context<App>, write: () => Promise<ActiveTimer | null>) => {
  const regions = fragmentsWith(c, () => timerRegions(c, {}))
  const timer = await write()
  if (!timer) return respondNotRunning(c)
  const end = focusEnd(timer)
  const name = `“${shortTitle(titleOf(timer))}”`
  const message = end === null ? `${name} goes on without an end` : `${name} until ${clockOf(c, end)}`
  return respondTimerChanged(c, { toast: { message }, regions })
}

const noBreak = { message: 'That break is over. Nothing was changed.' }
const noFocus = { message: 'No focus is running. Nothing was changed.' }
const noPause = { message: 'No focus is paused. Nothing was changed.' }

/** Says what ended: a break, or a focus that was paused or that ended by itself. */
const endedWords = (rest: Rest) =>
  rest.focus?.paused || isUnanswered(rest)
    ? `Focus ended, ${exactDuration(focusedSeconds(rest))} logged`
    : 'Break ended'

/** Starts a focus as a line says that starts the timer; its own planned end wins. */
const startWithLine = async (c: Context<App>, line: EntryLine, usual: FocusPlan) => {
  const { plan, errors } = line.reading.interpretation
  const refuse = (message = 'This line logs time. Press Log, or leave out its times.') => {
    // A device keeps a line that was refused.
    c.status(422)
    return respondTimerChanged(c, { toast: { message } })
  }
  if (plan?.kind !== 'start' || errors.length > 0) return refuse(errors[0])
  const emptied = (
    <hx-partial hx-target="#entry-form" hx-swap="outerHTML">
      {entryForm(c)}
    </hx-partial>
  )
  return runStart(c, line, { ...plan, focus: plan.focus ?? usual }, { also: emptied }, (_, [first]) => refuse(first))
}

/** `/timer/focus`: a planned end for what runs, its pause, its break, and the next round. */
export const focusRoutes = new Hono<App>()
  .get('/', (c) => c.redirect('/timer', 303))

  .post(
    '/',
    form(Begun, 'Focus', (c) => startForm(c)),
    async (c) => {
      const { DB } = c.env
      const { user, org } = c.var
      const { id, entry } = c.req.valid('form')
      const [now, focus, device] = [nowOf(c), focusOf(user.preferences), deviceOf(c)]
      const active = id ? null : await activeTimer(DB, user.id)
      const isBeside =
        active && device && device.lateAt !== null && outlasts(active, await lastStarted(DB, user.id, device), now)
      const running = id || (!isBeside && active?.id)
      if (running) return replan(c, () => focusRunning(DB, user, running, { focus, device }, now))
      if (entry) {
        const input = { text: entry, org }
        const line = { input, now, reading: await interpretFor(DB, user, input, now) }
        return startWithLine(c, line, focus)
      }
      const regions = fragmentsWith(c, () => timerRegions(c, {}))
      const started = await startTimer(DB, user, { focus, device }, now)
      return 'errors' in started ? respondNotRunning(c) : respondStarted(c, started, { regions })
    },
  )

  .post('/more', ofSession, (c) =>
    replan(c, () => addTime(c.env.DB, c.var.user, c.req.valid('form').id, addedSeconds, Date.now())),
  )

  .post('/go-on', ofSession, (c) => replan(c, () => goOn(c.env.DB, c.var.user, c.req.valid('form').id, Date.now())))

  .post('/break', ofSession, async (c) => {
    const { id } = c.req.valid('form')
    const regions = fragmentsWith(c, () => timerRegions(c, { after: id }))
    const stopped = await takeBreak(c.env.DB, c.var.user, id, Date.now())
    if (!stopped?.focus) {
      const end = await takeBreakBehind(c.env.DB, c.var.user, id, Date.now())
      if (end === null) return respondNotRunning(c)
      return respondTimerChanged(c, { toast: { message: `Break until ${clockOf(c, end)}` }, regions })
    }
    const { undo } = endedToast('stop', stopped)
    const until = clockOf(c, breakEnd(stopped.focus, stopped.ended_at))
    const message = `Break until ${until}, after ${duration(stopped.duration_seconds)}`
    return respondTimerChanged(c, { toast: { message, undo }, regions })
  })

  .post('/pause', ofSession, async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const id = c.req.valid('form').id || ((await activeTimer(DB, user.id))?.id ?? '')
    const regions = fragmentsWith(c, () => timerRegions(c, { after: id }))
    const stopped = await pauseFocus(DB, user, id, Date.now())
    const end = stopped && focusEnd(stopped)
    if (!stopped || end === null) return respondTimerChanged(c, { toast: noFocus, regions })
    const { undo } = endedToast('stop', stopped)
    const left = exactDuration((end - stopped.ended_at) / 1000)
    const message = `Paused after ${exactDuration(stopped.duration_seconds)}, ${left} left`
    return respondTimerChanged(c, { toast: { message, undo }, regions })
  })

  .post('/resume', ofSession, async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const now = Date.now()
    const regions = fragmentsWith(c, () => timerRegions(c, {}))
    const id = c.req.valid('form').id || ((await lastRest(DB, user.id, now))?.id ?? '')
    const started = await resumeFocus(DB, user, id, now)
    return started ? respondStarted(c, started, { regions }) : respondTimerChanged(c, { toast: noPause, regions })
  })

  .post('/next', ofSession, async (c) => {
    const regions = fragmentsWith(c, () => timerRegions(c, {}))
    const started = await startNextRound(c.env.DB, c.var.user, c.req.valid('form').id, Date.now())
    return started ? respondStarted(c, started, { regions }) : respondTimerChanged(c, { toast: noBreak })
  })

  .post('/end-break', ofSession, async (c) => {
    const regions = fragmentsWith(c, () => timerRegions(c, {}))
    const ended = await endBreak(c.env.DB, c.var.user, c.req.valid('form').id, Date.now())
    return respondTimerChanged(c, { toast: ended ? { message: endedWords(ended) } : noBreak, regions })
  })
