import { Hono } from 'hono'
import { z } from 'zod'
import { ComparePage, InvalidComparePage } from '../../../views/stats/compare'
import { lastDays } from '../../ledger/range'
import { dayOf } from '../../lib/days'
import type { App } from '../../lib/env'
import { bothDates, figureFields, rangeOrAllTime } from '../explain/schema'
import { compareView } from './view'

/** `by=now` ends the earlier days at the present time of day. */
const CompareQuery = z
  .object({ ...figureFields, by: z.literal('now', 'Use now, or leave it out').optional() })
  .superRefine(bothDates)

const title = 'Compare'

/** `/stats/compare`: the last 30 days unless the dates say otherwise. */
export const compare = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const now = Date.now()
  const today = dayOf(now, user.preferences)
  const values = c.req.query()
  const { data: query, error } = CompareQuery.safeParse(values)
  if (!query) {
    c.status(422)
    return c.render(<InvalidComparePage draft={{ values, errors: z.flattenError(error).fieldErrors }} />, { title })
  }
  const range = rangeOrAllTime(query) ?? lastDays(today, 30)
  const wanted = { subject: query.subject, range, byNow: query.by === 'now' }
  const view = await compareView(c.env.DB, user, wanted, today, now, c.var.orgTime)
  if (!view) return c.notFound()
  return c.render(<ComparePage {...view} today={today} />, { title })
})
