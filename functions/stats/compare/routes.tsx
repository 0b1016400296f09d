import { Hono } from 'hono'
import { z } from 'zod'
import { ComparePage, InvalidComparePage } from '../../../views/stats/compare'
import { lastDays } from '../../ledger/range'
import { dayOf } from '../../lib/days'
import type { App } from '../../lib/env'
import { rangeOrAllTime } from '../explain/schema'
import { CompareQuery } from './schema'
import { compareView } from './view'

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
