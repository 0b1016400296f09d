import { textOf } from '../../functions/lib/text/text'
import type { Digests, SyncAnswer } from '../../functions/programs/sync/core/protocol'
import type { Outgoing, Remote, Reply, SyncRefusal } from './remote'

type Connection = {
  /** Origin of the server. */
  server: string
  token: string
  deviceId: string
  /** Name and version of the program, shown in the list of devices. */
  agent: string
  fetch: (url: string, init: RequestInit) => Promise<Response>
  timeoutMs?: number
}

const defaultTimeoutMs = 60_000
/** Seconds to wait if the server does not say. */
const defaultWait = 30

const hasMembers = <Name extends string>(value: unknown, ...names: Name[]): value is Record<Name, unknown> =>
  typeof value === 'object' && value !== null && names.every((name) => name in value)

const isAnswer = (value: unknown): value is SyncAnswer =>
  hasMembers(value, 'plans', 'sessions', 'cards', 'results', 'state', 'has_more') &&
  [value.plans, value.sessions, value.cards, value.results].every(Array.isArray) &&
  hasMembers(value.state, 'remote_version', 'last_sync') &&
  typeof value.state.remote_version === 'number' &&
  typeof value.state.last_sync === 'number'

const isDigests = (value: unknown): value is Digests => hasMembers(value, 'plan', 'session', 'card')

/** Reads problem details. The response may be of another program, such as a network's sign-in page. */
const refusalOf = (response: Response, problem: unknown): SyncRefusal | { kind: 'resync' } => {
  const code = hasMembers(problem, 'code') ? textOf(problem.code) : ''
  const detail = hasMembers(problem, 'detail') ? textOf(problem.detail) : ''
  if (code === 'resync_required') return { kind: 'resync' }
  const { status } = response
  if (status >= 500 && status !== 503) return { kind: 'failed', status }
  const mayRetry = status === 429 || status === 503 || code === 'busy' || code === 'restoring'
  const retryAfterSeconds = Number(response.headers.get('Retry-After')) || defaultWait
  return mayRetry ? { kind: 'busy', retryAfterSeconds } : { kind: 'refused', status, code, detail }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The server over HTTP. A response that is not Daymark's counts as offline. */
export const httpRemote = (connection: Connection): Remote => {
  const { server, token, deviceId, agent, fetch, timeoutMs = defaultTimeoutMs } = connection
  const ask = async (path: string, init: { method?: string; body?: string }) => {
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'User-Agent': agent,
      'X-Device-ID': deviceId,
    }
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), timeoutMs)
    try {
      const response = await fetch(`${server}/api/v1/sync${path}`, { ...init, headers, signal: abort.signal })
      return { response, value: jsonOf(await response.text()) }
    } catch {
      return null
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    send: async ({ body, isFull }: Outgoing): Promise<Reply> => {
      const reply = await ask(isFull ? '?full=true' : '', { method: 'POST', body: JSON.stringify(body) })
      if (!reply) return { kind: 'offline' }
      if (!reply.response.ok) return refusalOf(reply.response, reply.value)
      return isAnswer(reply.value) ? { kind: 'answer', answer: reply.value } : { kind: 'offline' }
    },
    digests: async () => {
      const reply = await ask('/digest', {})
      if (!reply) return { kind: 'offline' }
      const refusal = reply.response.ok ? null : refusalOf(reply.response, reply.value)
      if (refusal) return refusal.kind === 'resync' ? { kind: 'offline' } : refusal
      return isDigests(reply.value) ? { kind: 'digests', digests: reply.value } : { kind: 'offline' }
    },
  }
}
