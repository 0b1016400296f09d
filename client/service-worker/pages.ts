import { linesOf, replaceLine } from '../offline/queue'
import {
  cachedCopy,
  cachedPerson,
  cachedText,
  cachePage,
  deleteOtherPages,
  dropOldest,
  dropPage,
  fragmentRequest,
  isCachedToday,
  isToday,
  keptAt,
  markPagesStale,
} from './cached-pages'
import { offlinePage, signedOutPage } from './offline-page'
import { fetchOurs, isGenuine, isOurs, isReachable, requestTimeout, resolveAfter, type Shown } from './own-requests'
import { worker } from './scope'
import { finishSignOut, isSignOutPending, markSignedOut } from './sign-out'

/**
 * Pages with a form that works offline, all pages that are cached in advance, and patterns of pages that are cached after a
 * visit (scripts/build.ts).
 */
declare const formPages: string[]
declare const keptPages: string[]
declare const visitedPages: string[]

const visited = visitedPages.map((pattern) => new RegExp(`^${pattern}$`))

const isShown = (path: string) => keptPages.includes(path) || visited.some((sort) => sort.test(path))

/** Path of the page that says that another page needs the network. */
const offlinePath = '/offline'

/** Fragments by the path of the page that loads them. They are cached with that page. */
const fragments: Record<string, string> = { '/': '/energy/new', '/review': '/review/ahead' }

/** Milliseconds after which the cached copy is shown instead of waiting for the page. */
const shortPatience = 3_000

/** Shorter wait for the page, in ms, while the network is treated as slow. */
const leastPatience = 1_000

/** Until when the network is treated as slow (epoch ms). */
let lateUntil = 0

const late = () => resolveAfter(Date.now() < lateUntil ? leastPatience : shortPatience)

/** Waits for a slow page as long as Daymark responds to other requests. Null if Daymark does not respond. */
const whileReached = async <Answer>(page: Promise<Answer>): Promise<Answer | null> => {
  let answer: Answer | null
  do answer = await Promise.race([page, late()])
  while (answer === null && (await Promise.race([page.then(() => true), isReachable()])))
  return answer
}

/** True for a response of another server, such as a captive portal or a proxy, unless it asks for a sign-in. */
const isForeign = (answer: Response) =>
  answer.type !== 'opaqueredirect' && !isOurs(answer) && ![401, 403, 407].includes(answer.status)

/** True for a proxy's error page: Daymark cannot be reached. */
const isUnreached = (answer: Response) => isForeign(answer) && answer.status >= 500

/** Cache key of a fragment, which may have the same path as a page. */
const partial = (path: string) => `/partial${path}`

const keepFragment = async (person: string, path: string) => {
  const answer = await fetchOurs(fragmentRequest(path, { 'X-Person': person }), { priority: 'low' })
  if (answer?.ok && !answer.redirected) await cachePage(person, partial(path), await answer.text(), answer.headers)
}

/** Caches a page. @param at time of its request (epoch ms) */
const keep = async (person: string, path: string, page: Response, at: number) => {
  // A shared plan of another person is not cached, because its owner may stop sharing it.
  if (page.headers.get('X-Keep') === 'never') return
  await cachePage(person, path, await page.text(), [...page.headers, ['X-Kept-At', `${at}`]])
  const part = fragments[path]
  if (part && (path === '/review' || !(await cachedCopy(partial(part))))) await keepFragment(person, part)
}

/** False for a page whose deployment's style sheet is no longer cached. */
const isWhole = async ({ headers }: Response) => (await caches.match(headers.get('X-Style') ?? '')) !== undefined

/** Cache key of the note that a client shows a cached page. */
const shownKey = (client: string) => `/shown/${client}`

