import type { Context, MiddlewareHandler } from 'hono'
import type { App } from '../lib/env'
import { rateLimit, refuseTooMany, takePage } from '../lib/rate-limit'

const pagesPerMinute = 600
const searchesPerMinute = 120
const heavyPerMinute = 20

/** Uploads, changes of many rows, and undoing them: each may write thousands of rows. */
const heavyWrites = [
  /^\/(sessions|cards|meetings)\/import(\/|$)/,
  /^\/sessions\/bulk\/(refile\/)?confirm$/,
  /^\/(projects|organizations)\/([^/]+\/merge|delete)$/,
  /^\/tags\/(rename|delete)$/,
  /^\/changes\/[^/]+\/undo$/,
  /^\/settings\/backups(\/|$)/,
  /^\/whitelists\/(paste\/confirm|changes\/[^/]+\/undo)$/,
  /^\/admin\/whitelists\/(import|import\/confirm|many|changes\/[^/]+\/undo)$/,
  /^\/admin\/users\/rules\/(confirm|changes\/[^/]+\/undo)$/,
]

/** Lists that a word narrows. An empty word is no search. */
const isSearch = (c: Context<App>) => c.req.method === 'GET' && (c.req.query('q') ?? '').trim() !== ''

const isHeavy = (c: Context<App>) => c.req.method === 'POST' && heavyWrites.some((path) => path.test(c.req.path))

/** Limits what one person’s browsers send in a minute; programs have the limit of the API. */
export const browserLimits: MiddlewareHandler<App> = async (c, next) => {
  if (c.var.access.by !== 'browser' || c.req.path.startsWith('/api/')) return next()
  const { id } = c.var.user
  const pages = await takePage(c, { key: `pages:${id}`, limit: pagesPerMinute, seconds: 60 })
  if (pages) refuseTooMany(c, 'pages', pages, `You can load ${pagesPerMinute} pages a minute.`)
  if (isHeavy(c)) {
    const limit = { key: `heavy:${id}`, limit: heavyPerMinute, seconds: 60 }
    const message = `You can upload, change or undo many things at once ${heavyPerMinute} times a minute.`
    await rateLimit(c, 'heavy', [limit], `${message} Nothing was changed.`)
  } else if (isSearch(c)) {
    const limit = { key: `search:${id}`, limit: searchesPerMinute, seconds: 60 }
    await rateLimit(c, 'search', [limit], `You can search ${searchesPerMinute} times a minute.`)
  }
  await next()
}
