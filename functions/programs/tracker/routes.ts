import { Hono } from 'hono'
import type { App } from '../../lib/env'
import { wantsJson } from '../../lib/http/respond'

/** Imported on the first request of a tracker. */
const load = () => import('./answers')

/** `/api/stats` for learning trackers: JSON, or a fragment for htmx. */
export const trackerStats = new Hono<App>().get('/', async (c) => (await load()).answerStats(c))

/** `/api/sessions` for trackers. Requests of the extension are passed on. */
export const trackerPages = new Hono<App>().get('/', async (c, next) => {
  if (c.var.access.by !== 'tracker') return next()
  return (await load()).answerPage(c)
})

/** `/sessions?plan=` for programs with a token. Browsers get the page. */
export const trackerList = new Hono<App>().get('/', async (c, next) => {
  if (c.var.access.by === 'browser' || !wantsJson(c)) return next()
  return (await load()).answerList(c)
})
