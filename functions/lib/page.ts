import type { Context } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'
import { isSecure, writeCookie } from './cookie'

/** True when htmx wants a fragment. A boosted link and the browser's history want the whole page. */
export const wantsFragment = (c: Context) => c.req.header('HX-Request-Type') === 'partial'

/** True for a JSON media type, or a list that begins with one: `application/json`, `application/problem+json`. */
export const isJson = (type = '') => /^\s*application\/([\w.-]+\+)?json\s*([;,]|$)/i.test(type)

const programPaths = /^\/(api\/|backup\/|auth\/(token|refresh)$|(mcp|sync)$)/

/** True for a program that wants JSON, also on a path that serves people too. */
export const wantsJson = (c: Context) =>
  programPaths.test(c.req.path) || isJson(c.req.header('Content-Type')) || isJson(c.req.header('Accept'))

/** Path and query of the page that sent the request, from htmx's header or the referrer; `otherwise` without one. */
export const cameFrom = (c: Context, otherwise: string) => {
  const sender = c.req.header('HX-Current-URL') ?? c.req.header('Referer')
  if (!sender) return otherwise
  const url = URL.parse(sender)
  const path = url && url.origin === new URL(c.req.url).origin ? url.pathname + url.search : undefined
  return isPathHere(path) ? path : otherwise
}

/** A message for the next page, with the path whose POST undoes what it reports. */
type Flash = { message: string; undo?: string }

const flashCookie = (c: Context) => (isSecure(c) ? '__Host-flash' : 'flash')

/** Leaves a message for the next page, for a write that is answered with a redirect. */
export const flash = (c: Context, message: Flash) => writeCookie(c, flashCookie(c), JSON.stringify(message), 60)

/** Accepts only paths that undo something: a cookie set by somebody else could name any of our actions. */
const isUndo = (path: unknown): path is string =>
  isPathHere(path) && /^\/[\w./-]+\/(undo|restore|reopen|delete)(\?|$)/.test(path)

/** Reads the message that was left for this page, and removes it: it is shown once. */
export const takeFlash = (c: Context): Flash | undefined => {
  const stored = getCookie(c, flashCookie(c))
  if (!stored) return undefined
  deleteCookie(c, flashCookie(c), { path: '/', secure: isSecure(c) })
  try {
    const { message, undo } = JSON.parse(stored)
    return typeof message === 'string' ? { message, undo: isUndo(undo) ? undo : undefined } : undefined
  } catch {
    return undefined
  }
}

/**
 * True for a path on this site in the characters of RFC 3986. Refuses whatever a browser would read as another host,
 * and characters that no header can carry.
 */
export const isPathHere = (path: unknown): path is string =>
  typeof path === 'string' &&
  /^\/(?![/\\])[!-~]*$/.test(path) &&
  URL.parse(path, 'http://here')?.origin === 'http://here'
