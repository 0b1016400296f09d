import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import { ToastPart, type ToastProps } from '../../../views/ui/toast'
import { prefetchResponse } from '../db/reads'
import type { App } from '../env'
import { type Problem, ProblemError } from './problem'

/** Sets headers of a finished response. Hono's `c.header` would copy the response for each header. */
export const setHeaders = (c: Context, headers: Record<string, string>) => {
  for (const [index, [name, value]] of Object.entries(headers).entries()) {
    // Headers of a fetched response are immutable, so the response is copied.
    if (index === 0) c.header(name, value)
    else c.res.headers.set(name, value)
  }
}

const isSecure = (c: Context) => c.req.url.startsWith('https:')

/** Browser name of one of our cookies. The prefix binds it to this host, and is only allowed over https. */
const cookieName = (c: Context, name: string) => (isSecure(c) ? `__Host-${name}` : name)

export const readCookie = (c: Context, name: string) => getCookie(c, cookieName(c, name))

/** Sets an HttpOnly cookie. @param maxAge seconds */
export const writeCookie = (c: Context, name: string, value: string, maxAge: number) =>
  setCookie(c, cookieName(c, name), value, {
    path: '/',
    secure: isSecure(c),
    httpOnly: true,
    sameSite: 'Lax',
    maxAge,
  })

export const dropCookie = (c: Context, name: string) =>
  deleteCookie(c, cookieName(c, name), { path: '/', secure: isSecure(c) })

/** True if htmx wants a fragment. Boosted links and the browser's history want the whole page. */
export const wantsFragment = (c: Context) => c.req.header('HX-Request-Type') === 'partial'

/** True for a JSON media type, or a list that begins with one: `application/json`, `application/problem+json`. */
export const isJson = (type = '') => /^\s*application\/([\w.-]+\+)?json\s*([;,]|$)/i.test(type)

/** True for a method that only reads. */
export const isReadMethod = (method: string) => method === 'GET' || method === 'HEAD'

/** True if a program wants JSON, even on a path that also serves people. */
export const wantsJson = <E extends App>({ req, var: { facts } }: Context<E>) =>
  facts.isForPrograms || isJson(req.header('Content-Type')) || isJson(req.header('Accept'))

/** URL of the page that sent the request, from htmx's header or the referrer; null if it is not ours. */
export const pageOnScreen = (c: Context): URL | null => {
  const url = URL.parse(c.req.header('HX-Current-URL') ?? c.req.header('Referer') ?? '')
  return url?.origin === new URL(c.req.url).origin && isOwnPath(url.pathname + url.search) ? url : null
}

/**
 * Query of a region on the page that sent the request; undefined if the page has no such region. Regions that writes
 * update have their name and query in `data-region`: `/tasks/all?status=done`. `client/live/regions.ts` sends all
 * regions of a page with each request, even from forms outside of them.
 */
export const regionOnScreen = (c: Context, name: string) => {
  const queries = (c.req.header('X-Regions') ?? '').split(' ').flatMap((region) => {
    const [path, query = ''] = region.split('?')
    return path === name ? [query] : []
  })
  return queries.length > 0 ? new URLSearchParams(queries.join('&')) : undefined
}

/** Path and query of the page that sent the request; `otherwise` if it is not ours. */
export const previousPath = (c: Context, otherwise: string) => {
  const page = pageOnScreen(c)
  return page ? page.pathname + page.search : otherwise
}

/** Path of the page that sent the request, unless it is below `path`: its row may be gone, or its form submitted. */
export const pathUnlessBelow = (c: Context, path: string, otherwise = path) =>
  pageOnScreen(c)?.pathname.startsWith(`${path}/`) ? otherwise : previousPath(c, otherwise)

/** Message for the next page, with a link, and the path and fields of its Undo. */
type Flash = Pick<ToastProps, 'message' | 'link' | 'undo' | 'sends'>

