import type { Context, MiddlewareHandler } from 'hono'
import manifest from '../../public/assets/manifest.json'
import { isCurrent, withClock } from '../dashboard/version'
import { addDays } from '../lib/days'
import type { App } from '../lib/env'
import { hasFlash, wantsFragment, wantsJson } from '../lib/page'
import { hashed } from '../lib/secrets'
import { todayOf } from '../lib/today'
import { loadShell } from './load'
import { changesAtOf } from './queries'

const versionedPages = /^\/(stats|sessions|goals|whitelists|day\/[\d-]+)?$/

const ends = new WeakMap<Request, number>()

/** Says until when (epoch ms) a page shows what it does without a write. The earliest of several counts. */
export const pageHolds = <E extends App>(c: Context<E>, ...until: number[]) =>
  ends.set(c.req.raw, Math.min(ends.get(c.req.raw) ?? Infinity, ...until))

/** All that a page of the person shows, but for the clock. */
const versionOf = (c: Context<App>) => {
  const { head, user } = c.var
  const { pathname, search } = new URL(c.req.url)
  const parts = [manifest, pathname + search, todayOf(c), head, user]
  return hashed(JSON.stringify(parts))
}

const knownTag = (c: Context, version: string, now: number) =>
  c.req
    .header('If-None-Match')
    ?.split(',')
    .map((tag) => /^(?:W\/)?"([^"]*)"$/.exec(tag.trim())?.[1])
    .find((tag) => isCurrent(tag, version, now))

/** True for a day whose gaps end now, or may do so in another zone. */
const isMoving = (c: Context<App>) => {
  const [, date] = /^\/day\/(.*)$/.exec(c.req.path) ?? []
  return date !== undefined && date >= addDays(todayOf(c), -1)
}

/**
 * Answers 304 to the ETag of a page of which nothing has changed, before anything is read for it. A page that counts on
 * by the second has no ETag: one with a running timer, unfinished or planned sessions, or today's gaps.
 */
export const pageVersion: MiddlewareHandler<App> = async (c, next) => {
  const isPage = c.req.method === 'GET' && !wantsFragment(c) && !wantsJson(c) && versionedPages.test(c.req.path)
  if (!isPage || hasFlash(c) || isMoving(c) || (c.var.user.next_planned_at ?? null) !== null) return next()
  const version = await versionOf(c)
  const now = Date.now()
  const known = knownTag(c, version, now)
  if (known !== undefined) return c.body(null, 304, { ETag: `W/"${known}"`, Vary: 'HX-Request-Type, Cookie' })
  await next()
  if (c.res.status !== 200) return
  const shell = await loadShell(c)
  if (shell.timer || shell.hasOthers) return
  const until = Math.min(ends.get(c.req.raw) ?? Infinity, changesAtOf(shell) ?? Infinity)
  if (until <= now) return
  c.header('Vary', 'Cookie', { append: true })
  c.header('ETag', `W/"${withClock(version, Number.isFinite(until) ? until : null)}"`)
}
