import { keepCards, keepCardsOfToday, keptAnswer, withNextCard, withoutAnswered } from './cards'
import { linesOf, replaceLine } from './database'
import { keepLater } from './files'
import { copyOf, dropOldest, fragment, isKeptToday, isToday, keepOnly, keptPerson, put } from './kept'
import { finishLeaving, isLeaving, markLeft } from './leaving'
import { waits } from './line'
import { type Kept, offlineOption, offlinePage, presentPage, signedOutPage, withLines } from './offline-page'
import { fetchOurs, isOurs, isReached, isTrue, patience } from './ours'
import { worker } from './scope'
import { forgetSent, sentAfter, strip } from './sent'
import { forgetTyped } from './typed'

/** Pages that are kept as they were seen last, of one person; their names are those of their links. */
const kept: Record<string, string> = {
  ...{ '/': 'Today', '/tasks': 'Tasks', '/sessions': 'Sessions', '/week': 'Week', '/goals': 'Goals' },
  ...{ '/stats': 'Statistics', '/cards': 'Cards', '/review': 'Review', '/energy': 'Energy', '/timer': 'Timer' },
  ...{ '/energy/new': 'Check in', '/plan/close': 'Close the day', '/capture': 'Capture', '/settings': 'Settings' },
}

/** Pages that are kept only once somebody has seen them, the last few of each sort: days, statistics of other times, and things. */
const visited = [
  /^\/day\//,
  /^\/stats[/?]/,
  ...['goals', 'tasks', 'plans', 'projects', 'learnings'].map(
    (kind) => new RegExp(`^/${kind}/(?!new$|import$)[^/?]+$`),
  ),
]

const isShown = (path: string) => path in kept || visited.some((sort) => sort.test(path))

const mostVisited = 10

/** Pages with a form that works offline: kept as soon as the worker is installed. */
const forms = ['/energy/new', '/plan/close', '/capture', '/review']

/** Fragments that pages load when they are used, the same for everybody. */
const fragments = ['/energy/new']

/** Milliseconds after which a page that is kept is shown in place of one that does not come. */
const shortPatience = 3_000

/** Milliseconds while the network has just been late. */
const leastPatience = 1_000

/** Until when the network counts as late (epoch ms). */
let lateUntil = 0

const late = () =>
  new Promise<null>((resolve) => setTimeout(resolve, Date.now() < lateUntil ? leastPatience : shortPatience, null))

/** Waits for a page as long as Daymark answers at all: one may take its time, and a network may swallow it. Null for that. */
const whileReached = async <Answer>(page: Promise<Answer>): Promise<Answer | null> => {
  let answer: Answer | null
  do answer = await Promise.race([page, late()])
  while (answer === null && (await Promise.race([page.then(() => true), isReached()])))
  return answer
}

/** True for a page that another server sent in place of Daymark, unless it asks who somebody is. */
const isForeign = (answer: Response) =>
  answer.type !== 'opaqueredirect' && !isOurs(answer) && ![401, 403, 407].includes(answer.status)

/** True for the page with which a server in front of Daymark says that it cannot be reached. */
const isUnreached = (answer: Response) => isForeign(answer) && answer.status >= 500

/** A page of somebody else's plan is not kept: its owner may share it no longer. */
const isOthers = (path: string, html: string) =>
  path.startsWith('/plans/') && /action="\/shared\/[^"]+\/leave"/.test(html)

/** Key of a fragment beside the page of its path. */
const partial = (path: string) => `/partial${path}`

/** Keeps a page as it was asked for at an instant (epoch ms), and returns its HTML. */
const keep = async (person: string, path: string, page: Response, at: number) => {
  const html = await page.text()
  if (isOthers(path, html)) return html
  await put(person, path, html, [...page.headers, ['X-Kept-At', `${at}`]])
  for (const one of fragments) {
    const answer = (await copyOf(partial(one))) ? undefined : await fetchOurs(fragment(one))
    if (answer?.ok) await put(person, partial(one), await answer.text(), answer.headers)
  }
  return html
}

