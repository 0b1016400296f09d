import type { Context, MiddlewareHandler } from 'hono'
import type { App } from '../../lib/env'
import { countPageRequest, rateLimit, refuseTooMany } from '../../lib/http/rate-limit'
import { wantsFragment, wantsJson } from '../../lib/http/respond'
import { waitUntil } from '../../lib/http/wait-until'
import { continueJob } from '../../lib/jobs/run'
import { isAbandoned } from '../../time/timer/bar-state'
import { abandonOverdue, recordVisit } from '../../time/timer/unfinished/abandon'
import { readShell } from './queries'
import type { Shell } from './schema'

const startedShell = (c: Context): Promise<Shell> | undefined => c.get('shell')

/** Minimum time between two recorded visits, in ms. */
const notedFor = 60_000

/**
 * Loads the shell, unless `startShell` has started to. First abandons a timer that has waited too long for an answer.
 */
export const loadShell = <E extends App>(c: Context<E>): Promise<Shell> => startedShell(c) ?? readNow(c)

/** Starts to load the shell of a whole page, so that its reads share a batch with the first reads of the page. */
export const startShell: MiddlewareHandler<App & { Variables: { shell: Promise<Shell> } }> = async (c, next) => {
  const isPage = c.req.method === 'GET' || c.var.facts.answersWithPage
  if (isPage && !wantsFragment(c) && !wantsJson(c)) {
    const shell = readNow(c)
    // Avoids an unhandled rejection: the renderer handles the error, a redirect never awaits the shell.
    shell.catch(() => undefined)
    c.set('shell', shell)
  }
  await next()
}

const readNow = async <E extends App>(c: Context<E>): Promise<Shell> => {
  const now = Date.now()
  const { user, org } = c.var
  const shell = await readShell(c.env.DB, user, now, org)
  // Runs the next steps of a job while the person visits pages.
  if (shell.job && c.req.method === 'GET') continueJob(c, shell.job.id)
  if (!isAbandoned(shell.timer, shell.now)) {
    const isNoted = now - (shell.lastVisit ?? 0) <= notedFor
    if (shell.timer && !isNoted && c.req.method === 'GET' && !wantsFragment(c))
      waitUntil(c, recordVisit(c.env.DB, user.id, now))
    return shell
  }
  await abandonOverdue(c.env.DB, user, now)
  return readShell(c.env.DB, user, now, org)
}

const pagesPerMinute = 600
const searchesPerMinute = 120
const heavyPerMinute = 20
const downloadsPerMinute = 60

/** True for a list narrowed by a search word. An empty word is no search. */
const isSearch = (c: Context<App>) => c.req.method === 'GET' && (c.req.query('q') ?? '').trim() !== ''

/** Rate limits for a person's browsers. Programs have the API's limit. */
export const browserLimits: MiddlewareHandler<App> = async (c, next) => {
  if (c.var.access.by !== 'browser' || c.req.path.startsWith('/api/')) return next()
  const { id } = c.var.user
  const pages = await countPageRequest(c, { key: `pages:${id}`, limit: pagesPerMinute, seconds: 60 })
  if (pages) refuseTooMany(c, 'pages', pages, `You can load ${pagesPerMinute} pages a minute.`)
  if (c.var.facts.isHeavy) {
    const limit = { key: `heavy:${id}`, limit: heavyPerMinute, seconds: 60 }
    const message = `You can upload, change or undo many things at once ${heavyPerMinute} times a minute.`
    await rateLimit(c, 'heavy', [limit], `${message} Nothing was changed.`)
  } else if (c.var.facts.limit === 'download') {
    const limit = { key: `downloads:${id}`, limit: downloadsPerMinute, seconds: 60 }
    await rateLimit(c, 'downloads', [limit], `You can download ${downloadsPerMinute} files a minute.`)
  } else if (isSearch(c)) {
    const limit = { key: `search:${id}`, limit: searchesPerMinute, seconds: 60 }
    await rateLimit(c, 'search', [limit], `You can search ${searchesPerMinute} times a minute.`)
  }
  await next()
}
