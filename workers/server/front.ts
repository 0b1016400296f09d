import { isDiskFull } from '../../functions/lib/db/disk'
import { bareAddress, clientAddress, parseAddressRanges } from './addresses'
import type { Application } from './application'

/** Response headers of each static file, by path (scripts/serve/build.ts). */
type Files = Record<string, Record<string, string>>

type Env = {
  APP: DurableObjectNamespace<Application>
  SITE: Fetcher
  FILES: Files
  /** Patterns of paths that are static files or 404, as in `_routes.json`. */
  FILE_PATHS: string[]
  /** Public URL of the server; in development by default the request's. */
  PUBLIC_URL?: string
  TRUSTED_PROXIES: string
}

/** workerd's facts about a connection: `clientIp` includes the port. */
type Peer = CfProperties<unknown> & { clientIp?: string }

/** Headers dropped from requests, because only this Worker may set them. */
const notFromOutside = /^(cf-|x-forwarded-|x-real-ip$|forwarded$|true-client-ip$)/i

const isText = /^(text\/|application\/(json|javascript|manifest\+json|problem\+json)|image\/svg)/

let trusted: ReturnType<typeof parseAddressRanges> | undefined

let hasWarned = false

/** Warns once if a proxy is not trusted, because all its clients then share one rate limit. */
const warnOf = (peer: string, headers: Headers, address: string) => {
  if (hasWarned || address !== peer || !(headers.has('X-Forwarded-For') || headers.has('Forwarded'))) return
  hasWarned = true
  console.warn(`${peer} says for whom it asks, but is not in TRUSTED_PROXIES: its clients count as one.`)
}

/** The request as sent to PUBLIC_URL by its client's address, regardless of its headers. */
const inward = (request: Request<unknown, Peer>, env: Env) => {
  const url = new URL(request.url)
  if (env.PUBLIC_URL) {
    const { protocol, hostname, port } = new URL(env.PUBLIC_URL)
    Object.assign(url, { protocol, hostname, port })
  }
  const peer = bareAddress(request.cf?.clientIp ?? '') ?? 'unknown'
  trusted ??= parseAddressRanges(env.TRUSTED_PROXIES)
  const address = clientAddress(peer, request.headers, trusted)
  warnOf(peer, request.headers, address)
  const headers = new Headers([...request.headers].filter(([name]) => !notFromOutside.test(name)))
  headers.set('CF-Connecting-IP', address)
  return new Request(url, new Request(request as unknown as Request, { headers, redirect: 'manual' }) as RequestInit)
}

const isFilePath = (path: string, patterns: string[]) =>
  patterns.some((pattern) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern))

const fileAt = async (request: Request, path: string, { SITE, FILES }: Env) => {
  const headers = FILES[path]
  if (!headers) return new Response('Not found', { status: 404, headers: { 'Cache-Control': 'no-store' } })
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response('Method not allowed', { status: 405, headers: { Allow: 'GET, HEAD' } })
  if (request.headers.get('If-None-Match')?.includes(headers.ETag ?? ''))
    return new Response(null, { status: 304, headers })
  const { body } = await SITE.fetch(`http://site${path}`, { method: request.method })
  return new Response(body, { headers })
}

/** Compresses text responses. */
const compressed = (request: Request, response: Response) => {
  const { body, headers, status } = response
  if (!isText.test(headers.get('Content-Type') ?? '')) return response
  const answer = new Response(body, response)
  answer.headers.append('Vary', 'Accept-Encoding')
  if (!body || status === 206 || headers.has('Content-Encoding')) return answer
  if (!/\bgzip\b/.test(request.headers.get('Accept-Encoding') ?? '')) return answer
  answer.headers.delete('Content-Length')
  answer.headers.set('Content-Encoding', 'gzip')
  return answer
}

const askApplication = async (request: Request, { APP }: Env) => {
  const application = () => APP.get(APP.idFromName('daymark'))
  try {
    return await application().fetch(request)
  } catch (error) {
    if (!isDiskFull(error)) throw error
    const { url, method, headers } = request
    return application().fetchOnFullDisk(new Request(url, { method, headers }))
  }
}

/** Proxy in front of a self-hosted application. It replaces the functions of Cloudflare's network. */
export default {
  async fetch(request: Request<unknown, Peer>, env: Env) {
    const { pathname } = new URL(request.url)
    if (isFilePath(pathname, env.FILE_PATHS)) return compressed(request, await fileAt(request, pathname, env))
    const response = await askApplication(inward(request, env), env)
    return response.webSocket ? response : compressed(request, response)
  },
}
