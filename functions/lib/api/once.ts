import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { forgetReads, prefetchResponse } from '../db/reads'
import { newSeq, part, type SqlPart, sql } from '../db/sql'
import { type App, appContext } from '../env'
import { submittedText } from '../http/form'
import { ProblemError } from '../http/problem'
import { waitUntil } from '../http/wait-until'
import { seal, sha256Hex, unseal } from '../secrets'
import { invalidProblem } from './request'

const keptMilliseconds = 24 * 60 * 60 * 1000

/** Lifetime of keys without a response: lines may be queued on a device for 30 days (kept-lines.ts). */
const keptWithoutAnswer = 31 * keptMilliseconds

/** Maximum length of a stored response. A longer one of a request without writes is computed again. */
const keptCharacters = 500_000

/**
 * Context after `once`. The handler adds statements to the batch that creates row `id`: from `claim` if the response is
 * known before the batch, from `claimWith` if only SQL knows it, or from `claimSealed` to encrypt it.
 */
export type Once = App & {
  Variables: {
    claim: (id: string, answer?: object) => D1PreparedStatement[]
    claimWith: (id: string, answer: SqlPart) => D1PreparedStatement[]
    claimSealed: (id: string, answer: object) => Promise<D1PreparedStatement[]>
  }
}

type StoredAnswer = { request_hash: string; location: string; body: string | null }

/** Use of an idempotency key by one person for one request. */
type KeyUse = { db: D1Database; userId: string; key: string; requestHash: string }

export const storedAnswer = ({ db, userId, key }: KeyUse) =>
  sql(db)`
    SELECT request_hash, location, body FROM idempotency_keys WHERE user_id = ${userId} AND key = ${key}`.first<StoredAnswer>()

/** Reads the stored response of the request's key; null without a key. The same read as in `once` with `reads`. */
export const answerOfKey = async (c: Context<App>, userId: string) => {
  const key = c.req.header('Idempotency-Key')
  return key === undefined ? null : storedAnswer({ db: c.env.DB, userId, key, requestHash: '' })
}

/** SQL of a JSON response in which the members at `paths` are the version of the batch. */
export const answerWithVersion = (userId: string, answer: object, paths: string[]) =>
  paths.reduce((json, path) => part`json_set(${json}, ${path}, ${newSeq(userId)})`, part`${JSON.stringify(answer)}`)

export const claimStatements = ({ db, userId, key, requestHash }: KeyUse, id: string, body: SqlPart = part`NULL`) => {
  const now = Date.now()
  return [
    sql(db)`
      DELETE FROM idempotency_keys
      WHERE user_id = ${userId} AND created_at < ${now - keptMilliseconds}
        AND (body IS NOT NULL OR created_at < ${now - keptWithoutAnswer})`,
    sql(db)`
      INSERT INTO idempotency_keys (user_id, key, request_hash, location, body, created_at)
      VALUES (${userId}, ${key}, ${requestHash}, ${id}, ${body}, ${now})`,
  ]
}

const keepBody = ({ db, userId, key }: KeyUse, body: string) =>
  sql(db)`UPDATE idempotency_keys SET body = ${body} WHERE user_id = ${userId} AND key = ${key}`.run()

/** True if the write was started as a job. Its location is then the path of the job. */
const isJob = (location: string) => location.startsWith('/api/v1/jobs/')

export const isKey = (text: string) => /^[\x21-\x7e]{1,255}$/.test(text)

export const readIdempotencyKey = (c: Context) => {
  const key = c.req.header('Idempotency-Key')
  if (key === undefined || isKey(key)) return key
  throw new ProblemError(
    invalidProblem([{ path: 'Idempotency-Key', message: 'Enter 1 to 255 visible ASCII characters' }]),
  )
}

/** Reads the body with one character per byte, because it may not be text. */
const bodyBytes = async (c: Context) => new TextDecoder('latin1').decode(await c.req.arrayBuffer())

const otherRequest = invalidProblem([
  { path: 'Idempotency-Key', message: 'This key was used for another request. Use a new one' },
])

/** Encrypts responses with secrets by a key of the server, so that the database alone does not reveal them. */
const sealing = ({ env }: Context<App>, { userId, key }: KeyUse) => {
  const place = `${userId} ${key}`
  return {
    seal: (answer: string) => seal(env, 'kept answers', place, answer),
    unseal: (sealed: string) => unseal(env, 'kept answers', place, sealed),
  }
}

type Options = {
  /** Responds with the current row, if the first response is not stored yet or can no longer be decrypted. */
  show?: (c: Context<App>, id: string) => Promise<Response>
  /** Reads the data of the response, in the batch that creates the row. */
  from?: (c: Context<App>, id: string) => Promise<unknown>
  /** Path of the row's collection, if not the request's own. */
  collection?: string
  /** Status of a repeat; by default 201 with `show`, otherwise 200. */
  status?: 200 | 201
  /** The response has a Location. Default: true with `show` and 201. */
  located?: boolean
  /** The response contains a secret, so it is stored encrypted. */
  sealed?: boolean
  /** Looks for the key first, because the handler takes long to plan its write. */
  reads?: boolean
}

