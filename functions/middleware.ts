import { Hono } from 'hono'
import { apiRequests, programLimit } from './api/middleware'
import { respondNotFound } from './api/not-found'
import { answerIfDeleted, requireUser } from './auth/signed-in'
import { dailyBackup } from './backups/middleware'
import { readContext } from './context/middleware'
import { firstReads } from './first-reads'
import { health } from './health/routes'
import { jobKinds } from './jobs/middleware'
import { readableJson } from './lib/api/request'
import { limitDailyRows } from './lib/daily-rows'
import type { App } from './lib/env'
import { readableForm } from './lib/form'
import { log } from './lib/log'
import { ProblemError, problemOf } from './lib/problem'
import { extensionCors, ownOrigin, requiredSecrets, securityHeaders } from './lib/security'
import { bodyLimits } from './lib/uploads'
import { factsOf } from './paths'
import { dropStatesDaily, refuseWhileRestoring } from './restore/middleware'
import { countEndedSessions } from './sessions/planned'
import { browserLimits } from './shell/limits'
import { loadShell, startShell } from './shell/load'
import { answerProblem } from './shell/problem-pages'
import { renderer } from './shell/renderer'
import { tidySyncDaily } from './sync/middleware'

type Mount = (app: Hono<App>) => void

/** Routes of the application that are loaded together. */
type Part = {
  /** Paths that take larger bodies than forms and JSON elsewhere, with their limit in bytes. */
  largerBodies?: [path: RegExp, bytes: number][]
  /** Mounts the routes that need no sign-in. */
  open?: Mount
  /** Mounts the routes that belong to the person who is signed in. */
  own?: Mount
}

/** Puts the routes of a part behind the middleware that every request passes. */
export const behindMiddleware = ({ largerBodies = [], open, own }: Part) => {
  const app = new Hono<App>()

  app.use(log)
  app.use((c, next) => {
    c.set('facts', factsOf(c.req.method, c.req.path))
    return next()
  })
  app.use(securityHeaders)
  app.use(extensionCors)
  app.route('/health', health)
  app.use(renderer(loadShell))
  app.use(requiredSecrets)
  app.use(ownOrigin)
  app.use(bodyLimits(largerBodies))

  open?.(app)

  app.route('/', firstReads)
  app.use(requireUser)
  app.use(dailyBackup)
  app.use(dropStatesDaily)
  app.use(tidySyncDaily)
  app.use(refuseWhileRestoring)
  app.use(limitDailyRows)
  app.use(browserLimits)
  app.use(countEndedSessions)
  app.use(jobKinds)
  app.use('/sync', readableJson)
  app.use(programLimit)
  app.use(readContext)
  app.use(startShell)
  app.use(readableForm)
  app.route('/api/v1', apiRequests)

  own?.(app)

  app.notFound(respondNotFound(app))
  app.onError(async (error, c) => {
    try {
      return (await answerIfDeleted(c, problemOf(error))) ?? (await answerProblem(c, problemOf(error)))
    } catch (signedOut) {
      if (signedOut instanceof ProblemError) return answerProblem(c, signedOut.problem)
      return answerProblem(c, problemOf(error))
    }
  })
  return app
}