/** Maximum characters of the cookie. Browsers drop cookies over 4,096. */
const flashLimit = 3_500

/** Leaves a message for the page after a redirect. Drops the Undo if its fields are too long for a cookie. */
export const flash = (c: Context, { message, link, undo, sends }: Flash) => {
  const whole = JSON.stringify({ message, link, undo, sends })
  const isShort = !sends || encodeURIComponent(whole).length <= flashLimit
  writeCookie(c, 'flash', isShort ? whole : JSON.stringify({ message, link }), 60)
}

/** Accepts only paths of an Undo, because another site could have set the cookie with any path. */
const isUndo = (path: unknown): path is string =>
  isOwnPath(path) && /^\/[\w./~:-]+\/(undo|restore|reopen|delete)(\?|$)/.test(path)

/** Reads the message for this page and removes it, so that it is shown once. */
export const takeFlash = (c: Context): Flash | undefined => {
  const stored = readCookie(c, 'flash')
  if (!stored) return undefined
  dropCookie(c, 'flash')
  try {
    const { message, link: given, undo, sends } = JSON.parse(stored)
    if (typeof message !== 'string') return undefined
    const link = isOwnPath(given?.href) ? { href: given.href, text: String(given.text) } : undefined
    return isUndo(undo) && Object.values(sends ?? {}).every((one) => typeof one === 'string')
      ? { message, link, undo, sends }
      : { message, link }
  } catch {
    return undefined
  }
}

/**
 * True for a path on this site in characters of RFC 3986. Refuses paths that a browser would resolve to another host,
 * and characters that no header can contain.
 */
export const isOwnPath = (path: unknown): path is string =>
  typeof path === 'string' &&
  /^\/(?![/\\])[!-~]*$/.test(path) &&
  URL.parse(path, 'http://here')?.origin === 'http://here'

/** Triggers an event on the body of the current page. Elements with `from:body` in their trigger reload. */
export const notify = (c: Context, event: 'goal-changed' | 'tasks-changed' | 'rows-changed') =>
  c.header('HX-Trigger', event)

type Answer = {
  toast?: ToastProps
  /** Path of the page to redirect a plain form post to (303); it shows the toast. */
  page: string
  /** Renders the regions of the page that the write changed; only called for htmx. */
  fragments: () => Child | Promise<Child>
}

/** Responds to a refused write: htmx gets the problem as a toast, a plain form post a page. */
export const respondProblem = <E extends App>(c: Context<E>, problem: Problem, stays?: boolean) => {
  if (!wantsFragment(c)) throw new ProblemError(problem)
  c.status(problem.status)
  return c.render(<ToastPart message={`${problem.title}. ${problem.detail}`} stays={stays} />)
}

/**
 * Responds to a write after which the whole page may differ: redirects to `page`, which shows the toast. htmx loads it
 * as a page (`HX-Redirect`), because fetch would follow a 303. A program that undoes an act gets the message.
 */
export const redirectTo = <E extends App>(c: Context<E>, page: string, toast?: ToastProps) => {
  if (c.var.facts.isForPrograms) return c.json({ undone: toast?.message ?? '' })
  if (toast) flash(c, toast)
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': page }) : c.redirect(page, 303)
}

/** Responds to a write: htmx gets the changed regions and the toast, a plain form post is redirected. */
export const respond = async <E extends App>(c: Context<E>, { toast, page, fragments }: Answer) => {
  if (!wantsFragment(c)) return redirectTo(c, page, toast)
  return c.render(
    <>
      {await fragments()}
      {toast && <ToastPart {...toast} />}
    </>,
  )
}

/** Reads data that only htmx needs in the batch of the write (`prefetchResponse`). */
export const prefetchFragments = <E extends App, T>(c: Context<E>, read: () => Promise<T>): (() => Promise<T>) =>
  wantsFragment(c) ? prefetchResponse(c.env.DB, read) : read
