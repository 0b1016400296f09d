import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { device } from '../../cli/testing'
import { generatedHome } from '../../cli/tracker/testing'
import { root } from '../settings'
import { commandLineToken } from './command-line-token'

export type PushRequest = { deltas: number; statements: number; read: number; written: number; ms: number }
export type Push = { label: string; requests: PushRequest[]; seconds: number }

const sizes = [
  { plans: 50, sessions: 5_000, cards: 2_500 },
  { plans: 200, sessions: 20_000, cards: 10_000 },
]

const deltasIn = (body: unknown) => {
  const request: Partial<Record<'plans' | 'sessions' | 'cards', unknown[]>> = JSON.parse(String(body))
  return (['plans', 'sessions', 'cards'] as const).reduce((sum, list) => sum + (request[list]?.length ?? 0), 0)
}

const costOf = (response: Response) => {
  const timing = response.headers.get('Server-Timing') ?? ''
  const cost = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(timing)?.[1] ?? 0)
  return { statements: cost('statements'), read: cost('read'), written: cost('written') }
}

/** A fetch that notes what each request of a sync cost the server. */
const metered =
  (requests: PushRequest[]): typeof fetch =>
  async (url, init) => {
    const started = performance.now()
    const response = await fetch(url, init)
    if (String(url).includes('/api/v1/sync')) {
      requests.push({ deltas: deltasIn(init?.body), ...costOf(response), ms: performance.now() - started })
    }
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

/** Starts a push in a process of its own and ends it after a while; tells whether it was still at work. */
const interrupted = async (home: string, tracker: string, signal: NodeJS.Signals, afterMs: number) => {
  const env = { ...process.env, DAYMARK_HOME: home }
  const args = [resolve(root, 'dist-cli/daymark.js'), 'sync', 'push', '--all', tracker]
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  await wait(afterMs)
  const isAtWork = child.kill(signal)
  await ended
  return isAtWork
}

/** Pushes trackers of two sizes, then the larger one again, then one that is interrupted again and again. */
export const measurePushes = async (url: string): Promise<{ pushes: Push[]; interruptions: number }> => {
  const pushes: Push[] = []
  const folders: string[] = []
  for (const size of sizes) {
    const tracker = generatedHome(size)
    const own = await signedIn(url, `push-${rowsOf(size)}-${Date.now()}@example.com`)
    folders.push(tracker, own.home)
    pushes.push(await pushed(own, tracker, `${rowsOf(size).toLocaleString('en')} rows`))
    pushes.push(await pushed(own, tracker, `${rowsOf(size).toLocaleString('en')} rows, again`))
  }
  const [, large] = sizes
  const tracker = generatedHome(large ?? sizes[0] ?? { plans: 1, sessions: 1, cards: 1 })
  const own = await signedIn(url, `interrupted-${Date.now()}@example.com`)
  folders.push(tracker, own.home)
  let interruptions = 0
  for (const [index, afterMs] of [800, 1_500, 2_500, 4_000, 6_000, 8_000].entries()) {
    const signal = index % 2 === 0 ? 'SIGINT' : 'SIGKILL'
    if (await interrupted(own.home, tracker, signal, afterMs)) interruptions += 1
  }
  pushes.push(await pushed(own, tracker, 'the rest, after interruptions'))
  pushes.push(await pushed(own, tracker, 'the same, again'))
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  return { pushes, interruptions }
}
