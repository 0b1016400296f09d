import { testServer } from '../testing-server'

/** An event as ActivityWatch has it once it has grown. Instants are epoch ms. */
export type Seen = { id: number; start: number; end: number; data: Record<string, unknown> }

export type SeenBucket = { type: string; hostname: string; events: Seen[] }

const eventJson = ({ id, start, end, data }: Seen) => ({
  id,
  // As its servers write it, to the microsecond.
  timestamp: new Date(start).toISOString().replace('Z', '000+00:00'),
  duration: (end - start) / 1000,
  data,
})

/** A small ActivityWatch: at a time it has the events until then, of which the newest still grows. */
const fakeActivityWatch = (buckets: Record<string, SeenBucket>) => {
  const asked: string[] = []
  const at = { now: 0, cuts: true }
  const answer = (url: URL) => {
    const [, , , , id, events] = url.pathname.split('/')
    const bucket = buckets[decodeURIComponent(id ?? '')]
    if (!bucket) {
      return Object.fromEntries(
        Object.entries(buckets).map(([id, { type, hostname }]) => [
          id,
          { id, type, hostname, client: 'test', created: '2026-01-01T00:00:00.000000+00:00', data: {} },
        ]),
      )
    }
    if (events !== 'events') return null
    const [start, end] = ['start', 'end'].map((name) => Date.parse(url.searchParams.get(name) ?? ''))
    const limit = Number(url.searchParams.get('limit') ?? -1)
    return (
      bucket.events
        .filter((event) => event.start <= at.now)
        .map((event) => ({ ...event, end: Math.min(event.end, at.now) }))
        .filter((event) => !start || !end || (event.end >= start && event.start <= end))
        // Its usual storage cuts events at both ends, the others do not.
        .map((event) => ({
          ...event,
          ...(at.cuts && { start: Math.max(event.start, start || 0), end: Math.min(event.end, end || event.end) }),
        }))
        .toSorted((a, b) => b.start - a.start || b.end - a.end)
        .slice(0, limit < 0 ? undefined : limit)
        .map(eventJson)
    )
  }
  return { asked, at, answer }
}

type SentUse = { id: string; package_name: string; started_at: string; ended_at: string }

/** A device's network: an ActivityWatch, and a Daymark that ignores a repeated id. `loses` loses its next answers. */
export const network = (buckets: Record<string, SeenBucket>) => {
  const activityWatch = fakeActivityWatch(buckets)
  const uses = new Map<string, SentUse>()
  const posts: SentUse[][] = []
  const state = { loses: 0, isAway: false, check: (_app: string): object | null => ({ is_whitelisted: true }) }
  const server = testServer({
    'POST /api/v1/usage': ({ body }) => {
      const { events } = JSON.parse(body) as { events: SentUse[] }
      posts.push(events)
      const fresh = events.filter(({ id }) => !uses.has(id))
      for (const event of fresh) uses.set(event.id, event)
      if (state.loses > 0) {
        state.loses -= 1
        throw new TypeError('fetch failed', { cause: new Error('socket hang up') })
      }
      return Response.json({ accepted: fresh.length, duplicates: events.length - fresh.length, rejected: [] })
    },
    'GET /api/v1/whitelist/check': ({ url }) => {
      const check = state.check(url.searchParams.get('package_name') ?? '')
      return check ? Response.json(check) : Response.json({ code: 'forbidden', detail: 'No' }, { status: 403 })
    },
  })
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input))
    if (url.host !== 'localhost:5600') return server.fetch(input, init)
    if (state.isAway) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    activityWatch.asked.push(url.pathname + url.search)
    return Response.json(activityWatch.answer(url))
  }
  return { ...activityWatch, fetch, uses, posts, state }
}
