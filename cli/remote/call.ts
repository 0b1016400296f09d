import type { Context } from '../context'
import { Failure } from '../failure'
import { sanitizeLine } from '../output/text'
import { type SignedInAccount, storedAccount } from '../store/account'
import { agent } from '../version'
import { hostOf } from './server'

export type Caller = Pick<Context, 'fetch' | 'signal'>

type Call = {
  server: string
  path: string
  token?: string | null
  method?: string
  headers?: Record<string, string>
  json?: unknown
  /** Maximum time until the response begins, in ms. */
  timeoutMs?: number
}

const usualTimeoutMs = 20_000

const offline = ({ server }: Call, error: unknown, isTimeout: boolean) => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  const reason = isTimeout ? 'it didn’t answer in time' : cause || 'no connection'
  return new Failure('offline', `Can’t reach ${hostOf(server)}: ${sanitizeLine(reason)}.`)
}

/**
 * Calls the server and returns any response, even an error. Follows no redirects, so that the token stays here.
 * @throws Failure `offline`
 */
export const callServer = async ({ fetch, signal }: Caller, request: Call): Promise<Response> => {
  const { server, path, token, method = 'GET', headers = {}, json, timeoutMs = usualTimeoutMs } = request
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await fetch(`${server}${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        'User-Agent': agent,
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? undefined : JSON.stringify(json),
      redirect: 'manual',
      signal: AbortSignal.any([timeout, signal]),
    })
  } catch (error) {
    if (signal.aborted) throw new Failure('error', 'Interrupted.')
    throw offline(request, error, timeout.aborted)
  }
}

const textIn = (value: unknown, name: string) => {
  const found = typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name) : null
  return typeof found?.[1] === 'string' ? found[1] : ''
}

/** Code and detail of an error response; empty if it is not from Daymark. */
export const problemOf = async (response: Response) => {
  const body: unknown = await response.json().catch(() => null)
  return { code: textIn(body, 'code'), detail: textIn(body, 'detail') || textIn(body, 'title') }
}

export const signedOutFailure = (message = 'You aren’t signed in.') =>
  new Failure('signedOut', message, 'Sign in with daymark login EMAIL.')

/** Describes why the server refused. */
export const refusalFailure = (server: string, status: number, { code, detail }: { code: string; detail: string }) => {
  if (status === 401) return signedOutFailure('The token has expired or was revoked.')
  if (code === 'device_revoked') return signedOutFailure('This device was revoked.')
  if (status >= 300 && status < 400) {
    return new Failure('error', `${hostOf(server)} sends elsewhere.`, 'Check the address of the server.')
  }
  if (status === 429) return new Failure('error', 'Too many requests.', 'Try again in a minute.')
  return new Failure('error', detail || `${hostOf(server)} answered ${status}.`)
}

/** Calls the server. @throws Failure also if the response is an error */
export const callOrFail = async (caller: Caller, request: Call) => {
  const response = await callServer(caller, request)
  if (response.ok) return response
  throw refusalFailure(request.server, response.status, await problemOf(response))
}

/** Parses the JSON of a response. @throws Failure if it is not JSON */
export const parseJsonBody = async <Body>(response: Response, server: string): Promise<Body> => {
  try {
    return await response.json()
  } catch {
    throw new Failure('error', `${hostOf(server)} isn’t a Daymark server.`, 'Check the address of the server.')
  }
}

/** The signed-in account with its token. @throws Failure `signedOut` without a token */
export const requireAccount = ({ store }: Pick<Context, 'store'>): SignedInAccount => {
  const account = storedAccount(store().db)
  if (!account?.token) throw signedOutFailure()
  return { ...account, token: account.token }
}
