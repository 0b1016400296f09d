import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { forgetReads, prefetchReads } from '../db/reads'
import { claimCommit } from '../db/sql'
import { type App, appContext } from '../env'
import { type Problem, ProblemError } from '../http/problem'
import { isReadMethod } from '../http/respond'
import { answerOfKey, claimStatements, isKey, readIdempotencyKey, storedAnswer } from './once'
import { invalidProblem } from './request'

/** Maximum age of a queued line (ms). */
const longestKept = 30 * 24 * 60 * 60 * 1000

/** Maximum number of times that a line can be changed while it is queued. */
const mostReplaced = 20

/** Maximum difference between a device's clock and the server's, including the time of the request, in ms. */
export const clockTolerance = 2 * 60_000

/** Age in ms above which a line was queued. Pages wait this long for a response (client/service-worker/lines.ts). */
const liveFor = 3_000

const tooOld: Problem = {
  status: 422,
  code: 'too_old',
  title: 'Too old',
  detail: 'You entered this more than 30 days ago. Enter it again with its date.',
}

/**
 * Instant at which a line was entered (epoch ms), from the device's clock at that time and at sending. If that clock is
 * wrong, computes it from the line's age. @throws ProblemError 422
 */
export const entryInstant = (made: number, sent: number, now: number) => {
  const isRight = sent <= now && now - sent <= clockTolerance
  const at = Math.min(isRight ? made : now - (sent - made), now)
  if (now - at > longestKept) throw new ProblemError(tooOld)
  return at
}

const instantIn = (text: string, name: string) => {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new ProblemError(invalidProblem([{ path: name, message: 'Enter an instant in milliseconds' }]))
}

/** True if a service worker sends the line from its queue, and the path supports this. */
const isKept = ({ req, var: { facts } }: Parameters<typeof answerOfKey>[0]) =>
  facts.worksOffline && !isReadMethod(req.method) && req.header('Idempotency-Key') !== undefined

/** A submitted line. `made` and `sent` are times of the device's clock (epoch ms). */
type SentLine = { key: string; made?: number; sent: number }

/** Reads the headers of a line that a service worker sends. @throws ProblemError 422 */
const keptLine = (c: Context<App>, key: string, now: number): SentLine => {
  const made = c.req.header('Made-At')
  const sent = instantIn(c.req.header('Sent-At') ?? String(now), 'Sent-At')
  return { key, sent, ...(made !== undefined && { made: instantIn(made, 'Made-At') }) }
}

/** Reads the line of a form that the browser sends directly. Undefined if the path does not support queued lines. */
const formLine = ({ req, var: { facts, line } }: Context<App>, now: number): SentLine | undefined => {
  const { key, made } = line ?? {}
  if (!facts.worksOffline || isReadMethod(req.method) || typeof key !== 'string' || !isKey(key)) return
  const at = typeof made === 'string' && /^\d{1,15}$/.test(made) ? Number(made) : now
  return { key, made: at, sent: at }
}

/** Error if a line was edited while queued, but its earlier version had already arrived. Only the response was lost. */
const alreadySent: Problem = {
  status: 422,
  code: 'already_sent',
  title: 'Already sent',
  detail: 'It was sent before your change. Edit it in its list, and discard this line.',
}

/** Keys of the line's earlier versions, which may have been sent before it was edited. */
const replacedKeys = (c: Context<App>) => {
  const keys = (c.req.header('Replaces') ?? '').split(' ').filter(Boolean)
  if (keys.length <= mostReplaced && keys.every(isKey)) return keys
  throw new ProblemError(invalidProblem([{ path: 'Replaces', message: `Enter at most ${mostReplaced} keys` }]))
}

/** Prefetches the stored answer of a line's key in the same batch as the check of the sign-in. */
export const prefetchKey = createMiddleware<App>(async (c, next) => {
  const { named } = c.var
  if (isKept(c))
    c.set('named', (userId: string) => {
      named?.(userId)
      prefetchReads(answerOfKey(c, userId))
    })
  await next()
})

/**
 * Writes a line exactly once, at the instant at which it was entered. The browser sends it directly, or its service
 * worker later (client/service-worker/lines.ts). The line and its key are written in one batch. A repeat gets an empty
 * response, because nobody waits for it.
 */
export const queuedLines = createMiddleware<App>(async (c, next) => {
  const now = Date.now()
  const context = appContext(c)
  const header = isKept(c) ? readIdempotencyKey(c) : undefined
  const line = header === undefined ? formLine(context, now) : keptLine(context, header, now)
  if (!line) return next()
  const { key, made, sent } = line
  const { DB } = c.env
  const use = { db: DB, userId: c.var.user.id, key, requestHash: '' }
  const repeat = () => c.body(null, 204, { 'Idempotent-Replayed': 'true' })
  // A line sent directly is rarely a repeat. If it is, its write fails at the key.
  if (header !== undefined && (await storedAnswer(use))) return repeat()
  const replaced = replacedKeys(context).map((former) => ({ ...use, key: former }))
  if ((await Promise.all(replaced.map(storedAnswer))).some(Boolean)) throw new ProblemError(alreadySent)
  if (made !== undefined) {
    c.set('madeAt', entryInstant(made, sent, now))
    c.set('isLate', sent - made > liveFor)
  }
  // Claims the earlier keys, too, so that a delayed request with an earlier version fails.
  const claims = () => [use, ...replaced].flatMap((one) => claimStatements(one, ''))
  const isClaimed = claimCommit(DB, claims())
  await next()
  const { status } = c.res
  if (isClaimed() && status < 400) return
  // A concurrent repeat may have been refused because of the first request, or may have found nothing to do.
  forgetReads(DB)
  if (!isClaimed() && (await storedAnswer(use))) {
    c.error = undefined
    c.res = undefined
    c.res = repeat()
  } else if (status < 300 || status === 303) await DB.batch(claims()).catch(() => undefined)
})
