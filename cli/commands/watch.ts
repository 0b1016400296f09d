import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { useStamp } from '../../functions/apps/usage/ids'
import { duration, plural } from '../../functions/lib/time/duration'
import { dayMs, hourMs } from '../../functions/lib/time/units'
import { type AppWindow, joinWindows } from '../activitywatch/cut'
import { tellUsedLimit } from '../activitywatch/limits'
import { findBuckets, latestApp, latestEvent, readSpan, type WatcherBuckets } from '../activitywatch/source'
import { type ApiResponse, type Context, optionText, type Run } from '../context'
import { Failure } from '../failure'
import { callOrFail, parseJsonBody, requireAccount } from '../remote/call'
import { readStoredNote, saveNote } from '../store/notes'

const usualUrl = 'http://localhost:5600'

/** Days that the first run reads. */
const firstDays = 7
/** Maximum number of events in one request to Daymark. */
const eventsAtOnce = 500
/** Time read beyond a page, in ms, so that the end of the page's last window is known. */
const behindMs = 10_000

const pollMs = 60_000
const longestPauseMs = 15 * 60_000

type Sent = { sent: number; seconds: number; refused: number }

/** An id that begins with the use's time, reveals nothing of this computer, and is the same when sent again. */
const useId = (bucket: string, { event, start }: AppWindow) => {
  const digest = createHash('sha256').update(bucket).digest('hex').slice(0, 16)
  return `${useStamp(start)}-${digest}-${event}`.slice(0, 100)
}

/**
 * Place from which to read. On the first run, or if the saved place is in the future after a wrong clock, it is a full
 * hour a week ago: uses are cut at full hours, so their ids stay the same.
 */
const placeOf = ({ store, now }: Context, bucket: string) => {
  const place = readStoredNote(store().db, 'activitywatch')?.[bucket] ?? Number.POSITIVE_INFINITY
  return place <= now() + hourMs ? place : Math.floor((now() - firstDays * dayMs) / hourMs) * hourMs
}

const savePlace = ({ store }: Context, bucket: string, place: number) => {
  const { db } = store()
  saveNote(db, 'activitywatch', { ...readStoredNote(db, 'activitywatch'), [bucket]: place })
}

/** Sends uses in pages, and after each page saves the place where the next one begins. */
const send = async (context: Context, bucket: string, uses: AppWindow[]): Promise<Sent> => {
  const { server, token } = requireAccount(context)
  const done: Sent = { sent: 0, seconds: 0, refused: 0 }
  for (let from = 0; from < uses.length; from += eventsAtOnce) {
    const some = uses.slice(from, from + eventsAtOnce)
    const events = some.map((use) => ({
      id: useId(bucket, use),
      package_name: use.app,
      started_at: new Date(use.start).toISOString(),
      ended_at: new Date(use.end).toISOString(),
    }))
    const answer = await callOrFail(context, { server, token, path: '/api/v1/usage', method: 'POST', json: { events } })
    const { accepted, rejected } = await parseJsonBody<{ accepted: number; rejected: unknown[] }>(answer, server)
    done.sent += accepted
    done.refused += rejected.length
    done.seconds += some.reduce((sum, { start, end }) => sum + Math.floor((end - start) / 1000), 0)
    savePlace(context, bucket, some.at(-1)?.end ?? 0)
  }
  return done
}

/** End of a source's final events (epoch ms): the start of its newest window, or the end of known presence if earlier. */
const knownUntil = async (context: Context, url: string, { windows, presence }: WatcherBuckets) => {
  const [newest, last] = await Promise.all([
    latestEvent(context, url, windows),
    presence === null ? null : latestEvent(context, url, presence),
  ])
  const now = context.now()
  // A presence watcher that has been silent for a day is ignored.
  const present = presence === null || now - (last?.end ?? 0) > dayMs ? now : (last?.end ?? 0)
  return Math.min(newest?.start ?? 0, present, now)
}

/** Sends new events of a source, one day at a time. */
const sendSource = async (context: Context, url: string, source: WatcherBuckets): Promise<Sent> => {
  const all: Sent = { sent: 0, seconds: 0, refused: 0 }
  const until = await knownUntil(context, url, source)
  for (let place = placeOf(context, source.windows); place < until; ) {
    const page = Math.min(until, Math.floor((place + dayMs) / hourMs) * hourMs)
    const read = await readSpan(context, url, source, { start: place, end: page + behindMs })
    const { uses, place: next } = joinWindows(read.windows, read.present, page)
    const { sent, seconds, refused } = await send(context, source.windows, uses)
    all.sent += sent
    all.seconds += seconds
    all.refused += refused
    savePlace(context, source.windows, next)
    if (page === until || next <= place) break
    place = next
  }
  return all
}

const sendAll = async (context: Context): Promise<ApiResponse> => {
  const url = (optionText(context, 'url') ?? usualUrl).replace(/\/+$/, '')
  const limits: string[] = []
  const { paint } = context.terminal
  const all: Sent = { sent: 0, seconds: 0, refused: 0 }
  for (const source of await findBuckets(context, url, optionText(context, 'host'))) {
    const { sent, seconds, refused } = await sendSource(context, url, source)
    all.sent += sent
    all.seconds += seconds
    all.refused += refused
    const front = await latestApp(context, url, source)
    const used = front && (await tellUsedLimit(context, front))
    if (used) limits.push(used)
  }
  const said = all.sent > 0 ? `${plural(all.sent, 'use')} of apps sent, ${duration(all.seconds)}.` : 'Nothing new.'
  const refused = all.refused > 0 ? [paint('yellow', `${plural(all.refused, 'use')} refused.`)] : []
  return { json: { ...all, limits }, text: [said, ...refused, ...limits] }
}

const atTime = (now: number) => new Date(now).toTimeString().slice(0, 5)

/** Sends new events each minute until Ctrl-C. Reports an unreachable server once, and retries at growing intervals. */
const goOn = async (context: Context): Promise<ApiResponse> => {
  const { isJson, signal, now, terminal } = context
  const tell = (json: object, text: string) =>
    terminal.write(isJson ? `${JSON.stringify(json)}\n` : `${atTime(now())} ${text}\n`)
  let failures = 0
  let told = ''
  while (!signal.aborted) {
    try {
      const { json, text } = await sendAll(context)
      if (told !== '' || json.sent !== 0 || json.refused !== 0 || text.length > 1) tell(json, text.join(' '))
      failures = 0
      told = ''
    } catch (error) {
      if (signal.aborted) break
      if (!(error instanceof Failure) || (error.kind !== 'offline' && error.kind !== 'error')) throw error
      const { kind: code, message, hint = '' } = error
      if (message !== told) tell({ error: { code, message } }, `${message} ${hint}`.trim())
      told = message
      failures += 1
    }
    const wait = Math.min(longestPauseMs, pollMs * 2 ** failures)
    await pause(wait, undefined, { signal }).catch(() => undefined)
  }
  return { json: { stopped: true }, text: [] }
}

/** Sends which apps were in front, as ActivityWatch on this computer recorded it, and tells of limits that are used up. */
export const watch: Run = async (context) => {
  if (context.options.activitywatch !== true) {
    throw new Failure('usage', '--activitywatch is missing.', 'Use daymark watch --activitywatch.')
  }
  requireAccount(context)
  return context.options.once === true ? sendAll(context) : goOn(context)
}
