import type { Context } from 'hono'
import type { App } from '../lib/env'
import { waitUntil } from '../lib/wait-until'
import { backfillHours } from '../sessions/backfill-hours'
import type { StatsView } from './view'

/** How often hours are filled in after one answer; what is left then waits for the next. */
const rounds = 4

/** Works out the hours of some of a user's older sessions. */
export const fillSome = async (db: D1Database, userId: string) => {
  for (let round = 0; round < rounds; round += 1) if ((await backfillHours(db, userId)) === 0) return
}

/** After the answer, works out the hours of older sessions where what is shown lacks some. Polling shows them then. */
export const workOutHours = (c: Context<App>, { hours }: Pick<StatsView, 'hours'>) => {
  if (hours && hours.none.length > 0) waitUntil(c, fillSome(c.env.DB, c.var.user.id))
}
