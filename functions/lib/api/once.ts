import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { App } from '../env'
import { ProblemError } from '../problem'
import { hashed } from '../secrets'
import { sql } from '../sql'
import { invalid } from './request'

const keptMilliseconds = 24 * 60 * 60 * 1000

/** Context behind `once`. The handler puts the statements of `claim` into the batch that makes the row. */
export type Once = App & { Variables: { claim: Claim } }

/** Claims the request's key for the row `id`. Takes the response, where it is known before the batch. */
type Claim = (id: string, answer?: object) => D1PreparedStatement[]

type StoredAnswer = { request_hash: string; location: string; body: string | null }

const storedAnswer = (db: D1Database, userId: string, key: string) =>
  sql(db)`
    SELECT request_hash, location, body FROM idempotency_keys WHERE user_id = ${userId} AND key = ${key}`.first<StoredAnswer>()

const claims =
  (db: D1Database, userId: string, key: string, requestHash: string): Claim =>
  (id, answer) => {
    const now = Date.now()
    return [
      sql(db)`DELETE FROM idempotency_keys WHERE user_id = ${userId} AND created_at < ${now - keptMilliseconds}`,
      sql(db)`
      INSERT INTO idempotency_keys (user_id, key, request_hash, location, body, created_at)
      VALUES (${userId}, ${key}, ${requestHash}, ${id}, ${answer ? JSON.stringify(answer) : null}, ${now})`,
    ]
  }

const keepBody = (db: D1Database, userId: string, key: string, body: string) =>
  sql(db)`UPDATE idempotency_keys SET body = ${body} WHERE user_id = ${userId} AND key = ${key}`.run()

const keyOf = (c: Context) => {
  const key = c.req.header('Idempotency-Key')
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new ProblemError(invalid([{ path: 'Idempotency-Key', message: 'Enter 1 to 255 visible ASCII characters' }]))
}

/** Reads the body as one character per byte, for it may be no text. */
const bodyBytes = async (c: Context) => new TextDecoder('latin1').decode(await c.req.arrayBuffer())

const otherRequest = invalid([
  { path: 'Idempotency-Key', message: 'This key was used for another request. Use a new one' },
])

/**
 * Makes a POST with an `Idempotency-Key` happen once. The batch that makes the row writes the key too, so one of any
 * number of repeats within a day makes it, and the others repeat its response.
 * @param show answers 201 with the present row, while the first response is not stored yet. Without it the response is
 * the 200 given to `claim`
 * @param collection path of the row's collection, if not the request's own
 */
export const once = (show?: (c: Context<App>, id: string) => Promise<Response>, collection?: string) =>
  createMiddleware<Once>(async (c, next) => {
    const key = keyOf(c)
    if (key === undefined) {
      c.set('claim', () => [])
      return next()
    }
    const { DB } = c.env
    const userId = c.var.user.id
    const { pathname, search } = new URL(c.req.url)
    const requestHash = await hashed(`${c.req.method} ${pathname}${search}\n${await bodyBytes(c)}`)

    const repeat = async (stored: StoredAnswer) => {
      if (stored.request_hash !== requestHash) throw new ProblemError({ ...otherRequest, code: 'key_reused' })
      if (show && stored.body === null) return show(c as unknown as Context<App>, stored.location)
      c.header('Content-Type', 'application/json')
      if (show) c.header('Location', `${collection ?? pathname}/${stored.location}`)
      return c.body(stored.body ?? '', show ? 201 : 200)
    }

    const before = await storedAnswer(DB, userId, key)
    if (before) return repeat(before)
    c.set('claim', claims(DB, userId, key, requestHash))
    await next()
    if (c.res.status === 201) await keepBody(DB, userId, key, await c.res.clone().text())
    else if (c.error?.message.includes('idempotency_keys.key')) {
      const first = await storedAnswer(DB, userId, key)
      if (first) {
        const answer = await repeat(first)
        c.error = undefined
        c.res = undefined
        c.res = answer
      }
    }
  })
