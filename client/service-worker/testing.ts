/** A browser in memory that runs the service worker. A test controls its network and its clock. */
import { vi } from 'vitest'
import type { QueuedWrite } from '../offline/queue'

const origin = 'https://daymark.example'

/** A response of Daymark to a person. */
export const daymark = (body: BodyInit = '', status = 200, headers = {}) =>
  new Response(body, { status, headers: { 'X-App': 'Daymark', 'X-Person': 'ada', 'X-Style': '/app.css', ...headers } })

/** Sets what a constructor cannot: `mode` of a request, `type` and `redirected` of a response. */
export const withProperties = <Target extends object>(target: Target, properties: Partial<Target>) =>
  Object.defineProperties(
    target,
    Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, { value }])),
  )

const pathOf = (request: RequestInfo) => (typeof request === 'string' ? request : request.url.replace(origin, ''))

/** Keeps responses by their paths. */
const memoryCaches = () => {
  const all = new Map<string, Map<string, Response>>()
  const open = async (name: string) => {
    const cache = all.get(name) ?? new Map<string, Response>()
    all.set(name, cache)
    return {
      match: async (path: string) => cache.get(path)?.clone(),
      put: async (request: RequestInfo, response: Response) =>
        cache.set(pathOf(request), new Response(await response.text(), response)),
      delete: async (path: string) => cache.delete(path),
      keys: async () => [...cache.keys()].map((path) => new Request(path)),
    }
  }
  return {
    ...{ open, has: async (name: string) => all.has(name), delete: async (name: string) => all.delete(name) },
    keys: async () => [...all.keys()],
    match: async (request: RequestInfo, { cacheName = 'files-' } = {}) =>
      request === '/app.css' ? new Response() : all.get(cacheName)?.get(pathOf(request))?.clone(),
  }
}

/** In place of IndexedDB, which Node does not have. */
const lines = new Map<number, QueuedWrite>()
vi.mock('../offline/queue', async (original) => ({
  ...(await original<object>()),
  linesOf: async (person?: string) => [...lines.values()].filter((line) => line.person === (person ?? line.person)),
  addLine: async (line: Omit<QueuedWrite, 'id'>) => {
    const id = Math.max(0, ...lines.keys()) + 1
    return lines.set(id, { ...line, id }) && id
  },
  replaceLine: async ({ id, key }: QueuedWrite, next?: QueuedWrite | ((now: QueuedWrite) => QueuedWrite)) => {
    const now = lines.get(id)
    if (now?.key !== key) return false
    return Boolean(next ? lines.set(id, typeof next === 'function' ? next(now) : next) : lines.delete(id))
  },
}))

/** Starts the worker with nothing stored, at noon. Its network fails until `server` is set. */
export const startBrowser = async () => {
  const listeners = new Map<string, (event: object) => void>()
  const tasks = new Set<unknown>()
  const waitUntil = (task: Promise<unknown>) => {
    tasks.add(task)
    task.catch(() => {}).then(() => tasks.delete(task))
  }
  /** Runs one timer after another, each once nothing else is left to do. */
  const runTimersUntil = async (isOver: () => boolean): Promise<void> => {
    await vi.advanceTimersByTimeAsync(0)
    if (isOver()) return
    await vi.advanceTimersToNextTimerAsync()
    await runTimersUntil(isOver)
  }
  const requests: string[] = []
  const messages: object[] = []
  const postMessage = (message: object) => messages.push(message)
  const page = { id: 'page', url: `${origin}/goals`, postMessage, navigate: async () => null }
  const fetchFrom = async (address: Request | string, init?: RequestInit) => {
    const request = new Request(address, init)
    requests.push(request.url.replace(origin, `${request.method} `))
    const aborted = new Promise<never>((_, reject) => request.signal.addEventListener('abort', reject))
    const response = await Promise.race([browser.server(request), aborted])
    if (!response) throw new TypeError('Failed to fetch')
    return response
  }
  const send = async (path: string, init: RequestInit, properties: Partial<Request> = {}) => {
    const request = withProperties(new Request(path, init), properties)
    let response = fetchFrom
    const respondWith = (given: Promise<Response>) => {
      response = () => given
    }
    listeners.get('fetch')?.({ request, clientId: page.id, resultingClientId: page.id, waitUntil, respondWith })
    const answer = response(request)
    waitUntil(answer)
    await runTimersUntil(() => !tasks.has(answer))
    return answer
  }
  const browser = {
    server: (_request: Request): Response | undefined | Promise<Response> => undefined,
    /** Methods and paths of requests, and messages to the page. */
    ...{ requests, messages },
    /** Resolves when the worker has nothing left to do. */
    settle: () => runTimersUntil(() => tasks.size === 0),
    /** Opens a page. */
    visit: async (path: string) => (await send(path, {}, { mode: 'navigate' })).text(),
    /** Asks for a part of the page. */
    ask: (path: string) => send(path, { headers: { 'HX-Request': '' } }),
    /** Sends a form as htmx does, with a key as client/offline/start.ts gives it. */
    post: (path: string, fields: Record<string, string> = {}, headers = { 'HX-Request': '', 'X-Person': 'ada' }) => {
      const body = new URLSearchParams({ line_key: crypto.randomUUID(), ...fields })
      return send(path, { method: 'POST', body, headers })
    },
    postMessage: (data: object) => {
      listeners.get('message')?.({ data, source: page, waitUntil })
      return browser.settle()
    },
    /** Starts the worker again, as a browser does at any time. */
    restart: async () => {
      vi.resetModules()
      await import('../service-worker')
    },
  }
  lines.clear()
  vi.unstubAllGlobals()
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout'], now: Date.parse('2026-03-10T12:00Z') })
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), milliseconds)
    return controller.signal
  })
  class PageRequest extends Request {
    constructor(address: Request | string, init?: RequestInit) {
      super(typeof address === 'string' ? new URL(address, origin) : address, init)
    }
  }
  const globals = {
    self: {
      addEventListener: (type: string, listen: (event: object) => void) => listeners.set(type, listen),
      clients: { get: async () => page, matchAll: async () => [page] },
      ...{ location: { origin }, registration: {} },
    },
    ...{ Request: PageRequest, fetch: fetchFrom, caches: memoryCaches() },
    ...{ shellName: '', shellFiles: [], laterFiles: [], appStyle: '', onlinePaths: [] },
    formPages: ['/plan/close', '/review', '/capture', '/energy/new'],
    keptPages: ['/', '/tasks', '/goals', '/stats', '/plan/close', '/review', '/capture', '/energy/new'],
    visitedPages: ['/day/.*', '/goals/(?!new$)[^/?]+', '/plans/(?!new$)[^/?]+'],
    offlinePaths: Object.fromEntries(
      ['/sessions/entry', '/timer/start', '/energy', '/plan/close', '/goals/a/ticks', '/review/a'].map((path) => [
        path,
        true,
      ]),
    ),
  }
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  await browser.restart()
  return browser
}
