import { hostname } from 'node:os'
import { textOf } from '../../functions/lib/text/text'
import type { Context } from '../context'
import { Failure } from '../failure'
import { callOrFail, parseJsonBody } from '../remote/call'
import { type AppWindow, type EventSpan, whilePresent } from './cut'

type Bucket = { id: string; type: string; hostname: string }

type Event = { id: number | string; timestamp: string; duration: number; data?: Record<string, unknown> }

/** Ids of a bucket of windows and of the bucket that records presence. Phones have no presence bucket. */
export type WatcherBuckets = { windows: string; presence: string | null }

const hint = 'Is ActivityWatch running on this computer?'

const ask = async <Body>(context: Context, server: string, path: string): Promise<Body> => {
  try {
    return await parseJsonBody<Body>(await callOrFail(context, { server, path }), server)
  } catch (error) {
    if (error instanceof Failure && !context.signal.aborted) throw new Failure('offline', error.message, hint)
    throw error
  }
}

const eventsPath = (bucket: string, query: Record<string, string>) =>
  `/api/0/buckets/${encodeURIComponent(bucket)}/events?${new URLSearchParams(query)}`

const spanOf = ({ timestamp, duration }: Event): EventSpan => {
  const start = Date.parse(timestamp)
  return { start, end: start + Math.max(0, Math.round(duration * 1000)) }
}

const isSpan = ({ start, end }: EventSpan) => Number.isFinite(start) && Number.isFinite(end)

/** Reads the events that overlap a span. Never reads a whole bucket: ActivityWatch would run out of memory. */
const eventsIn = (context: Context, server: string, bucket: string, { start, end }: EventSpan) => {
  const [from, to] = [start, end].map((at) => new Date(at).toISOString())
  return ask<Event[]>(context, server, eventsPath(bucket, { start: from ?? '', end: to ?? '', limit: '-1' }))
}

/** Reads the latest event of a bucket, which may still grow; null if the bucket is empty. */
export const latestEvent = async (context: Context, server: string, bucket: string) => {
  const [event] = await ask<Event[]>(context, server, eventsPath(bucket, { limit: '1' }))
  const span = event && spanOf(event)
  return span && isSpan(span) ? span : null
}

/** App name as Daymark accepts it: no white space, at most 255 characters. Window titles are never sent. */
const appOf = ({ data = {} }: Event) => {
  const name = (textOf(data.package) || textOf(data.app)).toWellFormed().trim()
  return [...name.replace(/[\s\p{Z}\p{Cc}]+/gu, '-')].slice(0, 255).join('') || 'unknown'
}

/** Reads windows and presence of a span. Clips events at its start, because some storages of ActivityWatch do not. */
export const readSpan = async (context: Context, server: string, source: WatcherBuckets, span: EventSpan) => {
  const [windows, presence] = await Promise.all([
    eventsIn(context, server, source.windows, span),
    source.presence === null ? null : eventsIn(context, server, source.presence, span),
  ])
  return {
    windows: windows
      .map((event): AppWindow => ({ ...spanOf(event), event: String(event.id), app: appOf(event) }))
      .filter(isSpan)
      .map((window) => ({ ...window, start: Math.max(window.start, span.start) })),
    present:
      presence
        ?.filter(({ data }) => data?.status === 'not-afk')
        .map(spanOf)
        .filter(isSpan) ?? null,
  }
}

/** Longest time in ms since the last event of an app that is still in front. */
const frontMs = 120_000

/** The app that is in front, and its use while somebody was there; null if nothing is, or nobody is there. */
export const latestApp = async (context: Context, server: string, source: WatcherBuckets) => {
  const { windows, presence } = source
  const latest = (bucket: string) => ask<Event[]>(context, server, eventsPath(bucket, { limit: '1' }))
  const [[event], [seen]] = await Promise.all([latest(windows), presence === null ? [] : latest(presence)])
  const span = event && spanOf(event)
  const now = context.now()
  if (!event || !span || !isSpan(span) || now - span.end > frontMs || seen?.data?.status === 'afk') return null
  const window = { start: span.start, end: now, event: String(event.id), app: appOf(event) }
  const { present } = await readSpan(context, server, source, window)
  return { app: window.app, use: whilePresent([window], present) }
}

const sameHost = (one: string, other: string) =>
  one.toLowerCase() === other.toLowerCase() || one.split('.')[0]?.toLowerCase() === other.split('.')[0]?.toLowerCase()

const unnamed = 'unknown'

/** Finds the buckets of this computer, or of the given host. @throws Failure if there are no windows of that host */
export const findBuckets = async (
  context: Context,
  server: string,
  host: string | undefined,
): Promise<WatcherBuckets[]> => {
  const buckets = Object.values(await ask<Record<string, Bucket>>(context, server, '/api/0/buckets/'))
  const ofType = (type: string) => buckets.filter((bucket) => bucket.type === type)
  const all = ofType('currentwindow')
  const hosts = [...new Set(all.map((bucket) => bucket.hostname))]
  const wanted = host ?? (hosts.length === 1 ? (hosts[0] ?? '') : hostname())
  const own = all.filter((bucket) => sameHost(bucket.hostname, wanted))
  if (own.length === 0) {
    const known =
      hosts.length > 0 ? `It knows ${hosts.join(', ')}: choose one with --host.` : 'Start its window watcher.'
    throw new Failure('error', `ActivityWatch has no windows of ${wanted}.`, known)
  }
  // Phones have no host name: each bucket is a phone of its own, without presence.
  if (wanted === unnamed) return own.map(({ id }) => ({ windows: id, presence: null }))
  // Two watchers of one computer record the same windows, so only the latest bucket is read.
  const latestOf = async (some: Bucket[]) => {
    const newest = await Promise.all(some.map(({ id }) => latestEvent(context, server, id)))
    return some.toSorted((a, b) => (newest[some.indexOf(b)]?.start ?? 0) - (newest[some.indexOf(a)]?.start ?? 0))[0]?.id
  }
  const present = ofType('afkstatus').filter((bucket) => sameHost(bucket.hostname, wanted))
  const [windows, presence = null] = await Promise.all([latestOf(own), latestOf(present)])
  return windows ? [{ windows, presence }] : []
}
