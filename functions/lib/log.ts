import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes, routePath } from 'hono/route'
import { v7 as uuid } from 'uuid'
import { isDiskFull } from './db/disk'
import { meterDatabase, noCost, refusedStatements } from './db/reads'
import { type App, isDevelopment } from './env'
import type { PathFacts } from './feature'
import { ProblemError, problems } from './http/problem'
import { setHeaders } from './http/respond'
import { keyedHash } from './secrets'

/** Facts of an error for the log: its kind, place and row. Of a database error no values, but its statements. */
export const errorFacts = (error: Error) => ({
  name: error.name,
  ...(error instanceof ProblemError && { code: error.problem.code }),
  ...('row' in error && { row: error.row }),
  ...(isDiskFull(error) && { disk: 'full' }),
  ...('failure' in error && { failure: error.failure }),
  ...(error.message.startsWith('D1_') && { message: error.message.replace(/'.*'/s, '…') }),
  statements: refusedStatements(error),
  at: (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trim().startsWith('at '))
    .slice(0, 4)
    .map((line) => line.trim()),
})

/** Events in the log (docs/operations.md). */
type Event =
  | NonNullable<PathFacts['event']>
  | 'sign_in'
  | 'sign_in_refused'
  | 'code_used_up'
  | 'token_made'
  | 'token_ended'
  | 'refresh_token_reused'
  | 'scope_refused'
  | 'rate_limit'
  | 'download'
  | 'passphrase_refused'
  | 'invitations_refused'
  | 'invitations_allowed'
  | 'restore'
  | 'account_deleted'

/** Facts of an event. Must contain no text of people and no tokens. */
type EventFacts = {
  /** Id of a person; by default the signed-in person. */
  user?: string
  /** From `addressHash`. */
  address?: string
  way?: 'link' | 'code' | 'github' | 'oidc' | 'passkey' | 'program' | 'proof'
  scopes?: string[]
  limit?: string
}

/** Logs an event on its own line, in addition to the line of the request. */
export const logEvent = <E extends App>(c: Context<E>, event: Event, facts: EventFacts = {}) => {
  const { user, requestId } = c.var
  // The handler's route, even if a middleware refused. Patterns of middleware end with a star.
  const route = matchedRoutes(c).find(({ path }) => !path.endsWith('*'))?.path
  console.log(JSON.stringify({ event, user: user?.id, ...facts, route, request_id: requestId }))
}

/** Keyed hash that correlates log lines of one email address without revealing it. */
export const addressHash = <E extends App>({ env }: Context<E>, email: string) =>
  keyedHash(env.JWT_SECRET, 'log', email.toLowerCase())

/**
 * Gives the request an id, counts its cost, and logs one line of JSON, without address, query or user text. In
 * development, the response includes the cost.
 */
export const log: MiddlewareHandler<App> = async (c, next) => {
  const started = performance.now()
  const requestId = uuid()
  const cost = noCost()
  c.set('requestId', requestId)
  c.set('unmetered', c.env.DB)
  c.set('cost', cost)
  c.env = { ...c.env, DB: meterDatabase(c.env.DB, cost) }

  await next()

  const counts = `statements=${cost.statements} trips=${cost.trips} read=${cost.rowsRead} written=${cost.rowsWritten}`
  setHeaders(c, {
    'X-Request-Id': requestId,
    ...(isDevelopment(c.env) && { 'Server-Timing': `db;desc="${counts}";dur=${cost.milliseconds.toFixed(1)}` }),
  })
  const { user, facts } = c.var
  if (facts?.event && user && c.res.status < 400) logEvent(c, facts.event)
  const isBusy = c.error instanceof ProblemError && c.error.problem.code === problems.busy.code
  const failure = c.error && (c.res.status >= 500 || isBusy) ? { error: errorFacts(c.error) } : {}
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
