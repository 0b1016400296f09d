import { Hono } from 'hono'
import { requireProof } from './account/auth/proof'
import { answerIfDeleted, browserUser, requireAdmin, requireUser } from './account/auth/signed-in'
import { baseMiddleware } from './base-middleware'
import { dailyBackup, jobKinds, refuseWhileRestoring, tidyDaily } from './data/middleware'
import { readContext } from './frame/context/middleware'
import { browserLimits, loadShell, startShell } from './frame/shell/load'
import { limitLongReads } from './frame/shell/long-reads'
import { answerProblem, renderer } from './frame/shell/renderer'
import { prefetchKey, queuedLines } from './lib/api/kept-lines'
import { requireJson } from './lib/api/request'
import { limitDailyRows } from './lib/db/daily-rows'
import { type App, startPathReads } from './lib/env'
import { factsOf, type Routes } from './lib/feature'
import { bodyLimits } from './lib/files/uploads'
import { dropEmptyFilters } from './lib/filter'
import { settleDue, withRedraws } from './lib/hooks'
import { requireForm } from './lib/http/form'
import { ProblemError, problemOf, problems } from './lib/http/problem'
import { wantsJson } from './lib/http/respond'
import { requireOwnOrigin, requireSecrets } from './lib/http/security'
import { apiRequests, programLimit, respondNotFound } from './programs/api/middleware'

/**
 * Mounts routes after the middleware for all requests except `/health`.
 * @param base path of the routes
 * @param isOpen true if the routes need no sign-in
 */
export const withMiddleware = (base: string, routes: Routes[], isOpen = false) => {
  const app = new Hono<App>()
  const mount = () => routes.map((one) => app.route(base, one as Hono<App>))

  app.use(...baseMiddleware)
  // Before anything that can refuse, because a refusal is rendered as a page.
  app.use(renderer(loadShell, (path) => factsOf('GET', path).use))
  // Before anything that signs or verifies.
  app.use(requireSecrets)
  // Before anything that writes.
  app.use(requireOwnOrigin)
  // Before a body is read.
  app.use(bodyLimits)

  if (isOpen) mount()

  // The next two start reads that share a batch with the check of the sign-in.
  app.use(startPathReads)
  app.use(prefetchKey)
  app.use(requireUser)
  // From here on, the person is known. These two do their work after the response.
  app.use(dailyBackup)
  app.use(tidyDaily)
  // Before anything that writes.
  app.use(refuseWhileRestoring)
  app.use(limitDailyRows)
  // Before reads for the page start.
  app.use(browserLimits)
  app.use(limitLongReads)
  // Before the first read of rows that it may change.
  app.use(settleDue)
  // Their reads share a batch with the first reads of the route.
  app.use(withRedraws)
  app.use(jobKinds)
  // Checks a tracker’s body first, so that an invalid one does not count for the rate limit of programs.
  app.use('/sync', requireJson)
  app.use(programLimit)
  // Before the shell, which shows the chosen organization.
  app.use(readContext)
  app.use(startShell)
  // Before routes that read a form or a filter.
  app.use(requireForm)
  app.use(dropEmptyFilters)
  app.route('/api/v1', apiRequests)

  // After the checks of a request’s form, so that a program learns of an invalid request first.
  app.use(requireAdmin)
  app.use(requireProof)
  // Last, because a queued line is marked as sent in the batch of its route.
  app.use(queuedLines)

  if (!isOpen) mount()

  app.notFound(respondNotFound(app))
  app.onError(async (error, c) => {
    try {
      // The body size is checked before the sign-in. The error page still needs the person for its shell.
      if (problemOf(error).code === problems.tooLarge.code && !c.var.user && !wantsJson(c)) {
        const user = await browserUser(c)
        if (user) c.set('user', user)
      }
      return (await answerIfDeleted(c, problemOf(error))) ?? (await answerProblem(c, problemOf(error)))
    } catch (signedOut) {
      if (signedOut instanceof ProblemError) return answerProblem(c, signedOut.problem)
      return answerProblem(c, problemOf(error))
    }
  })
  return app
}
