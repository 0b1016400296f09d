import { addLine, formerKeys, isPending, linesOf, type QueuedWrite, replaceLine } from '../offline/queue'
import { cachedPerson, markPagesStale } from './cached-pages'
import { cacheOfflineFiles } from './files'
import { isGenuine, requestTimeout, resolveAfter, retryStatuses } from './own-requests'
import {
  cacheAllPages,
  cacheChanged,
  cacheReview,
  noteCard,
  notifyFromCache,
  prefetchPage,
  submitForm,
  waitUntilIdle,
} from './pages'
import { worker } from './scope'
import { isSignOutPending } from './sign-out'

/** Paths of writes that work offline, with their title if they have one, and the exceptions (scripts/build.ts). */
declare const offlinePaths: Record<string, true | string>
declare const onlinePaths: string[]

/** Milliseconds after which a page stops waiting for the response and shows the write as queued. */
const waitsFor = 3_000

/** Milliseconds after which a page shows writes that are still being sent. */
const saysAfter = 1_000

const matches = (path: string) => (pattern: string) => new RegExp(`^${pattern}$`).test(path)

/** True for a write that works offline. */
export const isLine = ({ method, url, headers }: Request) => {
  const { pathname, origin } = new URL(url)
  return (
    method === 'POST' &&
    origin === worker.location.origin &&
    /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(headers.get('Content-Type') ?? '') &&
    Object.keys(offlinePaths).some(matches(pathname)) &&
    !onlinePaths.some(matches(pathname))
  )
}

/** Sends open pages a message about queued lines, except the page `but`. */
const tellPages = async (news: object, but?: string) => {
  for (const page of await worker.clients.matchAll({ type: 'window' })) if (page.id !== but) page.postMessage(news)
}

/** True for the rating of a card. */
const isCard = ({ url }: Pick<QueuedWrite, 'url'>) => url.startsWith('/review/')

/** A caller waiting for the response to its line. */
type Waiting = {
  answer: (response: Response) => void
  /** The browser's own request, and the `line_key` in its body. */
  request: Request
  key: string | undefined
  isPage: boolean
  /** The page whose script waits. It gets the response and needs no message. */
  client?: string
  isThere: () => Promise<boolean>
}

const waiting = new Map<number, Waiting>()

/** Milliseconds within which a line is sent as the browser's original request. */
const firstWithin = 1_000

const isFirst = ({ key, made, replaces }: QueuedWrite, waiter: Waiting | undefined): waiter is Waiting =>
  waiter?.key === key && !replaces && Date.now() - made < firstWithin

/** Sends the browser's original request. A timeout signal would make a copy, so a page's request races a timer. */
const passOn = ({ request, isPage }: Waiting) =>
  isPage
    ? Promise.race([fetch(request), resolveAfter(requestTimeout)])
    : fetch(request, { referrer: request.referrer, signal: AbortSignal.timeout(requestTimeout) })

/** Sends a line; null if there is no response. */
const sent = (line: QueuedWrite, waiter: Waiting | undefined) =>
  (isFirst(line, waiter) ? passOn(waiter) : sentAgain(line, waiter)).catch(() => null)

const sentAgain = (line: QueuedWrite, waiter: Waiting | undefined) => {
  const isPage = waiter?.isPage ?? false
  const { url, body, key, made, person, replaces } = line
  const headers = new Headers(line.headers)
  headers.set('X-Person', person)
  headers.set('Idempotency-Key', key)
  headers.set('Made-At', `${made}`)
  headers.set('Sent-At', `${Date.now()}`)
  if (replaces) headers.set('Replaces', replaces.join(' '))
  // Without a waiting page, ask for what scripts get: 401 if the person is signed out, instead of a redirect.
  if (!isPage) headers.set('HX-Request', 'true')
  if (!waiter) headers.set('X-Late', 'true')
  return fetch(url, {
    method: 'POST',
    headers,
    body: new URLSearchParams(body),
    // Without this, the worker's own address would be the referrer.
    referrer: waiter?.request.referrer ?? '',
    // A page follows redirects by itself.
    redirect: isPage ? 'manual' : 'follow',
    signal: AbortSignal.timeout(requestTimeout),
  })
}

