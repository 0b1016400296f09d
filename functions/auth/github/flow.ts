import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { App } from '../../lib/env'
import { isSecure } from '../../lib/session-cookie'
import { MagicLinkForm } from '../magic-link/schema'

/** How long somebody may take on GitHub. */
const tenMinutes = 10 * 60

/** A cookie holds 4 KB; a longer address to come back to is forgotten. */
const longestNext = 2000

export const FlowQuery = MagicLinkForm.pick({ next: true, time_zone: true, clock: true })

/** A sign-in under way in this browser. */
const Flow = FlowQuery.extend({
  state: z.string().min(20),
  verifier: z.string().min(43),
  /** The person who connects their account; null when it is a sign-in. */
  linkTo: z.string().nullable(),
})
export type Flow = z.output<typeof Flow>

const cookie = (c: Context) => (isSecure(c) ? '__Host-github' : 'github')

/** Keeps what is under way, in this browser alone; what it had under way before is given up. */
export const storeFlow = (c: Context<App>, flow: Flow) => {
  const next = encodeURIComponent(flow.next).length > longestNext ? '/' : flow.next
  setCookie(c, cookie(c), JSON.stringify({ ...flow, next }), {
    path: '/',
    secure: isSecure(c),
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: tenMinutes,
  })
}

const read = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Takes what is under way, which is then no more; undefined when there is nothing, or nothing of ours. */
export const takeFlow = (c: Context<App>) => {
  const kept = getCookie(c, cookie(c))
  deleteCookie(c, cookie(c), { path: '/', secure: isSecure(c) })
  return kept === undefined ? undefined : Flow.safeParse(read(kept)).data
}