/** A page of a deployment whose files are gone would come without its look. */
const isWhole = async (html: string) => {
  const [style] = /\/assets\/app-\w+\.css/.exec(html) ?? []
  return !style || (await caches.match(style)) !== undefined
}

const ageOf = (copy: Response) => Number(copy.headers.get('X-Kept-At'))

/** Finds a later timer than that of a kept page, as a Stop on its own would be about one that has ended, and lines sent since. */
const sinceThen = async (html: string, copy: Response): Promise<Kept> => {
  const at = ageOf(copy)
  const others = (await Promise.all(['/', strip].map(copyOf))).filter((one) => one !== undefined)
  const [latest] = others.filter((one) => ageOf(one) > at).toSorted((one, other) => ageOf(other) - ageOf(one))
  const sent = await sentAfter(copy.headers.get('X-Person') ?? '', at)
  return { html, at, sent, strip: latest && { html: await latest.text(), at: ageOf(latest) } }
}

/** A kept page with the time from which it is, and where another page came in its place (client/waiting.ts). */
const shown = async (path: string, isReplaced: boolean) => {
  const copy = isShown(path) ? await copyOf(path) : undefined
  const html = await copy?.text()
  const at = copy?.headers.get('X-Kept-At') ?? ''
  if (!copy || html === undefined || !(await isWhole(html)) || (path === '/plan/close' && !isToday(at))) return
  const person = copy.headers.get('X-Person') ?? ''
  const page = path === '/review' ? await withNextCard(html, person) : html
  const { headers } = copy
  return new Response(presentPage(await sinceThen(page, copy), isReplaced ? 'data-replaced ' : ''), { headers })
}

/** Says that a page needs the network, in the frame of Today. */
const missing = async (path: string) => {
  const today = await copyOf('/')
  const frame = today && (await sinceThen(await today.clone().text(), today))
  return offlinePage(path, await links(), frame, today?.headers)
}

/** Asks for a page that nobody opens now, and keeps it. False where the network fails. */
const keepAhead = async (path: string) => {
  const at = Date.now()
  const answer = await fetchOurs(path, { priority: 'low' })
  const person = answer?.headers.get('X-Person')
  if (!answer || !person || answer.status !== 200 || answer.redirected)
    return answer !== undefined && answer.status < 500
  await keepOnly(person)
  await keep(person, path, answer, at)
  return true
}

/** Keeps Today where nothing is kept yet, as at the first visit, and the forms that work offline. */
export const keepPages = async () => {
  const ahead = (await copyOf('/')) ? [] : ['/']
  for (const path of [...ahead, ...forms]) if (!(await isKeptToday(path))) await keepAhead(path)
  await keepCardsOfToday()
}

const savesData = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true

/** Milliseconds between two pages that nobody waits for, and without any request of a page before the next one. */
const breath = 200
const quiet = 1_000

/** When a page last asked for something (epoch ms). */
let askedAt = 0

/** Notes that somebody may wait for an answer. */
export const noteAsked = () => {
  askedAt = Date.now()
}

const untilQuiet = async () => {
  while (Date.now() - askedAt < quiet) await new Promise((resolve) => setTimeout(resolve, breath))
}

/** Key of the note that all pages are kept, as they are once a day. */
const allKept = '/all-kept'

/**
 * Keeps each day all pages that are shown offline, one after the other while no page asks for anything, unless the person
 * saves data.
 */
export const keepAllPages = (person: string) =>
  navigator.locks.request('keep pages', { ifAvailable: true }, async (lock) => {
    const begun = Date.now()
    if (!lock || (await isKeptToday(allKept))) return
    if (savesData()) return keepPages()
    for (const path of new Set(['/', ...forms, ...Object.keys(kept)])) {
      if ((await keptPerson()) !== person) return
      if (!(await isKeptToday(path))) {
        await untilQuiet()
        if (!(await keepAhead(path))) return
        await new Promise((resolve) => setTimeout(resolve, breath))
      }
      await keepLater(await (await copyOf(path))?.text())
    }
    await keepCardsOfToday()
    await put(person, allKept, '', { 'X-Kept-At': `${begun}` })
  })

