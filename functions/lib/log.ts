import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { v7 as uuid } from 'uuid'
import { type App, isDevelopment } from './env'
import { ProblemError, problems } from './problem'
import { metered, noCost, refusedStatements } from './reads'
import { setHeaders } from './respond'

/** Logged parts of an error: its kind and place, and a database's message without values, with its statements. */
export const described = (error: Error) => ({
  name: error.name,
  ...(error instanceof ProblemError && { code: error.problem.code }),
  ...(error.message.startsWith('D1_') && { message: error.message.replace(/'.*'/s, '…') }),
  statements: refusedStatements(error),
  at: (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trim().startsWith('at '))
    .slice(0, 4)
    .map((line) => line.trim()),
})

/**
 * Gives the request an id, counts its cost, and logs one line of JSON: no address, no query, no text of the user's.
 * Outside production the response shows the cost too.
 */
export const log: MiddlewareHandler<App> = async (c, next) => {
  const started = performance.now()
  const requestId = uuid()
  const cost = noCost()
  c.set('requestId', requestId)
  c.set('unmetered', c.env.DB)
  c.set('cost', cost)
  c.env = { ...c.env, DB: metered(c.env.DB, cost) }

  await next()

  const counts = `statements=${cost.statements} trips=${cost.trips} read=${cost.rowsRead} written=${cost.rowsWritten}`
  setHeaders(c, {
    'X-Request-Id': requestId,
    ...(isDevelopment(c.env) && { 'Server-Timing': `db;desc="${counts}";dur=${cost.milliseconds.toFixed(1)}` }),
  })
  const isBusy = c.error instanceof ProblemError && c.error.problem.code === problems.busy.code
  const failure = c.error && (c.res.status >= 500 || isBusy) ? { error: described(c.error) } : {}
  console.log(
    JSON.stringify({
      method: c.req.method,
      route: routePath(c),
      status: c.res.status,
      ms: Math.round(performance.now() - started),
      statements: cost.statements,
      trips: cost.trips,
      rows_read: cost.rowsRead,
      rows_written: cost.rowsWritten,
      ...(cost.failed > 0 && { failed_trips: cost.failed }),
      request_id: requestId,
      ...failure,
    }),
  )
}
