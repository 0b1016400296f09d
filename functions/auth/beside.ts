import type { Context } from 'hono'
import { readBeside } from '../lib/cost'
import type { App } from '../lib/env'
import type { SqlPart } from '../lib/sql'

/** Starts what the request reads beside its sign-in. Call it right after the read of the sign-in. @param person selects the id */
export const startBeside = (c: Context<App>, person: SqlPart) => {
  const { beside } = c.var
  if (beside) readBeside(c.env.DB, person, beside)
}
