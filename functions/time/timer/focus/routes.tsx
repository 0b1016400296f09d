import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type App, nowOf } from '../../../lib/env'
import { form } from '../../../lib/http/form'
import { clockTime, duration, exactDuration } from '../../../lib/text/format'
import { type EntryLine, readInterpretation } from '../../entry/execute'
import { entryForm, runStart } from '../../entry/routes'
import { EntryText } from '../../sessions/schema'
import { sessionTitle, shortTitle } from '../../sessions/title'
import { runTimerAction } from '../act'
import { startTimer } from '../actions'
import { deviceOf, keepsRunning, readLastStarted } from '../devices'
import { contextStartToast, endedToast, respondTimerChanged, startForm } from '../fragments'
import { activeTimer } from '../queries'
import type { ActiveTimer } from '../schema'
import {
  addTime,
  endBreak,
  pauseFocus,
  planFocusEnd,
  removeFocusEnd,
  resumeFocus,
  startNextRound,
  takeBreak,
  takeCountdownBreak,
} from './actions'
import { newFocusPlan } from './choices'
import { lastRest } from './queries'
import { addedSeconds } from './reminders'
import { breakEnd, type FocusPlan, focusEnd, focusedSeconds, isUnanswered, type Rest } from './state'

const SessionRef = z.object({ id: z.string().max(100, 'Reload the page').default('') })

/** Id of the session to continue, or the line on Today. */
const Begun = SessionRef.extend({ entry: EntryText.shape.entry })

const ofSession = form(SessionRef, 'Focus', (c) => startForm(c))

/** The id of the timer in the form, with database and user. */
const actedOn = (c: Context<App, string, { out: { form: z.output<typeof SessionRef> } }>) =>
  [c.env.DB, c.var.user, c.req.valid('form').id] as const

const clockOf = ({ var: { user } }: Context<App>, at: number) =>
  clockTime(at, user.preferences.time_zone, user.preferences.clock)

/** Message with the new planned end. */
const replanned = (c: Context<App>) => (timer: ActiveTimer) => {
  const end = focusEnd(timer)
  const name = `“${shortTitle(sessionTitle(timer))}”`
  return end === null ? `${name} continues without an end` : `${name} until ${clockOf(c, end)}`
}

const noBreak = 'That break is over. Nothing was changed.'
const noFocus = 'No focus is running. Nothing was changed.'
const noPause = 'No focus is paused. Nothing was changed.'

/** Message about the end of a break, or of a focus that was paused or ended by itself. */
const endedWords = (rest: Rest) =>
  rest.focus?.paused || isUnanswered(rest)
    ? `Focus ended, ${exactDuration(focusedSeconds(rest))} logged`
    : 'Break ended'

/** Starts the timer from a line, as a focus. A planned end in the line takes precedence over `usual`. */
const startWithLine = async (c: Context<App>, line: EntryLine, usual: FocusPlan) => {
  const { plan, errors } = line.reading.interpretation
  const refuse = (message = 'This line logs time. Press Log, or leave out its times.') => {
    // The status makes a device keep the refused line.
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

/** `/timer/focus`: planned end, pause, break and next round of the running timer. */
export const focusRoutes = new Hono<App>()
  .get('/', (c) => c.redirect('/timer', 303))

  .post(
    '/',
    form(Begun, 'Focus', (c) => startForm(c)),
    async (c) => {
      const { DB } = c.env
      const { user, org } = c.var
      const { id, entry } = c.req.valid('form')
      const [now, focus, device] = [nowOf(c), newFocusPlan(user.preferences), deviceOf(c)]
      const active = id ? null : await activeTimer(DB, user.id)
      const isBeside =
        active &&
        device &&
        device.lateAt !== null &&
        keepsRunning(active, await readLastStarted(DB, user.id, device), now)
      const running = id || (!isBeside && active?.id)
      if (running)
        return runTimerAction(c, {
          run: () => planFocusEnd(DB, user, running, { focus, device }, now),
          toast: replanned(c),
        })
      if (entry) {
        const input = { text: entry, org }
        const line = { input, now, reading: await readInterpretation(DB, user, input, now) }
        return startWithLine(c, line, focus)
      }
      return runTimerAction(c, { run: () => startTimer(DB, user, { focus, device }, now), toast: contextStartToast(c) })
    },
  )

  .post('/more', ofSession, (c) =>
    runTimerAction(c, { run: () => addTime(...actedOn(c), addedSeconds, Date.now()), toast: replanned(c) }),
  )

  .post('/go-on', ofSession, (c) =>
    runTimerAction(c, { run: () => removeFocusEnd(...actedOn(c), Date.now()), toast: replanned(c) }),
  )

  .post('/break', ofSession, (c) => {
    const { id } = c.req.valid('form')
    const { DB } = c.env
    const { user } = c.var
    const now = Date.now()
    return runTimerAction(c, {
      after: id,
      run: async () => {
        const stopped = await takeBreak(DB, user, id, now)
        const until = stopped?.focus
          ? breakEnd(stopped.focus, stopped.ended_at)
          : await takeCountdownBreak(DB, user, id, now)
        return until === null ? null : { stopped, until }
      },
      toast: ({ stopped, until }) => {
        const message = `Break until ${clockOf(c, until)}`
        if (!stopped) return message
        return { ...endedToast('stop', stopped), message: `${message}, after ${duration(stopped.duration_seconds)}` }
      },
    })
  })

  .post('/pause', ofSession, async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const id = c.req.valid('form').id || ((await activeTimer(DB, user.id))?.id ?? '')
    return runTimerAction(c, {
      after: id,
      run: () => pauseFocus(DB, user, id, Date.now()),
      toast: (stopped) => {
        const left = exactDuration(((focusEnd(stopped) ?? 0) - stopped.ended_at) / 1000)
        const message = `Paused after ${exactDuration(stopped.duration_seconds)}, ${left} left`
        return { ...endedToast('stop', stopped), message }
      },
      none: noFocus,
    })
  })

  .post('/resume', ofSession, async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const now = Date.now()
    const id = c.req.valid('form').id || ((await lastRest(DB, user.id, now))?.id ?? '')
    return runTimerAction(c, { run: () => resumeFocus(DB, user, id, now), toast: contextStartToast(c), none: noPause })
  })

  .post('/next', ofSession, (c) =>
    runTimerAction(c, {
      run: () => startNextRound(...actedOn(c), Date.now()),
      toast: contextStartToast(c),
      none: noBreak,
    }),
  )

  .post('/end-break', ofSession, (c) =>
    runTimerAction(c, { run: () => endBreak(...actedOn(c), Date.now()), toast: endedWords, none: noBreak }),
  )
