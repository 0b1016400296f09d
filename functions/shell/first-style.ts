import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import manifest from '../../public/assets/manifest.json'
import { writeCookie } from '../lib/cookie'

/** Holds the name of the file that the browser has stored of the style. */
const cookie = 'style'

/** Seconds. */
const year = 365 * 24 * 60 * 60

/**
 * True for the first page that a browser opens, or the first with a new style: the style then goes into the page, so
 * that nothing is drawn a round trip later, and the browser fetches its file for the next pages. A program and a browser
 * that does not say what it asks for get the link.
 */
export const putsStyleInside = (c: Context) => {
  const file = manifest['app.css']
  if (c.req.header('Sec-Fetch-Dest') !== 'document' || getCookie(c, cookie) === file) return false
  writeCookie(c, cookie, file, year)
  return true
}
