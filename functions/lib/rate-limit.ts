import type { Context } from 'hono'
import { type App, type Bindings, isDevelopment } from './env'
import { plural } from './format'
import { ProblemError } from './problem'
import { type Limit, type LimitState, refund, take } from './rate-limits'

export const isOff = (env: Bindings) => isDevelopment(env) && env.RATE_LIMITS === 'off'

/** Sets the headers of the draft, and the three older ones. */
const setLimitHeaders = (c: Context, name: string, { limit, seconds, remaining, resetSeconds }: LimitState) => {
  c.header('RateLimit-Policy', `"${name}";q=${limit};w=${seconds}`)
  c.header('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`)
  c.header('RateLimit-Limit', String(limit))
  c.header('RateLimit-Remaining', String(remaining))
  c.header('RateLimit-Reset', String(resetSeconds))
}

const tooMany = (detail: string) =>
  new ProblemError({ status: 429, code: 'rate_limited', title: 'Too many requests', detail })

const refuse = (c: Context, seconds: number, message: string): never => {
  c.header('Retry-After', String(seconds))
  const when = seconds < 120 ? plural(seconds, 'second') : `${Math.ceil(seconds / 60)} minutes`
  throw tooMany(`${message} Try again in ${when}.`)
}

/** Stops a request with 429 for a limit that is reached. */
export const refuseTooMany = (c: Context<App>, name: string, state: LimitState, message: string) => {
  setLimitHeaders(c, name, state)
  return refuse(c, state.resetSeconds, message)
}

/** Counts this request and returns the tightest limit, or nothing where limits are off. */
const counted = async (c: Context<App>, name: string, limits: Limit[], message: string) => {
  if (isOff(c.env)) return undefined
  const { isAllowed, states } = await take(c.var.unmetered, limits, Date.now())
  const tightestFirst = states.toSorted((a, b) => a.remaining - b.remaining || b.resetSeconds - a.resetSeconds)
  const [tightest] = tightestFirst
  if (!tightest) return undefined
  const shown = isAllowed ? tightestFirst.find(({ shared }) => !shared) : tightest
  if (shown) setLimitHeaders(c, name, shown)
  if (isAllowed) return tightest
  return refuse(c, tightest.resetSeconds, message)
}

/**
 * Counts this request and stops it with 429 when one of its limits is reached.
 * @param name of the limits, for programs
 * @param message for the person, before when to try again
 */
export const rateLimit = async (c: Context<App>, name: string, limits: Limit[], message: string) => {
  await counted(c, name, limits, message)
}

/** Like `rateLimit`, but returns a refund to call on success, so that only failures count. */
export const rateLimitFailures = async (c: Context<App>, limit: Limit, message: string) => {
  const state = await counted(c, 'failures', [limit], message)
  return async () => {
    if (state) await refund(c.var.unmetered, state)
  }
}
