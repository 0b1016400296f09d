import { worker } from './scope'
import { isSignOutPending } from './sign-out'

const prefix = 'pages-'

/** The person whose pages are cached; null for nobody, undefined until this worker has read it. */
let known: string | null | undefined

/** The person whose pages are cached. */
export const cachedPerson = async () => {
  known ??= (await caches.keys()).find((name) => name.startsWith(prefix))?.slice(prefix.length) ?? null
  return known
}

/** Deletes the cached pages of everybody but one person, or of all. */
export const deleteOtherPages = async (person: string | null) => {
  if (person !== null && known === person) return
  known = person
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== prefix + person)
  await Promise.all(others.map((name) => caches.delete(name)))
}

/** Caches a page or fragment for a person, unless they have signed out or another person has signed in. */
export const cachePage = async (person: string, path: string, html: string, init?: HeadersInit) => {
  if ((await isSignOutPending()) || (await cachedPerson()) !== person) return
  const headers = new Headers(init)
  if (!headers.has('X-Kept-At')) headers.set('X-Kept-At', `${Date.now()}`)
  await (await caches.open(prefix + person)).put(path, new Response(html, { headers }))
}

export const cachedCopy = async (path: string) => {
  const person = await cachedPerson()
  return person === null ? undefined : caches.match(path, { cacheName: prefix + person, ignoreVary: true })
}

/** When a copy was requested (epoch ms); 0 without one. */
export const keptAt = (copy?: Response) => Number(copy?.headers.get('X-Kept-At') ?? 0)

/** Text of a cached entry. */
export const cachedText = async (path: string) => (await cachedCopy(path))?.text()

export const dropPage = async (path: string) => {
  const person = await cachedPerson()
  if (person !== null) await (await caches.open(prefix + person)).delete(path)
}

const mostVisited = 10

/** Deletes all but the latest pages that match the same pattern as `path`. */
export const dropOldest = async (path: string, sorts: RegExp[]) => {
  const sort = sorts.find((one) => one.test(path))
  const person = await cachedPerson()
  if (person === null || !sort) return
  const cache = await caches.open(prefix + person)
  const paths = (await cache.keys()).map(({ url }) => url.slice(worker.location.origin.length))
  const aged = await Promise.all(
    paths.filter((one) => sort.test(one)).map(async (one) => ({ one, at: keptAt(await cache.match(one)) })),
  )
  for (const { one } of aged.toSorted((first, second) => second.at - first.at).slice(mostVisited))
    await cache.delete(one)
}

/** Request for a fragment, with htmx's headers. */
export const fragmentRequest = (path: string, headers: Record<string, string> = {}) =>
  new Request(path, { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial', ...headers } })

export const isToday = (at: number) => new Date(at).toDateString() === new Date().toDateString()

/** Cache key of a mark. Pages cached before the mark are stale. */
const outdated = '/outdated'

/** Marks all cached pages as stale. */
export const markPagesStale = (person: string) => cachePage(person, outdated, '')

/** True if the page was cached today, after the last queued write was sent. */
export const isCachedToday = async (path: string) => {
  const at = keptAt(await cachedCopy(path))
  return isToday(at) && at > keptAt(await cachedCopy(outdated))
}
