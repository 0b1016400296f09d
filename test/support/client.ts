import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { insertSession } from '../../functions/account/auth/queries'
import { app } from '../../functions/app'
import { developmentSecret } from '../../functions/lib/http/security'
import type { Preferences } from '../../functions/lib/preferences'
import { randomSecret, sessionValue, sha256Hex } from '../../functions/lib/secrets'
import { storeOf } from './store'

export const origin = 'http://localhost'

export type FormFields = Record<string, string | number | File | string[] | File[]>

const formData = (fields: FormFields) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) data.append(name, one instanceof File ? one : String(one))
  }
  return data
}

/** Sends a request through the whole application, with a database of six calls; resolves after its `waitUntil` work. */
export const request = async (path: string, init: RequestInit = {}, bindings: object = env) => {
  const context = createExecutionContext()
  const { DB } = bindings as typeof env
  const response = await app.request(`${origin}${path}`, init, { ...bindings, DB: storeOf(DB) }, context)
  await waitOnExecutionContext(context)
  return response
}

/** The cookie of a browser in which the person is signed in. */
export const sessionCookie = async (userId: string, secret: string) =>
  `session=${await sessionValue(developmentSecret, { userId, secret })}`

/** Names of the regions on a page, as `client/live/regions.ts` sends them. */
export const regionsIn = (html: string) =>
  [...html.matchAll(/ data-region="([^"]*)"/g)].map(([, region = '']) => region.replaceAll('&amp;', '&')).join(' ')

/** Headers that htmx sends with a request from the page at `path`. */
export const fromPage = async (path: string, cookie: string) => ({
  'HX-Current-URL': `${origin}${path}`,
  'X-Regions': regionsIn(await (await request(path, { headers: { Cookie: cookie } })).text()),
})

export type Client = Awaited<ReturnType<typeof signedIn>>

/** A new person, signed in, with an empty account, whose daily backups are not due. `part` asks as htmx does, from the page at `page`. */
export const signedIn = async (preferences: Partial<Preferences> = {}) => {
  const userId = uuid()
  const now = Date.now()
  const secret = randomSecret()
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO users (id, email, email_proven_at, username, preferences, created_at, updated_at, last_active_at,
         backup_day)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, '9999-12-31')`,
    ).bind(userId, `${userId}@example.com`, now, 'Robin', JSON.stringify(preferences), now, now, now),
    env.DB.prepare('INSERT INTO change_heads (user_id) VALUES (?)').bind(userId),
    insertSession(env.DB, await sha256Hex(secret), userId, 'a test', now),
  ])
  const cookie = await sessionCookie(userId, secret)
  const pages = new Map<string, ReturnType<typeof fromPage>>()
  const pageHeaders = (page: string) => {
    const known = pages.get(page) ?? fromPage(page, cookie)
    pages.set(page, known)
    return known
  }
  const headers = async (part = false, page?: string) => ({
    Cookie: cookie,
    Origin: origin,
    ...(part && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
    ...(page && (part ? await pageHeaders(page) : { 'HX-Current-URL': `${origin}${page}` })),
  })
  type How = { part?: boolean; page?: string; headers?: Record<string, string> }

  /** Sends `body` as JSON; text and bytes are sent unchanged. */
  const json = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    request(path, {
      method,
      headers: { ...(await headers()), ...(body !== undefined && { 'Content-Type': 'application/json' }), ...more },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    })

  /** Sends `body` to the API and returns the created row. */
  const made = async <T = object>(path: string, body: object = {}): Promise<T & { id: string }> => {
    const answer = await json('POST', `/api/v1${path}`, body)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json<T & { id: string }>()
  }

  return {
    userId,
    secret,
    cookie,
    get: async (path: string, { part, page, headers: more }: How = {}) =>
      request(path, { headers: { ...(await headers(part, page)), ...more } }),
    post: async (path: string, fields: FormFields = {}, { part, page, headers: more }: How = {}) =>
      request(path, { method: 'POST', headers: { ...(await headers(part, page)), ...more }, body: formData(fields) }),
    json,
    made,
    /** Creates a row from `body` and returns its id. */
    add: async (path: string, body: object = {}) => (await made(path, body)).id,
    /** The versions of the person's last writes. */
    heads: async () =>
      env.DB.prepare('SELECT seq, stats_seq, whitelist_seq FROM change_heads WHERE user_id = ?')
        .bind(userId)
        .first<{ seq: number; stats_seq: number; whitelist_seq: number }>(),
  }
}

export const rows = async <T = Record<string, unknown>>(query: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(query)
      .bind(...values)
      .all<T>()
  ).results

/** Cost of an answer, from Server-Timing. */
export const cost = (response: Response) => {
  const [, statements, trips, read, written] =
    /statements=(\d+) trips=(\d+) read=(\d+) written=(\d+)/.exec(response.headers.get('Server-Timing') ?? '') ?? []
  return { statements: Number(statements), trips: Number(trips), read: Number(read), written: Number(written) }
}

/** The page that a response redirects to, else the response. */
export const followed = async (client: Client, response: Response) => {
  const page = response.headers.get('Location')
  return page ? client.get(page) : response
}

export const text = async (response: Response | Promise<Response>) => (await response).text()

/** The message that the next page shows, and the path of its Undo. */
export const toastOf = (answer: Response): { message: string; undo: string } => {
  const flash = /flash=([^;]+)/.exec(answer.headers.get('Set-Cookie') ?? '')?.[1] ?? '{}'
  return { message: '', undo: '', ...JSON.parse(decodeURIComponent(flash)) }
}
