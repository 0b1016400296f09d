import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import type { App } from '../../lib/env'
import { isSecure } from '../../lib/session-cookie'
import { MagicLinkForm } from '../magic-link/schema'

/** Seconds that a person may take on GitHub. */
const tenMinutes = 10 * 60

/** Characters. A cookie holds 4 KB, so a longer address is dropped. */
const longestNext = 2000

export const FlowQuery = MagicLinkForm.pick({ next: true, time_zone: true, clock: true })

const Flow = FlowQuery.extend({
  state: z.string().min(20),
  verifier: z.string().min(43),
  linkTo: z.string().nullable(),
})
export type Flow = z.output<typeof Flow>

const cookie = (c: Context) => (isSecure(c) ? '__Host-github' : 'github')

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

export const takeFlow = (c: Context<App>) => {
  const stored = getCookie(c, cookie(c))
  deleteCookie(c, cookie(c), { path: '/', secure: isSecure(c) })
  return stored === undefined ? undefined : Flow.safeParse(read(stored)).data
}
