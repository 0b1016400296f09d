import type { Context } from 'hono'
import { version } from '../../../package.json'
import { isDiskFull } from '../../lib/db/disk'
import { sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { problems } from '../../lib/http/problem'
import { secretsProblem } from '../../lib/http/security'

const check = async (request: () => Promise<unknown>): Promise<'ok' | 'failed' | 'disk'> => {
  try {
    await request()
    return 'ok'
  } catch (error) {
    return isDiskFull(error) ? 'disk' : 'failed'
  }
}

/** Minimum time between two writes of the check, in ms, because anybody may ask. */
const writeInterval = 5_000

/** Writes a row, because a database on a full disk still reads. */
const writeCheck = (db: D1Database, now = Date.now()) => sql(db)`
  INSERT INTO rate_limits (key, count, resets_at)
  VALUES ('health', 1, ${now + writeInterval})
  ON CONFLICT (key) DO UPDATE SET count = count + 1, resets_at = excluded.resets_at WHERE resets_at <= ${now}`

/** Problem of a self-hosted server’s second folder for copies; empty without one (scripts/serve/serve.ts). */
let copiesProblem = ''

export const setCopiesProblem = (problem: string) => {
  copiesProblem = problem
}

/** `/health`, for monitors: requires no sign-in, and allows any origin. */
export const answerHealth = async (c: Context<App>) => {
  const [database, kv] = await Promise.all([
    check(() => writeCheck(c.env.DB).run()),
    check(() => c.env.KV.get('health')),
  ])
  const problem = database === 'disk' ? problems.diskFull.detail : secretsProblem(c.env)
  const status = database === 'ok' && problem === null ? 'ok' : 'failing'
  const report = {
    status,
    timestamp: new Date().toISOString(),
    environment: c.env.ENVIRONMENT,
    version,
    checks: {
      database: database === 'disk' ? ('failed' as const) : database,
      ...(database === 'disk' && { disk: 'full' as const }),
      kv,
      secrets: secretsProblem(c.env) === null ? ('ok' as const) : ('failed' as const),
      ...(copiesProblem !== '' && { copies: 'failed' as const }),
    },
    ...((problem ?? copiesProblem) && { problem: problem ?? copiesProblem }),
  }
  return c.json(report, status === 'ok' ? 200 : 503)
}