/** Responds to a repeated request with the stored response. */
const repeat = async (c: Context<Once>, use: KeyUse, stored: StoredAnswer, options: Options) => {
  const { show, collection, status = show ? 201 : 200, sealed = false } = options
  const { located = show !== undefined && status === 201 } = options
  if (stored.request_hash !== use.requestHash) throw new ProblemError({ ...otherRequest, code: 'key_reused' })
  const body = sealed && stored.body !== null ? await sealing(appContext(c), use).unseal(stored.body) : stored.body
  if (show && body === null) return show(appContext(c), stored.location)
  c.header('Content-Type', 'application/json')
  if (isJob(stored.location)) {
    c.header('Location', stored.location)
    return c.body(body ?? '', 202)
  }
  const { pathname } = new URL(c.req.url)
  if (located) c.header('Location', stored.location === '' ? pathname : `${collection ?? pathname}/${stored.location}`)
  return c.body(body ?? '', status)
}

/** Writes the statements of a key; null if another request has already used the key. */
const writeKey = (db: D1Database, statements: D1PreparedStatement[]) =>
  db.batch(statements).catch((error: Error) => {
    if (error.message.includes('idempotency_keys.key')) return null
    throw error
  })

/**
 * Runs a POST with an `Idempotency-Key` only once. The batch that creates the row also writes the key. Among repeated
 * requests within a day, one batch succeeds and the others fail at the key, so they return its response. If a request
 * wrote nothing, its response is stored afterwards.
 */
export const once = (options: Options = {}) =>
  createMiddleware<Once>(async (c, next) => {
    const key = readIdempotencyKey(c)
    const record = (id: string, answer?: SqlPart) => c.env.recordWrite?.(c.env.DB, c.var.user.id, id, answer) ?? []
    const { from } = options
    const setClaim = (claim: Once['Variables']['claim']) =>
      c.set('claim', (id, answer) => {
        if (from) prefetchResponse(c.env.DB, () => from(appContext(c), id))
        return claim(id, answer)
      })
    if (key === undefined) {
      setClaim((id) => record(id))
      c.set('claimWith', record)
      c.set('claimSealed', async () => [])
      return next()
    }
    const { pathname, search } = new URL(c.req.url)
    const requestHash = await sha256Hex(`${c.req.method} ${pathname}${search}\n${await bodyBytes(c)}`)
    const use = { db: c.env.DB, userId: c.var.user.id, key, requestHash }

    /** Replaces the handler's response with the stored one. */
    const repeatFirst = async () => {
      forgetReads(c.env.DB)
      const first = await storedAnswer(use)
      if (!first) return
      const answer = await repeat(c, use, first, options)
      c.error = undefined
      c.res = undefined
      c.res = answer
    }

    /** Progress of the handler: it has claimed nothing, the key only, or the key with its response. */
    const progress: { claimed: 'no' | 'key' | 'answer' } = { claimed: 'no' }
    const claim = (id: string, body: SqlPart, isAnswer = true) => {
      progress.claimed = isAnswer ? 'answer' : 'key'
      return claimStatements(use, id, body)
    }
    const claimed = prefetchResponse(c.env.DB, () => storedAnswer(use))

    const before = options.reads ? await storedAnswer(use) : null
    if (before) return repeat(c, use, before, options)
    setClaim((id, answer) => claim(id, part`${answer ? JSON.stringify(answer) : null}`, answer !== undefined))
    c.set('claimWith', claim)
    c.set('claimSealed', async (id, answer) =>
      claim(id, part`${await sealing(appContext(c), use).seal(JSON.stringify(answer))}`),
    )
    await next()

    // A concurrent repeat may have been refused because of the first request, or may have found nothing to do.
    if (!c.res.ok) return repeatFirst()
    const text = await c.res.clone().text()
    // Until the response is stored, repeats get the current row.
    if (progress.claimed === 'key') {
      const kept = options.sealed ? await sealing(appContext(c), use).seal(text) : text
      waitUntil(c, keepBody(use, kept))
    } else if (progress.claimed === 'answer') {
      const first = options.sealed ? null : await claimed()
      if (first && first.body !== text) await repeatFirst()
    } else if (text.length <= keptCharacters && !(await writeKey(c.env.DB, claim('', part`${text}`))))
      await repeatFirst()
  })

/**
 * Creates something whose response is shown only once, such as a secret. Reloading that response submits the form again
 * with the same `FormId` and gets the first result. @param make must write the claimed statements first
 */
export const onceByForm = async <T extends object | null>(
  c: Context<App>,
  make: (claim: (made: NonNullable<T>) => Promise<D1PreparedStatement[]>) => Promise<T>,
): Promise<T> => {
  const fields = submittedText(c)
  if (!fields.form_id) return make(async () => [])
  // The space avoids collisions with keys of programs, which cannot contain one.
  const key = `form ${await sha256Hex(JSON.stringify([c.req.path, fields]))}`
  const use = { db: c.env.DB, userId: c.var.user.id, key, requestHash: '' }
  const { seal, unseal } = sealing(c, use)
  try {
    return await make(async (made) => claimStatements(use, '', part`${await seal(JSON.stringify(made))}`))
  } catch (error) {
    forgetReads(use.db)
    const { body } = (await storedAnswer(use)) ?? {}
    const first = body && (await unseal(body))
    if (!first) throw error
    return JSON.parse(first)
  }
}
