import type { Account } from './account'
import { type Sent, send } from './measure'

/** A kind of request to measure. `batch` gives requests ready to be sent; none where the server has no such route. */
export type Case = {
  name: string
  status: number
  batch: () => Promise<Sent[]>
  /** What clients ask, many of them at once: it is measured at more connections too. */
  ofClients?: true
}

const batchSize = 100

/** How many uses of apps a client reports at once; their ids differ from run to run. */
const eventsAtOnce = 50
const started = Date.now()

/** How many goals are edited; each edit is made ready by reading its form. */
const editedGoals = 30

const same = (sent: Sent) => Array.from({ length: batchSize }, () => sent)

const day = 24 * 60 * 60 * 1000

/** What is measured to be subtracted: a file that no code of ours serves, and a route that does nothing. */
export const baselines: Case[] = [
  { name: 'a static file', status: 200, batch: async () => same({ path: '/robots.txt' }) },
  { name: 'a route that does nothing', status: 204, batch: async () => same({ path: '/dev/nothing' }) },
]

/** What is measured of an account, the writes last. */
export const casesOf = (url: string, { headers }: Account): Case[] => {
  const get = (path: string, more: Record<string, string> = {}) => send(url, { path, headers: { ...headers, ...more } })
  const page = (path: string): Case => ({
    name: `\`${path}\``,
    status: 200,
    batch: async () => same({ path, headers }),
  })
  let written = 0

  const live = async () => {
    const [, path = ''] = /hx-get="(\/stats\/live\?[^"]*)"/.exec((await get('/')).body) ?? []
    return same({ path: path.replaceAll('&amp;', '&'), headers })
  }

  const list = '/api/v1/sessions?limit=50'
  const listed = async (unchanged: boolean) => {
    const answer = await get(list)
    if (answer.status === 404) return []
    const etag = String(answer.headers.etag ?? '')
    return same({ path: list, headers: { ...headers, ...(unchanged && { 'If-None-Match': etag }) } })
  }

  /** Edits of goals as they are now, one of each, so that none is stale however they are mixed. */
  const goalEdits = async () => {
    const ids = [...(await get('/goals')).body.matchAll(/<li[^>]* id="goal-([\w-]+)"/g)].map(([, id]) => id)
    return Promise.all(
      ids.slice(0, editedGoals).map(async (id): Promise<Sent> => {
        const form = (await get(`/goals/${id}/edit`)).body
        const [, seq = ''] = /name="seq" value="(\d+)"/.exec(form) ?? []
        written += 1
        return { path: `/goals/${id}`, method: 'POST', headers, form: { title: `Goal, edit ${written}`, seq } }
      }),
    )
  }

  /** New sessions, spread over the days of the last months. */
  const newSessions = async () =>
    Array.from({ length: batchSize }, (): Sent => {
      written += 1
      const date = new Date(Date.now() - (1 + (written % 200)) * day).toISOString().slice(0, 10)
      const form = { title: 'A session', date, started_at: '09:00', duration: '25m' }
      return { path: '/sessions', method: 'POST', headers, form }
    })

  /** Checks of apps with a rule, with none, and of some that are in no list. */
  const checks = async () =>
    Array.from({ length: batchSize }, (_, n): Sent => {
      return { path: `/api/v1/whitelist/check?package_name=app.${n * 111}`, headers }
    })

  const whitelist = '/api/v1/whitelist'
  const unchangedList = async () => {
    const etag = String((await get(whitelist)).headers.etag ?? '')
    return same({ path: whitelist, headers: { ...headers, 'If-None-Match': etag } })
  }

  /** Reports of events that are new, over the days of the last year, as a client sends them that was offline. */
  const reports = async () =>
    Array.from({ length: batchSize }, (): Sent => {
      written += 1
      const ended = Date.now() - (written % 365) * day
      const events = Array.from({ length: eventsAtOnce }, (_, n) => ({
        id: `${started}-${written}-${n}`,
        package_name: `app.${n % 20}`,
        started_at: new Date(ended - (n + 1) * 60_000).toISOString(),
        ended_at: new Date(ended - n * 60_000).toISOString(),
      }))
      return { path: '/api/v1/usage', method: 'POST', headers, json: { events } }
    })

  return [
    page('/'),
    page('/stats'),
    page('/stats?range=365'),
    page('/sessions'),
    { name: '`/stats/live`, unchanged', status: 204, batch: live },
    { name: `\`${list}\``, status: 200, batch: () => listed(false) },
    { name: 'the same, unchanged', status: 304, batch: () => listed(true) },
    { name: 'checking an app', status: 200, batch: checks, ofClients: true },
    { name: `\`${whitelist}\`, unchanged`, status: 304, batch: unchangedList, ofClients: true },
    { name: 'editing a goal', status: 303, batch: goalEdits },
    { name: 'adding a session', status: 303, batch: newSessions },
    { name: `reporting ${eventsAtOnce} uses of apps`, status: 200, batch: reports, ofClients: true },
  ]
}
