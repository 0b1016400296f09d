import type { Context, MiddlewareHandler } from 'hono'
import manifest from '../../public/assets/manifest.json'
import { isCurrent, withClock } from '../dashboard/version'
import { addDays } from '../lib/days'
import type { App } from '../lib/env'
import { etagsOf } from '../lib/etag'
import { gitHubAddress } from '../lib/github'
import { hasFlash, wantsFragment, wantsJson } from '../lib/page'
import { pageState } from '../lib/page-state'
import { hashed } from '../lib/secrets'
import { todayOf } from '../lib/today'
import { waitUntil } from '../lib/wait-until'
import { recordVisit } from '../timer/unfinished/visits'
import { changesAtOf, type Shell } from './queries'

const versionedPages = /^\/(stats|sessions|goals|whitelists|day\/[\d-]+)?$/

type VersionedPage = {
  version: string
  /** When the page shows something else without a write (epoch ms). */
  until: number
  tag?: string
}

const pages = new WeakMap<Request, VersionedPage>()

/** Says until when (epoch ms) a page shows what it does without a write. The earliest of several counts. */
export const pageHolds = <E extends App>(c: Context<E>, ...until: number[]) => {
  const page = pages.get(c.req.raw)
  if (page) page.until = Math.min(page.until, ...until)
}

/** Changes with all that a page of the person shows, but for the clock. @param address path and query */
const versionOf = (c: Context<App>, address: string) => {
  const { head, user } = c.var
  // Counted after each answer, and shown nowhere.
  const { written_on, rows_written, ...versions } = head
  return hashed(JSON.stringify([manifest, gitHubAddress(c.env, 'GITHUB_URL'), address, todayOf(c), versions, user]))
}

/** True for a day whose gaps end now, or may do so in another zone. */
const isMoving = (c: Context<App>, path: string) => {
  const [, date] = /^\/day\/(.*)$/.exec(path) ?? []
  return date !== undefined && date >= addDays(todayOf(c), -1)
}

/** Marks the tag of a page on which the browser's script counts a running timer. */
const timerMark = '~timer'

const isKnown = (c: Context<App>, tag: string, version: string) =>
  isCurrent(tag, version, Date.now()) && (!tag.endsWith(timerMark) || pageState(c) !== undefined)

const hasVersion = (c: Context<App>, path: string) =>
  versionedPages.test(path) && !isMoving(c, path) && (c.var.user.next_planned_at ?? null) === null

/** True while a page of that tag would be rendered with the same content. @param address path and query */
export const isPageCurrent = async (c: Context<App>, address: string, tag: string) =>
  hasVersion(c, address.split('?')[0] ?? '') && isKnown(c, tag, await versionOf(c, address))

/** Tag of the page that is being rendered; undefined for one that counts on without a script's help. */
export const pageTag = (c: Context<App>, shell: Shell) => {
  const page = pages.get(c.req.raw)
  const needsScript = shell.timer !== null
  const countsOn = shell.hasOthers || shell.job !== null || shell.checkIn !== null
  if (!page || countsOn || (needsScript && pageState(c) === undefined)) return undefined
  const until = Math.min(page.until, changesAtOf(shell) ?? Infinity)
  if (until <= shell.now) return undefined
  page.tag = withClock(page.version, Number.isFinite(until) ? until : null) + (needsScript ? timerMark : '')
  return page.tag
}

/** Only a browser whose script runs may store pages: the script asks again for a page that Back shows (decision 0055). */
const storage = (c: Context<App>) => (pageState(c) === undefined ? 'no-store' : 'private, no-cache')

/**
 * Answers 304 to the ETag of a page of which nothing has changed, before anything is read for it. A page that counts on
 * by the second has no ETag: one with unfinished or planned sessions, or today's gaps, and without script one with a
 * running timer.
 */
export const pageVersion: MiddlewareHandler<App> = async (c, next) => {
  const { pathname, search } = new URL(c.req.url)
  const isPage = c.req.method === 'GET' && !wantsFragment(c) && !wantsJson(c)
  if (!isPage || hasFlash(c) || !hasVersion(c, pathname)) return next()
  const version = await versionOf(c, pathname + search)
  const known = etagsOf(c.req.header('If-None-Match')).find((tag) => isKnown(c, tag, version))
  if (known !== undefined) {
    if (known.endsWith(timerMark)) waitUntil(c, recordVisit(c.env.DB, c.var.user.id, Date.now()))
    return c.body(null, 304, {
      ETag: `W/"${known}"`,
      Vary: 'HX-Request-Type, Cookie',
      'Cache-Control': storage(c),
    })
  }
  const page: VersionedPage = { version, until: Infinity }
  pages.set(c.req.raw, page)
  await next()
  if (c.res.status !== 200 || page.tag === undefined) return
  const { headers } = c.res
  headers.append('Vary', 'Cookie')
  headers.set('ETag', `W/"${page.tag}"`)
  // A stored cookie could come back after a sign-out.
  if (!headers.has('Set-Cookie')) headers.set('Cache-Control', storage(c))
}
