import type { Context } from 'hono'
import { version } from '../../../package.json'
import { sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { secretsProblem } from '../../lib/http/security'

const check = async (request: () => Promise<unknown>): Promise<'ok' | 'failed'> => {
  try {
    await request()
    return 'ok'
  } catch {
    return 'failed'
  }
}

/** `/health`, for monitors: requires no sign-in, and allows any origin. */
export const answerHealth = async (c: Context<App>) => {
  const [database, kv] = await Promise.all([
    check(() => sql(c.env.DB)`SELECT 1`.all()),
    check(() => c.env.KV.get('health')),
  ])
  const problem = secretsProblem(c.env)
  const status = database === 'ok' && problem === null ? 'ok' : 'failing'
  const report = {
    status,
    timestamp: new Date().toISOString(),
    environment: c.env.ENVIRONMENT,
    version,
    checks: { database, kv, secrets: problem === null ? ('ok' as const) : ('failed' as const) },
    ...(problem !== null && { problem }),
  }
  return c.json(report, status === 'ok' ? 200 : 503)
}
