import { duration } from '../../functions/lib/time/duration'
import { startError } from '../../functions/time/timer/times'
import type { Context, Run } from '../context'
import { Failure } from '../failure'
import { fitted, safeLine } from '../output/text'
import { preferencesIn } from '../store/person'
import { lastEndWithin, runningSession } from '../store/queries'
import { sessionLabel } from '../time/labels'
import { sessionJson, startSession } from '../time/sessions'
import { clockText, todayAt } from '../time/today'
import { understood } from '../time/understood'

const untitled = { title: '', project_id: null, goal_id: null, plan_id: null, chunk_id: null }

/** Reads the purpose of the timer and its start (epoch ms). */
const wanted = async (context: Context, text: string) => {
  if (text === '') return { filed: untitled, at: context.now() }
  const { line, filed } = await understood(context, text)
  if (line.plan?.kind === 'log') {
    throw new Failure(
      'usage',
      'This line has a duration or an end.',
      'Log it with daymark log, or start it with since 9:30.',
    )
  }
  return { filed, at: line.plan?.started_at ?? context.now() }
}

/** Starts the timer. An earlier start may not overlap other time, as in the browser. */
export const start: Run = async (context) => {
  const { args, now, store, terminal } = context
  const opened = store()
  const { filed, at } = await wanted(context, args.join(' ').trim())
  const preferences = preferencesIn(opened.db)
  const running = runningSession(opened.db)
  const active = running && { started_at: running.data.start_time }
  const isEarlier = at < now() - 1000
  const lastEnd = isEarlier ? lastEndWithin(opened.db, at, now()) : null
  const errors = isEarlier ? startError(at, { now: now(), active, lastEnd, user: { preferences } }) : undefined
  if (errors) throw new Failure('usage', Object.values(errors).flat().join(' '))
  const { started, stopped } = startSession(opened, { ...filed, time_zone: preferences.time_zone }, at, now())
  const today = todayAt(preferences, now())
  const time = clockText(started.data.start_time, preferences, today)
  const name = (data: typeof started.data) => fitted(safeLine(sessionLabel(opened.db, data)), terminal.width - 24)
  const stoppedText = stopped
    ? [`Stopped ${name(stopped.data)} after ${duration(stopped.data.duration_seconds ?? 0)}`]
    : []
  return {
    json: { session: sessionJson(started), stopped: stopped && sessionJson(stopped) },
    text: [
      ...stoppedText,
      `${terminal.paint('green', '●')} Started ${terminal.paint('bold', name(started.data))} at ${time}`,
    ],
    hasWritten: true,
  }
}
