import { Hono } from 'hono'
import { freshProof } from './account/auth/proof'
import { adminsOnly, answerIfDeleted, browserUser, requireUser } from './account/auth/signed-in'
import { baseMiddleware } from './base-middleware'
import { dailyBackup, jobKinds, refuseWhileRestoring, tidyDaily } from './data/middleware'
import { readContext } from './frame/context/middleware'
import { browserLimits, loadShell, startShell } from './frame/shell/load'
import { answerProblem, renderer } from './frame/shell/renderer'
import { declareKey, queuedLines } from './lib/api/kept-lines'
import { readableJson } from './lib/api/request'
import { limitDailyRows } from './lib/db/daily-rows'
import { type App, firstRead } from './lib/env'
import { factsOf, type Routes } from './lib/feature'
import { bodyLimits } from './lib/files/uploads'
import { withoutEmpty } from './lib/filter'
import { settleDue, withRedraws } from './lib/hooks'
import { readableForm } from './lib/http/form'
import { ProblemError, problemOf, problems } from './lib/http/problem'
import { wantsJson } from './lib/http/respond'
import { ownOrigin, requiredSecrets } from './lib/http/security'
import { apiRequests, programLimit, respondNotFound } from './programs/api/middleware'

/**
 * Mounts routes behind the middleware of all requests except `/health`.
 * @param base path of the routes
 * @param isOpen true if they need no sign-in
 */
export const withMiddleware = (base: string, routes: Routes[], isOpen = false) => {
  const app = new Hono<App>()
  const mount = () => routes.map((one) => app.route(base, one as Hono<App>))

  app.use(...baseMiddleware)
  // Before all that refuse: a refusal is a page.
  app.use(renderer(loadShell, (path) => factsOf('GET', path).use))
  // Before anything that signs or verifies.
  app.use(requiredSecrets)
  // Before anything that writes.
  app.use(ownOrigin)
  // Before a body is read.
  app.use(bodyLimits)

  if (isOpen) mount()

  // The reads of the next two travel with the check of the sign-in.
  app.use(firstRead)
  app.use(declareKey)
  app.use(requireUser)
  // From here there is a person. These two run after the response.
  app.use(dailyBackup)
  app.use(tidyDaily)
  // Before all that write.
  app.use(refuseWhileRestoring)
  app.use(limitDailyRows)
  // Before the reads of the page begin.
  app.use(browserLimits)
  // Before the first read of what it changes.
  app.use(settleDue)
  // Their reads travel with the first ones of the route.
  app.use(withRedraws)
  app.use(jobKinds)
  // A tracker’s body is refused before it counts for the limit of programs.
  app.use('/sync', readableJson)
  app.use(programLimit)
  // The shell shows the organization that was chosen.
  app.use(readContext)
  app.use(startShell)
  // Before routes read a form or a filter.
  app.use(readableForm)
  app.use(withoutEmpty)
  app.route('/api/v1', apiRequests)

  // After the checks of a request’s form, so that a program learns of its mistake first.
  app.use(adminsOnly)
  app.use(freshProof)
  // Last: a queued line is noted as sent in the batch of the route.
  app.use(queuedLines)

  if (!isOpen) mount()

  app.notFound(respondNotFound(app))
  app.onError(async (error, c) => {
    try {
      // A body is measured before the sign-in, and its page is in the shell all the same.
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
