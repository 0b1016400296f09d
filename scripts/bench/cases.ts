import type { Account } from './account'
import { type BenchRequest, send } from './measure'

/** A kind of request to measure. `batch` prepares requests; it returns none if the server has no such route. */
export type Case = {
  name: string
  status: number
  batch: () => Promise<BenchRequest[]>
  /** requests of monitoring clients are measured with more connections too */
  isClientRequest?: true
}

const batchSize = 100

/** usage events in one report */
const eventsAtOnce = 50

/** makes event ids differ between runs */
const runId = Date.now()

/** Preparing an edit reads its form, so there are fewer of these. */
const editedGoals = 30

const repeat = (sent: BenchRequest) => Array.from({ length: batchSize }, () => sent)

const day = 24 * 60 * 60 * 1000

/** Requests whose cost is not ours: a static file, and a route that does nothing. */
export const baselines: Case[] = [
  { name: 'a static file', status: 200, batch: async () => repeat({ path: '/robots.txt' }) },
  { name: 'a route that does nothing', status: 204, batch: async () => repeat({ path: '/dev/nothing' }) },
]

/** The measured requests of an account. Writes come last, because they change what pages read. */
export const casesOf = (url: string, { headers }: Account): Case[] => {
  const get = (path: string, more: Record<string, string> = {}) => send(url, { path, headers: { ...headers, ...more } })
  const page = (path: string): Case => ({
    name: `\`${path}\``,
    status: 200,
    batch: async () => repeat({ path, headers }),
  })
  let written = 0

  const live = async () => {
    const [, path = ''] = /hx-get="(\/stats\/live\?[^"]*)"/.exec((await get('/')).body) ?? []
    return repeat({ path: path.replaceAll('&amp;', '&'), headers })
  }

  const list = '/api/v1/sessions?limit=50'
  const listed = async (unchanged: boolean) => {
    const answer = await get(list)
    if (answer.status === 404) return []
    const etag = String(answer.headers.etag ?? '')
    return repeat({ path: list, headers: { ...headers, ...(unchanged && { 'If-None-Match': etag }) } })
  }

  /** One edit for each goal at its present version, so that none is stale in any order. */
  const goalEdits = async () => {
    const ids = [...(await get('/goals')).body.matchAll(/<li[^>]* id="goal-([\w-]+)"/g)].map(([, id]) => id)
    return Promise.all(
      ids.slice(0, editedGoals).map(async (id): Promise<BenchRequest> => {
        const form = (await get(`/goals/${id}/edit`)).body
        const [, seq = ''] = /name="seq" value="(\d+)"/.exec(form) ?? []
        written += 1
        return { path: `/goals/${id}`, method: 'POST', headers, form: { title: `Goal, edit ${written}`, seq } }
      }),
    )
  }

  /** New sessions, spread over the last 200 days. */
  const newSessions = async () =>
    Array.from({ length: batchSize }, (): BenchRequest => {
      written += 1
      const date = new Date(Date.now() - (1 + (written % 200)) * day).toISOString().slice(0, 10)
      const form = { title: 'A session', date, started_at: '09:00', duration: '25m' }
      return { path: '/sessions', method: 'POST', headers, form }
    })

  /** Checks of apps with a rule, without one, and of unlisted apps. */
  const checks = async () =>
    Array.from({ length: batchSize }, (_, n): BenchRequest => {
      return { path: `/api/v1/whitelist/check?package_name=app.${n * 111}`, headers }
    })

  const whitelist = '/api/v1/whitelist'
  const unchangedList = async () => {
    const etag = String((await get(whitelist)).headers.etag ?? '')
    return repeat({ path: whitelist, headers: { ...headers, 'If-None-Match': etag } })
  }

  /** Reports of new events over the last year, as of a client after a long time offline. */
  const reports = async () =>
    Array.from({ length: batchSize }, (): BenchRequest => {
      written += 1
      const ended = Date.now() - (written % 365) * day
      const events = Array.from({ length: eventsAtOnce }, (_, n) => ({
        id: `${runId}-${written}-${n}`,
        package_name: `app.${n % 20}`,
        started_at: new Date(ended - (n + 1) * 60_000).toISOString(),
        ended_at: new Date(ended - n * 60_000).toISOString(),
      }))
      return { path: '/api/v1/usage', method: 'POST', headers, json: { events } }
    })

  return [
    page('/'),
    page('/goals'),
    page('/plan'),
    page('/stats'),
    page('/stats?range=365'),
    page('/sessions'),
    page('/week'),
    page('/report?range=last-year&group=project,week'),
    { name: '`/stats/live`, unchanged', status: 204, batch: live },
    { name: `\`${list}\``, status: 200, batch: () => listed(false) },
    { name: 'the same, unchanged', status: 304, batch: () => listed(true) },
    { name: 'checking an app', status: 200, batch: checks, isClientRequest: true },
    { name: `\`${whitelist}\`, unchanged`, status: 304, batch: unchangedList, isClientRequest: true },
    { name: 'editing a goal', status: 303, batch: goalEdits },
    { name: 'adding a session', status: 303, batch: newSessions },
    { name: `reporting ${eventsAtOnce} uses of apps`, status: 200, batch: reports, isClientRequest: true },
  ]
}