const pathOf = ({ url }: { url: string }) => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

let changes = 0

/** Milliseconds after a change, so that several are one. */
const calm = 2_000

/** Keeps Today, the page on which something was changed, and those that show it, as they are now. */
export const keepChanged = async (client: string, url: string) => {
  changes += 1
  const count = changes
  await new Promise((resolve) => setTimeout(resolve, calm))
  const page = await worker.clients.get(client)
  if (count !== changes || savesData()) return
  // A line of Today starts the timer or adds a task.
  const others = [/^\/tasks|\/entry/.test(url) && '/tasks', /^\/timer|\/entry/.test(url) && '/timer']
  for (const path of new Set(['/', page && pathOf(page), ...others])) if (path && path in kept) await keepAhead(path)
}

/** Forgets what lines have changed, as another change has perhaps undone it, and keeps the timer that it may leave. */
export const changedOtherwise = async ({ request, clientId }: FetchEvent) => {
  await forgetSent()
  if (new URL(request.url).pathname.startsWith('/timer/')) await keepChanged(clientId, request.url)
}

/** Cards were changed since the review was kept, perhaps without another number of them being due. */
let areCardsChanged = false

export const noteChangedCards = () => {
  areCardsChanged = true
}

/** Key of the note of how many cards were due when the review was kept, in words. */
const dueKey = '/due'

/** Keeps the review and its cards again where a page that came counts others (views/frame/shell/navigation.tsx). */
const keepReviewAlike = (person: string, html: string) =>
  navigator.locks.request('keep review', { ifAvailable: true }, async (lock) => {
    const [, due] = /id="nav-cards"[^>]*>([^<]*)/.exec(html) ?? []
    const before = await (await copyOf(dueKey))?.text()
    if (!lock || due === undefined || (due === before && !areCardsChanged)) return
    const isFirst = before === undefined && !areCardsChanged
    areCardsChanged = false
    if (isFirst || ((await keepAhead('/review')) && (await keepCards()))) await put(person, dueKey, due)
  })

/** Notes whose page came, and keeps it where it is one that is shown offline. */
const seen = async (event: FetchEvent, answer: Response, at: number) => {
  const { pathname } = new URL(event.request.url)
  const person = answer.headers.get('X-Person')
  if (person) await keepOnly(person)
  else if (pathname === '/sign-in' && isOurs(answer)) await keepOnly(null)
  const path = pathOf(event.request)
  if (person && answer.status === 200 && isShown(path))
    event.waitUntil(
      keep(person, path, answer.clone(), at).then(async (html) => {
        await dropOldest(path, visited, mostVisited)
        await keepReviewAlike(person, html)
      }),
    )
  if (person && path === '/review') event.waitUntil(keepCards())
  if (pathname === '/sign-in' && isOurs(answer) && answer.status === 200) {
    const { length } = (await linesOf()).filter(waits)
    return new Response(withLines(await answer.text(), length), { headers: answer.headers })
  }
  return person && answer.status === 200 && pathname === '/review' ? withoutAnswered(answer, person) : answer
}

/** Links to pages that are kept. */
const links = async () => {
  const paths = await Promise.all(Object.keys(kept).map(async (path) => ((await copyOf(path)) ? path : '')))
  return paths.filter(Boolean).map((path): [string, string] => [path, kept[path] ?? ''])
}

/** A page that came after its kept copy was shown, for the next visit, and when it came (epoch ms). */
let came: { path: string; answer: Response; at: number } | undefined

/** Has a window load again, for the page that has come. */
const bring = async (path: string, answer: Response | string, client: string) => {
  if (!(answer instanceof Response) || answer.status !== 200) return
  // Whole: what is still on its way may end with the page that asked for it.
  const { headers } = answer
  came = { path, answer: new Response(await answer.arrayBuffer(), { headers }), at: Date.now() }
  ;(await worker.clients.get(client))?.postMessage({ came: path })
}

