import { offlineOption, offlinePage } from './offline-page'
import { worker } from './scope'

/** Pages that are kept as they were seen last, of one person. */
const kept = ['/', '/goals', '/stats']

/** Fragments that pages load when they are used, the same for everybody. */
const fragments = ['/energy/new']

const prefix = 'pages-'

/** Milliseconds after which a page that is kept is shown in place of one that does not come. */
const patience = 10_000

/** The person whose pages are kept; undefined until this worker has looked. */
let known: string | null | undefined

/** The person of the pages that are kept. */
export const keptPerson = async () => {
  known ??= (await caches.keys()).find((name) => name.startsWith(prefix))?.slice(prefix.length) ?? null
  return known
}

/** Deletes pages of everybody but one. */
const keepOnly = async (person: string | null) => {
  if (person !== null && known === person) return
  known = person
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== prefix + person)
  await Promise.all(others.map((name) => caches.delete(name)))
}

/** Fragments are asked for as htmx does. */
const fragment = (path: string) =>
  new Request(path, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } })

const keep = async (person: string, path: string, page: Response) => {
  const headers = new Headers(page.headers)
  headers.set('X-Kept-At', `${Date.now()}`)
  const cache = await caches.open(prefix + person)
  await cache.put(path, new Response(await page.blob(), { headers }))
  for (const one of fragments) if (!(await cache.match(one))) await cache.add(fragment(one)).catch(() => undefined)
}

const copyOf = async (path: string) => {
  const person = await keptPerson()
  return person === null ? undefined : caches.match(path, { cacheName: prefix + person, ignoreVary: true })
}

/** Shows a kept page with the time from which it is (client/waiting.ts). */
const shown = async (copy: Response) => {
  const at = copy.headers.get('X-Kept-At') ?? ''
  const html = (await copy.text()).replace('<body ', `<body data-seen="${at}" `)
  return new Response(html, { headers: copy.headers })
}

const pathOf = ({ url }: Request) => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** Notes whose page came, and keeps it where it is one that is shown offline. */
const seen = async (event: FetchEvent, answer: Response) => {
  const { pathname } = new URL(event.request.url)
  const person = answer.headers.get('X-Person')
  if (person) await keepOnly(person)
  else if (pathname === '/sign-in') await keepOnly(null)
  const path = pathOf(event.request)
  if (person && answer.status === 200 && kept.includes(path)) event.waitUntil(keep(person, path, answer.clone()))
  return answer
}

/** Answers a page from the network, else the one that was seen last, else one that says what is missing. */
export const page = async (event: FetchEvent) => {
  const path = pathOf(event.request)
  const network = (async () => seen(event, (await event.preloadResponse) ?? (await fetch(event.request))))()
  const copy = kept.includes(path) ? await copyOf(path) : undefined
  const late = copy && new Promise<null>((resolve) => setTimeout(resolve, patience, null))
  const answer = await Promise.race([network.catch(() => null), ...(late ? [late] : [])])
  if (answer) return answer
  event.waitUntil(network.catch(() => undefined))
  return copy
    ? shown(copy)
    : offlinePage(
        path,
        kept.filter((one) => one !== path),
      )
}

/** Sends a form without script. Where there is no network its page stays, with all that was typed, and says so. */
export const form = async ({ request }: FetchEvent) =>
  fetch(request).catch(async () => {
    for (const client of await worker.clients.matchAll({ type: 'window' })) client.postMessage({ unsent: request.url })
    return new Response(null, { status: 204 })
  })

/** True for a request of htmx that reads. */
export const isFragment = ({ method, headers }: Request) => method === 'GET' && headers.has('HX-Request')

/** Answers a fragment from the network, else as it was, else with nothing: its page stays as it is. */
export const fragmentOr = (request: Request) =>
  fetch(request).catch(async () => {
    const url = new URL(request.url)
    const option = url.pathname === '/palette' && offlineOption(url)
    if (option) return new Response(option, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
    return (await copyOf(pathOf(request))) ?? new Response(null, { status: 204, headers: { 'X-Waiting': 'never' } })
  })
