import type { Context } from 'hono'
import { type App, type Bindings, isDevelopment } from './env'
import { plural } from './format'
import { ProblemError } from './problem'
import { type Limit, type LimitState, refund, take } from './rate-limits'

const isOff = (env: Bindings) => isDevelopment(env) && env.RATE_LIMITS === 'off'

/** Sets the headers of the draft, and the three older ones. */
const sayStanding = (c: Context, name: string, { limit, seconds, remaining, resetSeconds }: LimitState) => {
  c.header('RateLimit-Policy', `"${name}";q=${limit};w=${seconds}`)
  c.header('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`)
  c.header('RateLimit-Limit', String(limit))
  c.header('RateLimit-Remaining', String(remaining))
  c.header('RateLimit-Reset', String(resetSeconds))
}

const tooMany = (detail: string) =>
  new ProblemError({ status: 429, code: 'rate_limited', title: 'Too many requests', detail })

/** Counts this request and returns the tightest limit, or nothing where limits are off. */
const counted = async (c: Context<App>, name: string, limits: Limit[], said: string) => {
  if (isOff(c.env)) return undefined
  const { passes, standings } = await take(c.var.unmetered, limits, Date.now())
  const byRoom = standings.toSorted((a, b) => a.remaining - b.remaining || b.resetSeconds - a.resetSeconds)
  const [tightest] = byRoom
  if (!tightest) return undefined
  const told = passes ? byRoom.find(({ shared }) => !shared) : tightest
  if (told) sayStanding(c, name, told)
  if (passes) return tightest
  const seconds = tightest.resetSeconds
  c.header('Retry-After', String(seconds))
  const when = seconds < 120 ? plural(seconds, 'second') : `${Math.ceil(seconds / 60)} minutes`
  throw tooMany(`${said} Try again in ${when}.`)
}

/**
 * Counts this request and stops it with 429 when one of its limits is reached.
 * @param name of the limits, for programs
 * @param said message for the person, before when to try again
 */
export const rateLimit = async (c: Context<App>, name: string, limits: Limit[], said: string) => {
  await counted(c, name, limits, said)
}

/** Like `rateLimit`, but returns a refund to call on success, so that only failures count. */
export const rateLimitFailures = async (c: Context<App>, limit: Limit, said: string) => {
  const standing = await counted(c, 'failures', [limit], said)
  return async () => {
    if (standing) await refund(c.var.unmetered, standing)
  }
}
