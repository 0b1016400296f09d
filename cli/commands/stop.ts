import { cleanText } from '../../functions/lib/text/text'
import { dayOf } from '../../functions/lib/time/days'
import { duration } from '../../functions/lib/time/duration'
import { resolveTyped } from '../../functions/time/sessions/times/resolve'
import { type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import { sanitizeLine, truncateToWidth } from '../output/text'
import { storedPreferences } from '../store/person'
import { runningSession } from '../store/queries'
import { sessionLabel } from '../time/labels'
import { endSession, sessionJson } from '../time/sessions'

const noteLimit = 10_000
const forgottenMs = 24 * 3_600_000

const noteOf = (context: Context) => {
  const typed = optionText(context, 'note')
  if (typed === undefined) return ''
  const note = cleanText(typed)
  if ([...note].length > noteLimit) throw new Failure('usage', 'A note has at most 10,000 characters.')
  return note
}

/** End time given by --at, in epoch ms. */
const typedEnd = (context: Context, start: number, at: string) => {
  const zone = storedPreferences(context.store().db)
  const started_at = new Date(start).toISOString()
  const date = /^\d{1,2}\D/.test(at) || /^\d{1,4}$/.test(at) ? dayOf(start, zone) : undefined
  const times = resolveTyped({ date, started_at, ended_at: at }, { now: context.now(), zone })
  if ('errors' in times) throw new Failure('usage', Object.values(times.errors).flat().join(' '))
  if (times.ended_at > context.now()) throw new Failure('usage', `${sanitizeLine(at)} is in the future.`)
  return times.ended_at
}

const endOf = (context: Context, start: number) => {
  const at = optionText(context, 'at')
  if (at !== undefined) return typedEnd(context, start, at)
  if (context.now() - start <= forgottenMs) return context.now()
  const ran = duration((context.now() - start) / 1000)
  throw new Failure('usage', `The timer has been running for ${ran}.`, 'Enter its end, as in daymark stop --at 17:30.')
}

/** Stops the running timer. */
export const stop: Run = async (context) => {
  const { now, store, terminal } = context
  const opened = store()
  const note = noteOf(context)
  const running = runningSession(opened.db)
  if (!running) throw new Failure('error', 'No timer is running.', 'Start one with daymark start.')
  const at = endOf(context, running.data.start_time)
  const ended = opened.db.transaction(() => {
    const still = runningSession(opened.db)
    return still?.id === running.id ? endSession(opened, still, at, now(), note) : null
  })
  if (!ended) throw new Failure('error', 'Another daymark has just stopped the timer.')
  const label = truncateToWidth(sanitizeLine(sessionLabel(opened.db, ended.data, ended.id)), terminal.width - 24)
  const length = duration(ended.data.duration_seconds ?? 0)
  return {
    json: { session: sessionJson(ended) },
    text: [`${terminal.paint('bold', label)} stopped after ${terminal.paint('cyan', length)}`],
    hasWritten: true,
  }
}
