import type { Context } from 'hono'
import type { App } from '../../lib/env'
import { waitUntil } from '../../lib/wait-until'
import { backfillHours } from '../../time/sessions/backfill-hours'
import type { HourTable } from './view'

/** Batches of sessions per request; the next request continues. */
const rounds = 4

const backfillRounds = async (db: D1Database, userId: string) => {
  for (let round = 0; round < rounds; round += 1) if ((await backfillHours(db, userId)) === 0) return
}

/** Computes missing hours of older sessions after the response has been sent. */
export const backfillAfterResponse = (c: Context<App>) => waitUntil(c, backfillRounds(c.env.DB, c.var.user.id))

/** Polling then shows the hours that the page lacked. */
export const backfillShownHours = (c: Context<App>, { hours }: { hours: HourTable | null }) => {
  if (hours && hours.none.length > 0) backfillAfterResponse(c)
}