/** True if the line's person is signed out, or another person is signed in. */
const isOthers = ({ status, headers }: Response) => status === 401 || (status === 409 && headers.has('HX-Redirect'))

/** Sends a line. Null if this and later lines must wait; `answered` if a caller has got the response. */
const send = async (line: QueuedWrite): Promise<'answered' | 'sent' | 'refused' | null> => {
  const { id, person } = line
  const waiter = waiting.get(id)
  const response = await sent(line, waiter)
  if (!response || retryStatuses.includes(response.status) || !(await isGenuine(response))) return null
  // The page may have been closed meanwhile.
  const isHeard = waiter !== undefined && (await waiter.isThere()) && waiting.get(id) === waiter
  if (isCard(line)) await noteCard(line.url)
  if (isHeard) {
    waiting.delete(id)
    await replaceLine(line)
    waiter.answer(response)
    return isOthers(response) ? null : 'answered'
  }
  if (isOthers(response)) {
    await tellPages({ signedOut: person })
    return null
  }
  // A line that was changed meanwhile stays in the queue.
  const refused = response.type !== 'opaqueredirect' && response.status >= 400 ? await response.text() : undefined
  await replaceLine(line, refused === undefined ? undefined : (now) => ({ ...now, refused }))
  const outcome = refused === undefined ? 'sent' : 'refused'
  await tellPages({ [outcome]: person })
  return outcome
}

/** Tells waiting callers that their lines are queued. With `only`, just the caller of that line. */
const release = async (person: string, only?: number) => {
  for (const line of await linesOf(person)) {
    const { id } = line
    const waiter = waiting.get(id)
    if (!waiter || (only !== undefined && id !== only)) continue
    waiting.delete(id)
    // A form sent by navigation leads to Today, which shows queued writes.
    if (waiter.isPage) waiter.answer(Response.redirect('/', 303))
    else waiter.answer(new Response(null, { status: 204, headers: { 'X-Waiting': `${id}` } }))
    await tellPages({ waiting: id }, waiter.client)
  }
}

/** Asks the browser to send lines once there is a network, even without a tab. Else the next visit sends them. */
const sendLater = () =>
  (worker.registration as { sync?: { register(tag: string): Promise<void> } }).sync
    ?.register('lines')
    .catch(() => undefined)

/** Sends a person's lines in order, one sender at a time per browser. True if no line is left to send. */
const sendLines = async (person: string): Promise<boolean> => {
  const counts = { answered: 0, sent: 0, refused: 0 }
  const isEmpty = await navigator.locks.request('send lines', async () => {
    for (;;) {
      const line = (await linesOf(person)).find(isPending)
      if (!line) return true
      const outcome = await send(line)
      if (outcome === null) break
      counts[outcome] += 1
    }
    await release(person)
    return false
  })
  const { sent, refused } = counts
  const isLate = sent + refused > 0
  // Pages cached earlier do not show these writes.
  if (isLate) await markPagesStale(person)
  if (!isLate || !isEmpty) return isEmpty
  await tellPages({ done: { person, sent, refused } })
  await cacheAllPages()
  return isEmpty
}

/** Sends queued writes on a visit, and notifies the page of the remaining ones. */
export const handleVisit = async (source: WindowClient, person: string) => {
  await notifyFromCache(source)
  const sending = sendLines(person)
  await Promise.race([sending, resolveAfter(saysAfter)])
  if ((await linesOf(person)).length > 0) source.postMessage({ left: person })
  if (!(await sending)) await sendLater()
  await waitUntilIdle()
  // The page of the first visit was loaded before this worker existed.
  if ((await cachedPerson()) === null && !(await isSignOutPending())) await prefetchPage('/')
  await cacheReview()
  await cacheOfflineFiles()
  await cacheAllPages()
}

/**
 * Sends the lines of all people. The server accepts only the signed-in person's lines. @throws Error while lines
 * remain, so that the browser tries again
 */
