/**
 * A page from the worker. `at`: when it was rendered (epoch ms). `isReplaced`: another server answered instead.
 * `isMissing`: it says that the page needs a connection.
 */
export type Shown = { at: number; isReplaced?: boolean; isMissing?: boolean }

/** True for a response of Daymark (functions/lib/http/security.ts), false for one of a captive portal or proxy. */
export const isOurs = ({ headers }: Response) => headers.get('X-App') === 'Daymark'

/** Timeout of a request that a person waits for (ms). */
export const requestTimeout = 8_000

/** Resolves with null after a time in ms. */
export const resolveAfter = (milliseconds: number) =>
  new Promise<null>((resolve) => setTimeout(resolve, milliseconds, null))

/** Fetches from Daymark. Undefined if Daymark does not respond, or not in time. */
export const fetchOurs = async (request: RequestInfo, init?: RequestInit) => {
  const answer = await fetch(request, { signal: AbortSignal.timeout(requestTimeout), ...init }).catch(() => undefined)
  return answer && isOurs(answer) ? answer : undefined
}

/** True if Daymark responds now. */
export const isReachable = async () => (await fetchOurs('/health', { cache: 'no-store' })) !== undefined

/** True for a response of Daymark. A redirect has no readable headers, so another request checks. */
export const isGenuine = async (answer: Response) => (answer.type === 'opaqueredirect' ? isReachable() : isOurs(answer))

/** Status codes of a proxy in front of the server, or of a server that asks to try again later. */
export const retryStatuses = [408, 425, 429, 502, 503, 504, 520, 521, 522, 523, 524]
