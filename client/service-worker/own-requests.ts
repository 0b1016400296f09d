/** True for an answer of Daymark (functions/lib/http/security.ts), not of a network that answers in its place. */
export const isOurs = ({ headers }: Response) => headers.get('X-App') === 'Daymark'

/** Timeout of a request that a person waits for (ms). */
export const patience = 8_000

/** Resolves with null after some milliseconds. */
export const wait = (milliseconds: number) => new Promise<null>((resolve) => setTimeout(resolve, milliseconds, null))

/** Asks for something; undefined where Daymark does not answer, or not in time. */
export const fetchOurs = async (request: RequestInfo, init?: RequestInit) => {
  const answer = await fetch(request, { signal: AbortSignal.timeout(patience), ...init }).catch(() => undefined)
  return answer && isOurs(answer) ? answer : undefined
}

/** True where Daymark answers now. */
export const isReached = async () => (await fetchOurs('/health', { cache: 'no-store' })) !== undefined

/** True for an answer of Daymark; a redirect of a page says nothing of where it comes from, so another answer does. */
export const isTrue = async (answer: Response) => (answer.type === 'opaqueredirect' ? isReached() : isOurs(answer))

/** Answers of something before the server, or of one that asks to come later. */
export const comesLater = [408, 425, 429, 502, 503, 504, 520, 521, 522, 523, 524]
