import { requestTimeout } from './own-requests'
import { worker } from './scope'

/** Hashed names of the files that every page needs, and a cache name derived from them (scripts/build.ts). */
declare const shellFiles: string[]
/** Files that pages need offline, cached after the first visit. */
declare const laterFiles: string[]
declare const shellName: string

const prefix = 'files-'
const present = `${prefix}${shellName}`

/** Caches the response for a file, unless it is a page, such as a network's own sign-in page. */
const keep = async (request: RequestInfo, answer: Response) => {
  const isKept = answer.status === 200 && !answer.headers.get('Content-Type')?.startsWith('text/html')
  if (isKept) await (await caches.open(present)).put(request, answer)
  return isKept
}

/** Caches the files of this deployment, from the browser's HTTP cache where possible. @throws Error if one is missing */
export const cacheShell = async () => {
  const all = await Promise.all(shellFiles.map(async (path) => keep(path, await fetch(path))))
  if (all.includes(false)) throw new Error('Some files did not come')
}

/** Caches the files that pages need offline. */
export const cacheOfflineFiles = async () => {
  const cache = await caches.open(present)
  for (const path of laterFiles)
    if (!(await cache.match(path)))
      await fetch(path, { signal: AbortSignal.timeout(requestTimeout) }).then(
        (answer) => keep(path, answer),
        () => undefined,
      )
}

/** Deletes files of old deployments, except the previous one, whose pages may still be open. */
export const dropOldFiles = async () => {
  const former = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== present)
  await Promise.all(former.slice(0, -1).map((name) => caches.delete(name)))
}

/** True for a file whose name contains a hash of its content, which therefore never changes. */
export const isFile = ({ pathname, origin }: URL) =>
  origin === worker.location.origin && /^\/assets\/.+-[0-9a-f]{8}\.\w+$/.test(pathname)

/** Serves a file from the cache, else fetches and caches it. */
export const serveFile = async (request: Request) => {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  await keep(request, answer.clone())
  return answer
}
