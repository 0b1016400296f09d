import type { Context } from 'hono'
import { z } from 'zod'
import { type App, userAgent } from '../../lib/env'
import { type Problem, ProblemError } from '../../lib/http/problem'
import { limitKey } from '../../lib/http/rate-limit'
import { countRequest } from '../../lib/http/rate-limits'
import { dropCookie, readCookie, writeCookie } from '../../lib/http/respond'
import { logEvent } from '../../lib/log'
import { isSameSecret } from '../../lib/secrets'
import { MagicLinkForm } from './magic-link/schema'

/** A service that signs people in. `id` is used in paths, cookies and problem codes, `name` on the screen. */
type Service = { id: 'github' | 'oidc'; name: string }

/** Problems of signing in with a service. The service's own messages are never shown. */
const failuresOf = ({ id, name }: Service) =>
  ({
    denied: {
      status: 403,
      code: `${id}_denied`,
      title: `Cancelled on ${name}`,
      detail: `${name} didn’t share your account with Daymark. Nothing was changed.`,
    },
    state: {
      status: 400,
      code: `${id}_state`,
      title: 'This sign-in didn’t start here',
      detail: 'It started in another browser or tab, is more than 10 minutes old, or is already done. Start again.',
    },
    code: {
      status: 401,
      code: 'invalid_code',
      title: `This ${name} sign-in has expired`,
      detail: `The code from ${name} is wrong, expired or already used. Start again.`,
    },
    down: {
      status: 502,
      code: `${id}_down`,
      title: `${name} can’t be reached`,
      detail: 'Nothing was changed. Try again in a few minutes.',
    },
    slow: {
      status: 504,
      code: `${id}_slow`,
      title: `${name} took too long to respond`,
      detail: 'Nothing was changed. Try again in a few minutes.',
    },
    odd: {
      status: 502,
      code: `${id}_odd`,
      title: `${name} sent an unexpected response`,
      detail: 'Nothing was changed. Try again in a few minutes.',
    },
    refused: {
      status: 502,
      code: `${id}_refused`,
      title: `${name} rejected the request`,
      detail: `${name} sign-in isn’t set up correctly here. Contact your administrator. Nothing was changed.`,
    },
  }) satisfies Record<string, Problem>

export type SignInFailure = keyof ReturnType<typeof failuresOf>

/** @param again page to retry on; by default the page that sent the request */
export const signInProblem = (service: Service, failure: SignInFailure, again?: string) =>
  new ProblemError({ ...failuresOf(service)[failure], again })

/** Parses JSON from another service; undefined if invalid. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const timeoutMilliseconds = 5000

export type ProviderResponse = { status: number; body: unknown }

const failureOf = (error: unknown): SignInFailure =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError') ? 'slow' : 'down'

/** Fetches JSON from a service. Redirects are not followed, because they would forward the token or secret. */
export const fetchJson = async (
  service: Service,
  url: string,
  init: RequestInit & { headers: Record<string, string> },
): Promise<ProviderResponse> => {
  const signal = AbortSignal.timeout(timeoutMilliseconds)
  const headers = { Accept: 'application/json', 'User-Agent': userAgent, ...init.headers }
  try {
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal })
    const text = await response.text()
    if (response.status < 500 && response.status !== 429) return { status: response.status, body: parsed(text) }
  } catch (error) {
    throw signInProblem(service, failureOf(error))
  }
  throw signInProblem(service, 'down')
}

/** Time that a person may take at the service, in seconds. */
const tenMinutes = 10 * 60

/** Seconds during which a completed flow is remembered. A code is valid for ten minutes only. */
const oneDay = 24 * 60 * 60

/** Maximum length of `next` in characters. A cookie holds 4 KB, so a longer path is dropped. */
const longestNext = 2000

export const FlowQuery = MagicLinkForm.pick({ next: true, time_zone: true, clock: true })

/** A pending sign-in at a service, stored in the browser's cookie. */
const Flow = FlowQuery.extend({
  state: z.string().min(20),
  verifier: z.string().min(43),
  linkTo: z.string().nullable(),
})
export type Flow = z.output<typeof Flow>

export const storeFlow = (c: Context<App>, { id }: Service, flow: Flow) => {
  const next = encodeURIComponent(flow.next).length > longestNext ? '/' : flow.next
  writeCookie(c, id, JSON.stringify({ ...flow, next }), tenMinutes)
}

const takeFlow = (c: Context<App>, { id }: Service) => {
  const stored = readCookie(c, id)
  dropCookie(c, id)
  return stored === undefined ? undefined : Flow.safeParse(parsed(stored)).data
}

/** True the first time a flow is answered. A copy of the cookie cannot be used again. */
const isFirstAnswer = async (c: Context<App>, { id }: Service, { state }: Flow) => {
  const once = { key: await limitKey(c, `${id}-flow`, state), limit: 1, seconds: oneDay }
  return (await countRequest(c.var.unmetered, [once], Date.now())).isAllowed
}

export const Callback = z.object({
  state: z.string().catch(''),
  code: z.string().max(1000).catch(''),
  error: z.string().optional(),
})

/**
 * The flow that this browser started and now returns from.
 * @throws ProblemError 400 for another flow, or one already used
 */
export const requireFlow = async (c: Context<App>, service: Service, state: string) => {
  const flow = takeFlow(c, service)
  if (flow && (await isSameSecret(flow.state, state)) && (await isFirstAnswer(c, service, flow))) return flow
  logEvent(c, 'sign_in_refused', { way: service.id })
  throw signInProblem(service, 'state', '/sign-in')
}

/** The code in the redirect from a service. @throws ProblemError if there is no code */
export const requireCode = (service: Service, { code, error }: z.output<typeof Callback>) => {
  if (error !== undefined) throw signInProblem(service, error === 'access_denied' ? 'denied' : 'refused')
  if (!code) throw signInProblem(service, 'odd')
  return code
}

/** Callback address of a service. */
export const callbackOf = (c: Context, { id }: Service) => `${new URL(c.req.url).origin}/auth/${id}/callback`

/** Adds the retry page to a problem that `work` throws. */
export const withRetryLink = async <T>(again: string, work: () => Promise<T>) => {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ProblemError ? new ProblemError({ ...error.problem, again }) : error
  }
}
