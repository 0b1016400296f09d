import { Hono } from 'hono'
import type { App } from '../../lib/env'
import { flash } from '../../lib/http/respond'
import { lostLinkMessage, sharedText } from './shared-text'

/** Fills the line of `/capture` with content that another app shared (public/manifest.webmanifest). */
export const sharedLine = (limit: number) =>
  new Hono<App>().get('/', async (c, next) => {
    const { title, text, entry = '', url } = c.req.query()
    const { line, hasLostLink } = sharedText({ title, text, entry, url }, limit)
    if ((title ?? text ?? url) === undefined && line === entry) return next()
    if (hasLostLink) flash(c, { message: lostLinkMessage(limit) })
    return c.redirect(line ? `/capture?${new URLSearchParams({ entry: line })}` : '/capture', 303)
  })
