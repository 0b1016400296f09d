import { Hono } from 'hono'
import type { App } from '../../lib/env'
import { wantsJson } from '../../lib/http/respond'

/** Loaded when a tracker first asks. */
const load = () => import('./answers')

/** `/api/stats`, for a learning tracker: JSON, or a fragment for htmx. */
export const trackerStats = new Hono<App>().get('/', async (c) => (await load()).answerStats(c))

/** `/api/sessions` for a tracker; the extension has its own there. */
export const trackerPages = new Hono<App>().get('/', async (c, next) => {
  if (c.var.access.by !== 'tracker') return next()
  return (await load()).answerPage(c)
})

/** `/sessions?plan=` for programs with a bearer token; browsers get the page. */
export const trackerList = new Hono<App>().get('/', async (c, next) => {
  if (c.var.access.by === 'browser' || !wantsJson(c)) return next()
  return (await load()).answerList(c)
})
