import { duration } from '../../functions/lib/time/duration'
import { parseFocusLength } from '../../functions/line/focus'
import { startError } from '../../functions/time/timer/times'
import { type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import { sanitizeLine, truncateToWidth } from '../output/text'
import { callOrFail, parseJsonBody, requireAccount } from '../remote/call'
import { fullSync } from '../sending/full-sync'
import { saveNote } from '../store/notes'
import { storedPreferences } from '../store/person'
import { latestEnd, runningSession } from '../store/queries'
import { sessionLabel } from '../time/labels'
import { sessionJson, startSession } from '../time/sessions'
import { clockText, currentDay } from '../time/today'
import { readSessionLine } from '../time/understood'

const untitled = { title: '', project_id: null, goal_id: null, plan_id: null, chunk_id: null }

/** Reads the timer's title and filing from the line, and its start (epoch ms). */
const wanted = async (context: Context, text: string) => {
  const forText = optionText(context, 'for')
  const given = forText === undefined ? undefined : parseFocusLength(forText)
  if (forText !== undefined && !given)
    throw new Failure('usage', `Enter a length from 1m to 12h, not ${sanitizeLine(forText)}.`)
  if (text === '') return { filed: untitled, at: context.now(), focus: given }
  const { line, filed } = await readSessionLine(context, text)
  if (line.plan?.kind === 'log') {
    throw new Failure(
      'usage',
      'This line has a duration or an end.',
      'Log it with daymark log, or start it with since 9:30.',
    )
  }
  return { filed, at: line.plan?.started_at ?? context.now(), focus: given ?? line.plan?.focus }
}

type Answer = { id: string; stopped: { id: string } | null }

/**
 * Starts a timer with a planned end. Sync carries no planned ends, so the server starts it, after the queued writes.
 */
const startOnServer = async (context: Context, { filed, at, focus }: Awaited<ReturnType<typeof wanted>>) => {
  const account = requireAccount(context)
  await fullSync(context)
  const isEarlier = at < context.now() - 1000
  const json = { ...filed, planned_seconds: focus, ...(isEarlier && { started_at: new Date(at).toISOString() }) }
  const { server, token } = account
  const answer = await callOrFail(context, { server, token, path: '/api/v1/timer/start', method: 'POST', json })
  const session = await parseJsonBody<Answer>(answer, server)
  await fullSync(context)
  const { db } = context.store()
  saveNote(db, 'focus', { id: session.id, ends_at: at + (focus ?? 0) * 1000 })
  const label = sessionLabel(db, filed, session.id)
  const name = truncateToWidth(sanitizeLine(label), context.terminal.width - 24)
  const { paint } = context.terminal
  const text = [`${paint('green', '●')} Started ${paint('bold', name)} for ${duration(focus ?? 0)}`]
  return { json: { session, stopped: session.stopped }, text }
}

const withoutServer = (error: unknown): never => {
  if (!(error instanceof Failure) || error.kind !== 'offline') throw error
  const hint = 'Start it without a planned end: it is then kept on this device and sent later.'
  throw new Failure('offline', `${error.message} Nothing was started: a planned end needs the server.`, hint)
}

/** Starts the timer. As in the browser, an earlier start may not overlap other time. */
export const start: Run = async (context) => {
  const { args, now, store, terminal } = context
  const opened = store()
  const asked = await wanted(context, args.join(' ').trim())
  if (asked.focus !== undefined) return startOnServer(context, asked).catch(withoutServer)
  const { filed, at } = asked
  const preferences = storedPreferences(opened.db)
  const running = runningSession(opened.db)
  const active = running && { started_at: running.data.start_time }
  const isEarlier = at < now() - 1000
  const lastEnd = isEarlier ? latestEnd(opened.db, at, now()) : null
  const errors = isEarlier ? startError(at, { now: now(), active, lastEnd, user: { preferences } }) : undefined
  if (errors) throw new Failure('usage', Object.values(errors).flat().join(' '))
  const { started, stopped } = startSession(opened, { ...filed, time_zone: preferences.time_zone }, at, now())
  const today = currentDay(preferences, now())
  const time = clockText(started.data.start_time, preferences, today)
  const name = ({ id, data }: typeof started) =>
    truncateToWidth(sanitizeLine(sessionLabel(opened.db, data, id)), terminal.width - 24)
  const stoppedText = stopped ? [`Stopped ${name(stopped)} after ${duration(stopped.data.duration_seconds ?? 0)}`] : []
  return {
    json: { session: sessionJson(started), stopped: stopped && sessionJson(stopped) },
    text: [
      ...stoppedText,
      `${terminal.paint('green', '●')} Started ${terminal.paint('bold', name(started))} at ${time}`,
    ],
    hasWritten: true,
  }
}
