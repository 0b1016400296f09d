import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { declare, forgetReads } from '../db/reads'
import { claimCommit } from '../db/sql'
import { type App, appContext } from '../env'
import { type Problem, ProblemError } from '../http/problem'
import { isRead } from '../http/respond'
import { answerOfKey, claimStatements, isKey, readIdempotencyKey, storedAnswer } from './once'
import { invalid } from './request'

/** Maximum age of a queued line (ms). */
const longestKept = 30 * 24 * 60 * 60 * 1000

/** Changes of a line while it waits. */
const mostReplaced = 20

/** A device's clock that differs by more is wrong (ms). A request may take as long to come. */
export const clockTolerance = 2 * 60_000

/** Age above which a line was queued (ms): pages wait this long for an answer (client/service-worker/lines.ts). */
const liveFor = 3_000

const tooOld: Problem = {
  status: 422,
  code: 'too_old',
  title: 'Too old',
  detail: 'You entered this more than 30 days ago. Enter it again with its date.',
}

/**
 * Instant at which a device made a line (epoch ms), from its clock then and as it sent the line. Where that clock is
 * wrong, the age of the line counts. @throws ProblemError 422
 */
export const instantOf = (made: number, sent: number, now: number) => {
  const isRight = sent <= now && now - sent <= clockTolerance
  const at = Math.min(isRight ? made : now - (sent - made), now)
  if (now - at > longestKept) throw new ProblemError(tooOld)
  return at
}

const instantIn = (text: string, name: string) => {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new ProblemError(invalid([{ path: name, message: 'Enter an instant in milliseconds' }]))
}

/** True for a line that a device kept and sends again, if the path takes one. */
const isKept = ({ req, var: { facts } }: Parameters<typeof answerOfKey>[0]) =>
  facts.worksOffline && !isRead(req.method) && req.header('Idempotency-Key') !== undefined

/** A line: `made` and `sent` are by the clock of its device (epoch ms). */
type SentLine = { key: string; made?: number; sent: number }

/** Reads a line that a service worker sends. @throws ProblemError 422 */
const keptLine = (c: Context<App>, key: string, now: number): SentLine => {
  const made = c.req.header('Made-At')
  const sent = instantIn(c.req.header('Sent-At') ?? String(now), 'Sent-At')
  return { key, sent, ...(made !== undefined && { made: instantIn(made, 'Made-At') }) }
}

/** Reads a form that a browser sends directly, without its queue, if the path accepts queued lines. */
const formLine = ({ req, var: { facts, line } }: Context<App>, now: number): SentLine | undefined => {
  const { key, made } = line ?? {}
  if (!facts.worksOffline || isRead(req.method) || typeof key !== 'string' || !isKey(key)) return
  const at = typeof made === 'string' && /^\d{1,15}$/.test(made) ? Number(made) : now
  return { key, made: at, sent: at }
}

/** A line that was changed while it waited, though its first sending had come: its answer was lost on the way. */
const alreadySent: Problem = {
  status: 422,
  code: 'already_sent',
  title: 'Already sent',
  detail: 'It was sent before your change. Edit it in its list, and discard this line.',
}

/** Keys under which a line was perhaps sent before it was changed. */
const replacedKeys = (c: Context<App>) => {
  const keys = (c.req.header('Replaces') ?? '').split(' ').filter(Boolean)
  if (keys.length <= mostReplaced && keys.every(isKey)) return keys
  throw new ProblemError(invalid([{ path: 'Replaces', message: `Enter at most ${mostReplaced} keys` }]))
}

/** Looks for the key of a line along with the check of the sign-in. */
export const declareKey = createMiddleware<App>(async (c, next) => {
  const { named } = c.var
  if (isKept(c))
    c.set('named', (userId: string) => {
      named?.(userId)
      declare(answerOfKey(c, userId))
    })
  await next()
})

/**
 * Writes a line once, as a browser sends it or as its service worker does later (client/service-worker/lines.ts), at the
 * instant at which it was made: its key is written in the batch of the line. A repeat is answered without content, as
 * nobody waits for it.
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
  // The first sending is seldom a repeat, which fails at its key.
  if (header !== undefined && (await storedAnswer(use))) return repeat()
  const replaced = replacedKeys(context).map((former) => ({ ...use, key: former }))
  if ((await Promise.all(replaced.map(storedAnswer))).some(Boolean)) throw new ProblemError(alreadySent)
  if (made !== undefined) {
    c.set('madeAt', instantOf(made, sent, now))
    c.set('isLate', sent - made > liveFor)
  }
  // A sending that comes late, from before the change, finds its key.
  const claims = () => [use, ...replaced].flatMap((one) => claimStatements(one, ''))
  const isClaimed = claimCommit(DB, claims())
  await next()
  const { status } = c.res
  if (isClaimed() && status < 400) return
  // A repeat that ran beside the first may be refused because of it, or find nothing left to do.
  forgetReads(DB)
  if (!isClaimed() && (await storedAnswer(use))) {
    c.error = undefined
    c.res = undefined
    c.res = repeat()
  } else if (status < 300 || status === 303) await DB.batch(claims()).catch(() => undefined)
})
