import type { Context, MiddlewareHandler } from 'hono'
import type { App } from '../../lib/env'
import { rateLimit, refuseTooMany, takePage } from '../../lib/rate-limit'

const pagesPerMinute = 600
const searchesPerMinute = 120
const heavyPerMinute = 20

/** Lists that a word narrows. An empty word is no search. */
const isSearch = (c: Context<App>) => c.req.method === 'GET' && (c.req.query('q') ?? '').trim() !== ''

/** Limits what one person’s browsers send in a minute; programs have the limit of the API. */
export const browserLimits: MiddlewareHandler<App> = async (c, next) => {
  if (c.var.access.by !== 'browser' || c.req.path.startsWith('/api/')) return next()
  const { id } = c.var.user
  const pages = await takePage(c, { key: `pages:${id}`, limit: pagesPerMinute, seconds: 60 })
  if (pages) refuseTooMany(c, 'pages', pages, `You can load ${pagesPerMinute} pages a minute.`)
  if (c.var.facts.isHeavy) {
    const limit = { key: `heavy:${id}`, limit: heavyPerMinute, seconds: 60 }
    const message = `You can upload, change or undo many things at once ${heavyPerMinute} times a minute.`
    await rateLimit(c, 'heavy', [limit], `${message} Nothing was changed.`)
  } else if (isSearch(c)) {
    const limit = { key: `search:${id}`, limit: searchesPerMinute, seconds: 60 }
    await rateLimit(c, 'search', [limit], `You can search ${searchesPerMinute} times a minute.`)
  }
  await next()
}
