import type { Context } from 'hono'
import { type App, type Bindings, isDevelopment } from '../env'
import { logEvent } from '../log'
import { keyedHash } from '../secrets'
import { plural } from '../text/format'
import { ProblemError } from './problem'
import { countInMemory, countRequest, type Limit, type LimitState, refund } from './rate-limits'

/** True in development with `RATE_LIMITS=off`. */
export const isUnlimited = (env: Bindings) => isDevelopment(env) && env.RATE_LIMITS === 'off'

/** Sets the RateLimit headers of the IETF draft. */
const setLimitHeaders = (c: Context, name: string, { limit, seconds, remaining, resetSeconds }: LimitState) => {
  c.header('RateLimit-Policy', `"${name}";q=${limit};w=${seconds}`)
  c.header('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`)
}

const tooMany = (detail: string) =>
  new ProblemError({ status: 429, code: 'rate_limited', title: 'Too many requests', detail })

/** Responds 429, and names the limit in the log. @param message followed by when to try again */
export const refuse = <E extends App>(
  c: Context<E>,
  { key, resetSeconds: seconds }: Pick<LimitState, 'key' | 'resetSeconds'>,
  message: string,
): never => {
  logEvent(c, 'rate_limit', { limit: key })
  c.header('Retry-After', String(seconds))
  const when = seconds < 120 ? plural(seconds, 'second') : `${Math.ceil(seconds / 60)} minutes`
  throw tooMany(`${message} Try again in ${when}.`)
}

/** Responds 429 because a limit is reached. */
export const refuseTooMany = (c: Context<App>, name: string, state: LimitState, message: string) => {
  setLimitHeaders(c, name, state)
  return refuse(c, state, message)
}

/** Counts this request and returns the tightest limit, or undefined if limits are off. May respond 429. */
const counted = async <E extends App>(
  c: Context<E>,
  name: string,
  limits: Limit[],
  message: string,
  takeAll: (db: D1Database, now: number) => ReturnType<typeof countRequest> = (db, now) =>
    countRequest(db, limits, now),
) => {
  if (isUnlimited(c.env)) return undefined
  const { isAllowed, states } = await takeAll(c.var.unmetered, Date.now())
  const tightestFirst = states.toSorted((a, b) => a.remaining - b.remaining || b.resetSeconds - a.resetSeconds)
  const [tightest] = tightestFirst
  if (!tightest) return undefined
  const shown = isAllowed ? tightestFirst.find(({ shared }) => !shared) : tightest
  if (shown) setLimitHeaders(c, name, shown)
  if (isAllowed) return tightest
  return refuse(c, tightest, message)
}

/**
 * Counts this request, and responds 429 if one of its limits is reached.
 * @param name of the limits, for programs
 * @param message for the person, followed by when to try again
 */
export const rateLimit = async <E extends App>(c: Context<E>, name: string, limits: Limit[], message: string) => {
  await counted(c, name, limits, message)
}

/** Like `rateLimit`, for the frequent requests of programs (see `countInMemory`). */
export const rateLimitProgram = async (c: Context<App>, name: string, limit: Limit, message: string) => {
  await counted(c, name, [limit], message, (db, now) => countInMemory(db, limit, now, true))
}

/** Limits the public pages that a network opens without an account, to 60 a minute. */
export const limitPublicPages = async (c: Context<App>) => {
  const limit = { key: await networkKey(c, 'public'), limit: 60, seconds: 60 }
  await rateLimit(c, 'public', [limit], 'Too many pages from your network.')
}

/** Like `rateLimit`, but returns a refund to call on success, so that only failures count. */
export const rateLimitFailures = async (c: Context<App>, limit: Limit, message: string) => {
  const state = await counted(c, 'failures', [limit], message)
  return async () => {
    if (state) await refund(c.var.unmetered, state)
  }
}

/** Counts something if its limits have room. Returns false otherwise, without an error. */
export const countIfAllowed = async (c: Context<App>, ...limits: Limit[]) => {
  if (isUnlimited(c.env) || (await countRequest(c.var.unmetered, limits, Date.now())).isAllowed) return true
  logEvent(c, 'rate_limit', { limit: limits[0]?.key })
  return false
}

/** Like `countIfAllowed`, but counts `others` if `first` has no room. */
export const countEither = async (c: Context<App>, first: Limit[], others: Limit[]) =>
  isUnlimited(c.env) ||
  (await countRequest(c.var.unmetered, first, Date.now())).isAllowed ||
  countIfAllowed(c, ...others)

/** Network of a client: its IPv4 address, or the /64 of its IPv6 address, because one client may have a whole /64. */
const networkOf = (address: string) => {
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [head = '', tail] = address.split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail ? tail.split(':') : []
  const filled =
    tail === undefined ? start : [...start, ...Array(Math.max(0, 8 - start.length - end.length)).fill('0'), ...end]
  return filled
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** Key of a limit, with a keyed hash, so that the table of limits reveals no address or network. */
export const limitKey = async (c: Context<App>, name: string, value: string) =>
  `${name}:${await keyedHash(c.env.JWT_SECRET, 'rate limits', value)}`

/**
 * Address of the client. Cloudflare sets this header and removes forged ones; on self-hosted servers
 * workers/server/front.ts does.
 */
export const clientAddress = (c: Context<App>) => c.req.header('CF-Connecting-IP') ?? 'unknown'

/** `limitKey` for the request's network. */
export const networkKey = (c: Context<App>, name: string) => limitKey(c, name, networkOf(clientAddress(c)))

/** Counts a page without waiting for D1. Returns the state of the limit if it is reached, else null. */
export const countPageRequest = async (c: Context<App>, limit: Limit): Promise<LimitState | null> => {
  if (isUnlimited(c.env)) return null
  const { isAllowed, states } = await countInMemory(c.var.unmetered, limit, Date.now(), false)
  return isAllowed ? null : (states[0] ?? null)
}
