import { createMiddleware } from 'hono/factory'
import { hasIfMatch, mismatch } from '../lib/api/precondition'
import type { App } from '../lib/env'
import { ProblemError, problemJson } from '../lib/problem'

/** Paths that are written without a version: days off, tokens, devices, jobs, the last review of a card and what admins set of an account. */
const versionless =
  /^\/api\/v1\/(days-off\/|jobs\/|cards\/[^/]+\/reviews\/last$|devices\/|me\/(tokens|devices)|admin\/users\/(?!apps$)[^/]+(\/unlisted-apps)?$)/

const noVersion = {
  ...mismatch(),
  code: 'no_version',
  title: 'This resource has no version',
  detail: 'This resource has no ETag, so If-Match can only be *. Nothing was changed.',
}

/**
 * Refuses `If-Match` where nothing would compare it, so that no program believes its write is guarded, and answers 412
 * to a write at a version in `If-Match` that another write outdated after it was compared.
 */
export const preconditions = createMiddleware<App>(async (c, next) => {
  if (!hasIfMatch(c)) return next()
  if (['PUT', 'PATCH', 'DELETE'].includes(c.req.method) && versionless.test(c.req.path)) {
    throw new ProblemError(noVersion)
  }
  await next()
  if (!(c.error instanceof ProblemError) || c.error.problem.code !== 'stale') return
  const { more } = c.error.problem
  c.error = undefined
  c.res = undefined
  c.res = problemJson(c, { ...mismatch(), ...(more && { more }) })
})