export const sendAll = async () => {
  const people = new Set((await linesOf()).map(({ person }) => person))
  const all = await Promise.all([...people].map(sendLines))
  if (all.includes(false)) throw new Error('Some lines are not sent yet')
}

/** Text fields of a form, and its key and time (client/offline/start.ts). No form that works offline has files. */
const readForm = async (request: Request) => {
  const fields = [...(await request.formData())].filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  )
  const body = new URLSearchParams(fields)
  const [key, made] = [body.get('line_key') ?? undefined, Number(body.get('line_made'))]
  for (const name of ['line_key', 'line_made']) body.delete(name)
  return { body: `${body}`, key, made: made || Date.now() }
}

/** Milliseconds within which an equal line counts as a double tap. Longer for a check-in, whose form is shown again. */
const secondTap = 2_000
const secondCheckIn = 60_000

/**
 * Queues a line. An equal line of a double tap is not queued again, except for ticks of a goal. Closing a day again
 * replaces the queued close. A card is rated once, since a cached page may show it again.
 */
const kept = async (line: Omit<QueuedWrite, 'id'>) => {
  const { person, url, body, made } = line
  if (/\/ticks$/.test(url)) return addLine(line)
  const all = await linesOf(person)
  const isSame = (former: QueuedWrite) =>
    isCard(line) ||
    (url === '/plan/close'
      ? new Date(former.made).toDateString() === new Date(made).toDateString()
      : former.body === body && made - former.made < (url === '/energy' ? secondCheckIn : secondTap))
  // A Stop is new if a start was queued after the last Stop.
  const isLast = ({ id }: QueuedWrite) => url !== '/timer/stop' || id === all.at(-1)?.id
  const former = all.find(
    (one) => one.url === url && isPending(one) && !waiting.has(one.id) && isSame(one) && isLast(one),
  )
  if (!former) return addLine(line)
  const { id } = former
  if (url !== '/plan/close') return id
  return (await replaceLine(former, { ...line, id, replaces: formerKeys(former) })) ? id : addLine(line)
}

/**
 * Queues a write before sending it, so that it is neither lost nor sent twice. @param person whose page sent it, for a
 * request without `X-Person`
 */
export const queueAndSend = async (event: FetchEvent, person: string | null): Promise<Response> => {
  const { request } = event
  const isPage = request.mode === 'navigate'
  const owner = request.headers.get('X-Person') ?? person
  if (!owner) return submitForm(event)
  const { pathname, search } = new URL(request.url)
  const words = offlinePaths[pathname]
  const { body, key, made } = await readForm(request.clone())
  const line = {
    ...{ person: owner, key: key ?? crypto.randomUUID(), made, url: pathname + search, body },
    headers: [...request.headers].filter(([name]) => !/^(upgrade-insecure-requests|content-type)$/.test(name)),
    // For most lines the page sets the title (client/offline/strip.ts).
    ...(typeof words === 'string' && { title: words }),
  }
  const id = await kept(line).catch(() => null)
  // If the browser cannot store the line, it is sent as without this worker.
  if (id === null) return fetch(request)
  const answer = new Promise<Response>((resolve) => {
    const isThere = async () => isPage || (await worker.clients.get(event.clientId)) !== undefined
    waiting.set(id, { answer: resolve, request, key, isPage, isThere, ...(!isPage && { client: event.clientId }) })
  })
  // If an earlier line is still queued, the network has just failed: do not wait again.
  const isBehind = (one: QueuedWrite) => one.id < id && isPending(one) && !waiting.has(one.id)
  if (!isPage && (await linesOf(owner)).some(isBehind)) await release(owner, id)
  const sending = sendLines(owner)
  event.waitUntil(
    sending.then((isEmpty) => {
      if (!isEmpty) return sendLater()
      if (!isCard(line)) return cacheChanged(event.clientId, line.url)
    }),
  )
  if (!isPage) setTimeout(() => release(owner, id), waitsFor)
  return answer
}
