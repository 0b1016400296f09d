import { Hono } from 'hono'
import { freshProof } from './account/auth/proof'
import { adminsOnly, answerIfDeleted, browserUser, requireUser } from './account/auth/signed-in'
import { factsOf } from './areas'
import { dailyBackup, jobKinds, refuseWhileRestoring, tidyDaily } from './data/middleware'
import { live } from './figures/live/socket'
import { readContext } from './frame/context/middleware'
import { browserLimits, loadShell, startShell } from './frame/shell/load'
import { answerProblem, renderer } from './frame/shell/renderer'
import { declareKey, keptLines } from './lib/api/kept-lines'
import { readableJson } from './lib/api/request'
import { limitDailyRows } from './lib/db/daily-rows'
import { type App, firstRead } from './lib/env'
import type { Routes } from './lib/feature'
import { bodyLimits } from './lib/files/uploads'
import { withoutEmpty } from './lib/filter'
import { withRedraws } from './lib/hooks'
import { readableForm } from './lib/http/form'
import { ProblemError, problemOf, problems } from './lib/http/problem'
import { wantsJson } from './lib/http/respond'
import { extensionCors, ownOrigin, requiredSecrets, securityHeaders } from './lib/http/security'
import { log } from './lib/log'
import { apiRequests, programLimit, respondNotFound } from './programs/api/middleware'
import { health } from './programs/health/routes'
import { countEndedSessions } from './time/sessions/planned'
import { settleFocusFirst } from './time/timer/focus/actions'

/**
 * Puts routes behind the middleware that every request passes.
 * @param base path that they stand below
 * @param isOpen true for those that need no sign-in
 */
export const behindMiddleware = (base: string, routes: Routes[], isOpen = false) => {
  const app = new Hono<App>()

  app.use(log)
  app.use(live)
  app.use((c, next) => {
    c.set('facts', factsOf(c.req.method, c.req.path))
    return next()
  })
  app.use(securityHeaders)
  app.use(extensionCors)
  app.route('/health', health)
  app.use(renderer(loadShell, (path) => factsOf('GET', path).use))
  app.use(requiredSecrets)
  app.use(ownOrigin)
  app.use(bodyLimits)

  const mount = () => routes.map((one) => app.route(base, one as Hono<App>))

  if (isOpen) mount()

  app.use(firstRead)
  app.use(declareKey)
  app.use(requireUser)
  app.use(dailyBackup)
  app.use(tidyDaily)
  app.use(refuseWhileRestoring)
  app.use(limitDailyRows)
  app.use(browserLimits)
  app.use(countEndedSessions)
  app.use(settleFocusFirst)
  app.use(withRedraws)
  app.use(jobKinds)
  app.use('/sync', readableJson)
  app.use(programLimit)
  app.use(readContext)
  app.use(startShell)
  app.use(readableForm)
  app.use(withoutEmpty)
  app.route('/api/v1', apiRequests)

  app.use(adminsOnly)
  app.use(freshProof)
  app.use(keptLines)

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