/** Notes that a client shows a cached page. */
const noteShown = async (client: string, shown: Shown) => {
  const person = await cachedPerson()
  if (person === null) return
  await cachePage(person, shownKey(client), JSON.stringify(shown))
  await dropOldest(shownKey(client), [/^\/shown\//])
}

/** Tells a page once that it came from the cache. */
export const notifyFromCache = async (source: WindowClient) => {
  const shown = await cachedText(shownKey(source.id))
  if (shown === undefined) return
  await dropPage(shownKey(source.id))
  source.postMessage({ shown: JSON.parse(shown) })
}

/** The cached copy of a page. Undefined if the page is not for offline use, has lost its style sheet or is outdated. */
const copyFor = async (path: string, client: string, isReplaced: boolean) => {
  const copy = isShown(path) ? await cachedCopy(path) : undefined
  if (!copy || !(await isWhole(copy)) || (path === '/plan/close' && !isToday(keptAt(copy)))) return
  await noteShown(client, { at: keptAt(copy), isReplaced })
  return copy
}

/** Serves the page that says that a page needs the network. */
const missing = async (client: string) => {
  const copy = await cachedCopy(offlinePath)
  if (!copy || !(await isWhole(copy))) return offlinePage()
  await noteShown(client, { at: keptAt(copy), isMissing: true })
  return new Response(copy.body, { status: 503, headers: copy.headers })
}

/** Fetches and caches a page in advance. False if the network fails or nobody is signed in. */
export const prefetchPage = async (path: string) => {
  const at = Date.now()
  const answer = await fetchOurs(path, { priority: 'low' })
  const person = answer?.headers.get('X-Person')
  if (!answer || !person || answer.status >= 500) return false
  if (answer.status !== 200 || answer.redirected) return true
  await deleteOtherPages(person)
  await keep(person, path, answer, at)
  return true
}

const savesData = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

/** Milliseconds without any request of a page, before the worker makes requests of its own. */
const quiet = 1_000

/** Time of the last request of a page (epoch ms). */
let askedAt = 0

/** Records that a person may be waiting for a response. */
export const noteRequest = () => {
  askedAt = Date.now()
}

export const waitUntilIdle = async () => {
  for (;;) {
    const left = askedAt + quiet - Date.now()
    if (left <= 0) return
    await resolveAfter(left)
  }
}

/** Cache key that marks the daily caching of all pages as complete. */
const allKept = '/all-kept'

/** Cache key that marks that caching as running. Signing out deletes it. */
const keeping = '/keeping'

/** Caches the pages of a person. False if the person has signed out meanwhile. */
const keepPagesOf = async (person: string) => {
  const begun = Date.now()
  if (await isCachedToday(allKept)) return true
  await cachePage(person, keeping, '')
  const others = savesData() ? [] : keptPages
  for (const path of new Set(['/', ...formPages, offlinePath, ...others])) {
    if (!(await cachedCopy(keeping))) return false
    const part = fragments[path]
    if ((await isCachedToday(path)) && (!part || (await cachedCopy(partial(part))))) continue
    await waitUntilIdle()
    if (!(await prefetchPage(path))) return true
  }
  if (others.length > 0) await cachePage(person, allKept, '', { 'X-Kept-At': `${begun}` })
  return true
}

/**
 * Caches all offline pages once a day, one by one while no page requests anything. If the person's browser saves data,
 * only pages with a form. Starts again if another person signs in meanwhile.
 */
export const cacheAllPages = () =>
  navigator.locks.request('keep pages', { ifAvailable: true }, async (lock) => {
    let person = lock && (await cachedPerson())
    while (person && !(await keepPagesOf(person))) person = await cachedPerson()
  })

const pathOf = ({ url }: { url: string }) => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

let changes = 0

/** Milliseconds without a change before pages that show it are cached again, and before all other pages are. */
const calm = 2_000
const longCalm = 10_000

/** Caches again Today, the page on which a change was made, and pages that show it; after a while without changes, all. */
export const cacheChanged = async (client: string, url: string) => {
  changes += 1
  const count = changes
  await resolveAfter(calm)
  const servePage = await worker.clients.get(client)
  if (count !== changes || savesData()) return
  // A line on Today can start the timer or add a task.
  const others = [/^\/tasks|\/entry/.test(url) && '/tasks', /^\/timer|\/entry/.test(url) && '/timer']
  for (const path of new Set(['/', servePage && pathOf(servePage), ...others]))
    if (path && keptPages.includes(path)) await prefetchPage(path)
  await resolveAfter(longCalm)
  const person = await cachedPerson()
  if (count !== changes || person === null) return
  await markPagesStale(person)
  await cacheAllPages()
}

/** After a write that does not work offline, caches pages again and notes changes of cards. */
export const handleOnlineWrite = async ({ request, clientId }: FetchEvent) => {
  const { pathname } = new URL(request.url)
  if (/^\/(cards|review)\b/.test(pathname)) await noteCard(pathname)
  await cacheChanged(clientId, request.url)
}

/** Cache key of the ids of cards that changed after the review page was cached. */
const changedCards = '/changed-cards'

/** Notes a write about a card, such as its rating. @param path of the write, with the card's id */
export const noteCard = async (path: string) => {
  const person = await cachedPerson()
  const [, , id = ''] = path.split('/')
  const before = await cachedText(changedCards)
  if (person !== null) await cachePage(person, changedCards, [before, id].filter(Boolean).join(' '))
}

/** Caches the review and its cards again, unless a tab shows the review. */
export const cacheReview = async () => {
  const before = await cachedText(changedCards)
  const windows = await worker.clients.matchAll({ type: 'window' })
  if (before === undefined || windows.some(({ url }) => new URL(url).pathname === '/review')) return
  if ((await prefetchPage('/review')) && (await cachedText(changedCards)) === before) await dropPage(changedCards)
}

/** Takes over the person of a response, and caches the response if it is a page shown offline. */
const seen = async (event: FetchEvent, answer: Response, at: number) => {
  const { pathname } = new URL(event.request.url)
  const person = answer.headers.get('X-Person')
  if (person) await deleteOtherPages(person)
  else if (pathname === '/sign-in' && isOurs(answer)) await deleteOtherPages(null)
  const path = pathOf(event.request)
  if (person && answer.status === 200 && isShown(path))
    event.waitUntil(keep(person, path, answer.clone(), at).then(() => dropOldest(path, visited)))
  return answer
}

/** A page that arrived after its cached copy was shown, and when (epoch ms). The next load uses it. */
let came: { path: string; answer: Response; at: number } | undefined

/** Stores a page that has arrived, and makes the window load it. */
const bring = async (path: string, answer: Response | string, client: string) => {
  if (!(answer instanceof Response) || answer.status !== 200) return
  // Reads the whole body, because a pending one may end with the page that requested it.
  const { headers } = answer
  came = { path, answer: new Response(await answer.arrayBuffer(), { headers }), at: Date.now() }
  ;(await worker.clients.get(client))?.postMessage({ came: path })
}

/** Serves a page from the network, else its cached copy, else a page that names what needs the network. */
export const servePage = async (event: FetchEvent) => {
  const leaves = await isSignOutPending()
  if (leaves && !(await finishSignOut())) return signedOutPage()
  const path = pathOf(event.request)
  const ready = came?.path === path && Date.now() - came.at < leastPatience ? came.answer : undefined
  came = undefined
  if (ready) return ready
  // A preloaded request was sent before the server knew of the sign-out.
  const ahead = leaves ? undefined : event.preloadResponse
  const at = Date.now()
  const network = (async () => seen(event, (await ahead) ?? (await fetch(event.request)), at))()
  // client/offline/strip.ts fills in the shared text, so any Capture page will do.
  const ofToday = path === '/day' ? `/day/${new Date().toLocaleDateString('en-CA')}` : path
  const key = ofToday.replace(/^(\/capture|\/review)\?(?!(.*&)?(plan|tag)=).*/, '$1')
  const believed = network.then(
    async (answer) => {
      if (isUnreached(answer)) return 'none'
      const isTheirs = isForeign(answer) || (isShown(key) && !(await isGenuine(answer)))
      return isTheirs ? 'foreign' : answer
    },
    () => 'none' as const,
  )
  const first = isShown(key) ? await Promise.race([believed, late()]) : null
  const copy = first instanceof Response ? undefined : await copyFor(key, event.resultingClientId, first === 'foreign')
  const answer = copy ? first : await whileReached(believed)
  if (answer instanceof Response) lateUntil = 0
  if (answer instanceof Response || (answer === 'foreign' && !copy)) return network
  if (answer === null) lateUntil = Date.now() + 30_000
  // A request that never ends would block the next request for this page.
  const bringing = believed.then((late) => bring(path, late, event.resultingClientId))
  event.waitUntil(Promise.race([bringing, resolveAfter(requestTimeout)]))
  return copy ?? missing(event.resultingClientId)
}

/** Signs out on this device: clears the person's caches and updates all tabs. */
export const signOutDevice = async (person: string) => {
  await markSignedOut()
  await deleteOtherPages(null)
  for (const line of await linesOf(person)) await replaceLine(line)
  for (const client of await worker.clients.matchAll({ type: 'window' }))
    await (client as WindowClient).navigate('/').catch(() => undefined)
}

/** Sends a form that is submitted without script. Without network, its page stays with all input and says so. */
export const submitForm = async ({ request }: FetchEvent) => {
  const answer = await fetch(request).catch(() => undefined)
  if (answer && !isUnreached(answer)) return answer
  for (const client of await worker.clients.matchAll({ type: 'window' })) client.postMessage({ unsent: request.url })
  return new Response(null, { status: 204 })
}

/** Answers a request of a page's script. If another server answers instead of Daymark, it fails as without network. */
export const respondToScript = async (request: Request) =>
  (await fetchOurs(request, { signal: request.signal })) ?? Response.error()

/** True for a request of htmx that reads. */
export const isFragment = ({ method, headers }: Request) => method === 'GET' && headers.has('HX-Request')

/** Serves a fragment from the network, else its cached copy, else 204, which leaves the page unchanged. */
export const serveFragment = async (request: Request) => {
  const copy = await cachedCopy(partial(pathOf(request)))
  const answer = await Promise.race([fetchOurs(request), ...(copy ? [late()] : [])])
  if (answer && answer.status < 502) return answer
  const headers = { 'X-Waiting': 'never' }
  if (!copy) return new Response(null, { status: 204, headers })
  const rated = (await cachedText(changedCards)) ?? ''
  return new Response(copy.body, { headers: { ...Object.fromEntries(copy.headers), 'X-Rated': rated } })
}
