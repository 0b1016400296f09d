import type { Context, MiddlewareHandler } from 'hono'
import type { App } from '../../lib/env'
import { isUnlimited, refuse } from '../../lib/http/rate-limit'
import { daysBetween, isDate } from '../../lib/time/days'

/** Maximum long reads of a person that run at once. */
const atOnce = 2
/** How long a further one waits for its turn, in ms. */
const waitFor = 10_000
const pollEvery = 50
/** A download whose reader went away counts no longer than this, in ms. */
const expiresAfter = 60_000

const yearDays = 366

/** True for a range in the query that is longer than a year, and for facts of all time that are billable or not. */
const coversYears = (c: Context<App>) => {
  const { range, from, to = '', billable } = c.req.query()
  if (range !== undefined && (range === 'all' || Number(range) > yearDays)) return true
  if (from === undefined) return Boolean(billable) && range === undefined && c.req.query('month') === undefined
  return !isDate(from) || !isDate(to) || daysBetween(from, to) > yearDays
}

/** True for files, exports, and figures of more than a year: they take a second of the processor and more. */
const isLongRead = (c: Context<App>) =>
  c.req.method === 'GET' && (c.var.facts.limit === 'download' || c.var.facts.isLongRead || coversYears(c))

/** After a long read its turn stays taken for so many times as long while others visit, so that their pages come between. */
const pauses = 4
const longestPause = 5_000

/** Milliseconds for which somebody counts as present after a request. */
const presentFor = 10_000

/** The latest requests of two people (epoch ms): the one who came last, and the one who came last before. */
const visits = [
  { userId: '', at: 0 },
  { userId: '', at: 0 },
]

const noteVisit = (userId: string) => {
  const last = visits.find((visit) => visit.userId === userId) ?? visits.toSorted((a, b) => a.at - b.at)[0]
  Object.assign(last ?? {}, { userId, at: Date.now() })
}

const isAlone = (userId: string) =>
  visits.every((visit) => visit.userId === userId || visit.at < Date.now() - presentFor)

/** When turns of a person are free again (epoch ms). One's own server has one such map, Cloudflare several. */
const running = new Map<string, { freeAt: number }[]>()

/** Takes a turn if the person has one left. */
const takeTurn = (userId: string) => {
  const startedAt = Date.now()
  const turns = (running.get(userId) ?? []).filter(({ freeAt }) => freeAt > startedAt)
  if (turns.length >= atOnce) return undefined
  const turn = { freeAt: startedAt + expiresAfter }
  running.set(userId, [...turns, turn])
  return () => {
    const now = Date.now()
    turn.freeAt = isAlone(userId) ? now : now + Math.min(pauses * (now - startedAt), longestPause)
  }
}

/** The response, which calls `end` when its body was read or its reader has gone. */
const whenRead = (response: Response, end: () => void) => {
  const reader = response.body?.getReader()
  if (!reader) return response
  const body = new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read()
      if (!done) return controller.enqueue(value)
      end()
      controller.close()
    },
    cancel: (reason) => {
      end()
      return reader.cancel(reason)
    },
  })
  return new Response(body, response)
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

/** Lets two long reads of a person run at once, so that other people do not wait for them. A third waits, then gets 429. */
export const limitLongReads: MiddlewareHandler<App> = async (c, next) => {
  if (isUnlimited(c.env)) return next()
  const { id } = c.var.user
  noteVisit(id)
  if (!isLongRead(c)) return next()
  let end = takeTurn(id)
  for (let waited = 0; !end && waited < waitFor; waited += pollEvery) {
    await wait(pollEvery)
    end = takeTurn(id)
  }
  if (!end) {
    const message = `You can load ${atOnce} files or figures of more than a year at once.`
    return refuse(c, { key: `long:${id}`, resetSeconds: waitFor / 1000 }, message)
  }
  try {
    await next()
    if (c.res.ok) c.res = whenRead(c.res, end)
    else end()
  } catch (error) {
    end()
    throw error
  }
}
