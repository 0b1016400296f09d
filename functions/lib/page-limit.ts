import type { Context } from 'hono'
import type { App } from './env'
import { isOff } from './rate-limit'
import { type Limit, type LimitState, take } from './rate-limits'

/** Requests that a worker lets pass before it counts them in D1, and then takes at once. Both divide the limits. */
const uncounted = 60
const block = 30

/** Windows that a worker remembers. */
const remembered = 10_000

/** Requests of a person that this worker lets pass without asking D1, until `resetsAt` (epoch ms). */
type Window = { left: number; isCounted: boolean; isTaking: boolean; resetsAt: number }

const windows = new Map<string, Window>()

const windowOf = ({ key, seconds }: Limit, now: number) => {
  const known = windows.get(key)
  if (known && now < known.resetsAt) return known
  if (windows.size >= remembered) windows.clear()
  const window = { left: uncounted, isCounted: false, isTaking: false, resetsAt: now + seconds * 1000 }
  windows.set(key, window)
  return window
}

const passes = (window: Window) => {
  if (window.left === 0) return false
  window.left -= 1
  return true
}

/** Counts a block, and those that were not counted yet, if there is room. One request of a window does so at a time. */
const takeBlock = async (c: Context<App>, window: Window, limit: Limit, first: number, now: number) => {
  window.isTaking = true
  try {
    const { isAllowed, states } = await take(c.var.unmetered, [{ ...limit, weight: first + block }], now)
    if (states[0]) window.resetsAt = states[0].resetsAt
    if (isAllowed) window.left += block - 1
    return isAllowed
  } finally {
    window.isTaking = false
  }
}

/**
 * Counts a page. A person who turns pages at an ordinary pace costs no write: only the 61st of a minute asks D1, for 30
 * at once. Returns the state of a limit that is reached, otherwise null.
 */
export const takePage = async (c: Context<App>, limit: Limit): Promise<LimitState | null> => {
  if (isOff(c.env)) return null
  const now = Date.now()
  const window = windowOf(limit, now)
  if (passes(window)) return null
  const first = window.isCounted ? 0 : uncounted
  window.isCounted = true
  const taken = window.isTaking ? null : await takeBlock(c, window, limit, first, now)
  if (taken) return null
  const { isAllowed, states } = await take(c.var.unmetered, [limit], now)
  return isAllowed || passes(window) ? null : (states[0] ?? null)
}