/** Answers a page from the network, else the one that was seen last, else one that says what is missing. */
export const page = async (event: FetchEvent) => {
  const leaves = await isLeaving()
  if (leaves && !(await finishLeaving())) return signedOutPage()
  const path = pathOf(event.request)
  const ready = came?.path === path && Date.now() - came.at < leastPatience ? came.answer : undefined
  came = undefined
  if (ready) return ready
  // The browser sent its own request before the server knew that the person has left.
  const ahead = leaves ? undefined : event.preloadResponse
  const at = Date.now()
  const network = (async () => seen(event, (await ahead) ?? (await fetch(event.request)), at))()
  // client/waiting.ts puts a share into the field. A card that was on screen is kept with the others.
  const ofToday = path === '/day' ? `/day/${new Date().toLocaleDateString('en-CA')}` : path
  const key = ofToday.replace(/^(\/capture|\/review)\?(?!(.*&)?(plan|tag)=).*/, '$1')
  const believed = network.then(
    async (answer) => {
      if (isUnreached(answer)) return 'none'
      const isTheirs = isForeign(answer) || (isShown(key) && !(await isTrue(answer)))
      return isTheirs ? 'foreign' : answer
    },
    () => 'none' as const,
  )
  const first = isShown(key) ? await Promise.race([believed, late()]) : null
  const copy = first instanceof Response ? undefined : await shown(key, first === 'foreign')
  const answer = copy ? first : await whileReached(believed)
  if (answer instanceof Response) lateUntil = 0
  if (answer instanceof Response || (answer === 'foreign' && !copy)) return network
  if (answer === null) lateUntil = Date.now() + 30_000
  // A request that never ends would hold up the next one for this page.
  const given = new Promise((resolve) => setTimeout(resolve, patience))
  const bringing = believed.then((late) => bring(path, late, event.resultingClientId))
  event.waitUntil(Promise.race([bringing, given]))
  return copy ?? missing(path)
}

/** Signs out on this device: clears what is kept of a person, and shows it in all tabs. */
export const leave = async (person: string) => {
  await markLeft()
  await keepOnly(null)
  for (const line of await linesOf(person)) await replaceLine(line)
  for (const client of await worker.clients.matchAll({ type: 'window' }))
    await (client as WindowClient).navigate('/').catch(() => undefined)
}

/** Sends a form without script. Where there is no network its page stays, with all that was typed, and says so. */
export const form = async ({ request }: FetchEvent) => {
  const answer = await fetch(request).catch(() => undefined)
  if (answer && !isForeign(answer)) await forgetTyped(request.referrer)
  if (answer && !isUnreached(answer)) return answer
  for (const client of await worker.clients.matchAll({ type: 'window' })) client.postMessage({ unsent: request.url })
  return new Response(null, { status: 204 })
}

/** A fragment that is made here, which a page believes by its header (client/signs-of-life.ts). */
export const htmlOf = (html: string, headers: Record<string, string> = {}) =>
  new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8', 'X-Waiting': '', ...headers } })

/** Answers a request of a page's script; as without a network where something else answers in place of Daymark. */
export const answerOf = async (request: Request) =>
  (await fetchOurs(request, { signal: request.signal })) ?? Response.error()

/** True for a request of htmx that reads. */
export const isFragment = ({ method, headers }: Request) => method === 'GET' && headers.has('HX-Request')

/** Answers a fragment from the network, else as it was, else with nothing: its page stays as it is. */
export const fragmentOr = async (request: Request) => {
  const url = new URL(request.url)
  const card = await keptAnswer(url)
  const network = fetchOurs(request)
  const answer = await Promise.race([network, ...(card ? [late()] : [])])
  if (answer && answer.status < 502) return answer
  const made = card ?? (url.pathname === '/palette' && offlineOption(url))
  if (made) return htmlOf(made)
  return (
    (await copyOf(partial(pathOf(request)))) ?? new Response(null, { status: 204, headers: { 'X-Waiting': 'never' } })
  )
}
