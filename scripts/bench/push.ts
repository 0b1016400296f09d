import { rm } from 'node:fs/promises'
import { device } from '../../cli/testing'
import { generatedHome } from '../../cli/tracker/testing'
import { commandLineToken } from './command-line-token'
import { costOf } from './measure'
import type { Cost } from './results'

export type PushRequest = Cost & { deltas: number }
export type Push = { label: string; requests: PushRequest[]; seconds: number }

const sizes = [
  { plans: 50, sessions: 5_000, cards: 2_500 },
  { plans: 200, sessions: 20_000, cards: 10_000 },
]

const deltasIn = (body: unknown) => {
  const request: Partial<Record<'plans' | 'sessions' | 'cards', unknown[]>> = JSON.parse(String(body))
  return (['plans', 'sessions', 'cards'] as const).reduce((sum, list) => sum + (request[list]?.length ?? 0), 0)
}

/** A fetch that notes what each request of a sync cost the server. */
const metered =
  (requests: PushRequest[]): typeof fetch =>
  async (url, init) => {
    const response = await fetch(url, init)
    const cost = costOf(response.headers.get('Server-Timing'))
    if (cost && String(url).includes('/api/v1/sync')) requests.push({ deltas: deltasIn(init?.body), ...cost })
    return response
  }

const rowsOf = ({ plans, sessions, cards }: (typeof sizes)[number]) => plans + sessions + cards

const pushed = async (own: ReturnType<typeof device>, tracker: string, label: string): Promise<Push> => {
  const requests: PushRequest[] = []
  const started = performance.now()
  const { code, err } = await own.daymark(['sync', 'push', '--all', tracker], {
    fetch: metered(requests),
    now: Date.now(),
  })
  if (code !== 0) throw new Error(`the push of ${label} failed: ${err}`)
  return { label, requests, seconds: (performance.now() - started) / 1000 }
}

const signedIn = async (url: string, email: string) => {
  const own = device()
  const token = await commandLineToken(url, email)
  const { code, err } = await own.daymark(['login', '--server', url, '--token', token], { fetch, now: Date.now() })
  if (code !== 0) throw new Error(err)
  return own
}

/** Pushes trackers of two sizes, each twice. */
export const measurePushes = async (url: string): Promise<Push[]> => {
  const pushes: Push[] = []
  const folders: string[] = []
  for (const size of sizes) {
    const tracker = generatedHome(size)
    const own = await signedIn(url, `push-${rowsOf(size)}-${Date.now()}@example.com`)
    folders.push(tracker, own.home)
    pushes.push(await pushed(own, tracker, `${rowsOf(size).toLocaleString('en')} rows`))
    pushes.push(await pushed(own, tracker, `${rowsOf(size).toLocaleString('en')} rows, again`))
  }
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  return pushes
}
