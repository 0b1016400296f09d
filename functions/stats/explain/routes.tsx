import { Hono } from 'hono'
import { z } from 'zod'
import { ExplainPage, InvalidExplainPage } from '../../../views/stats/explain'
import { NextRows } from '../../../views/stats/explain-rows'
import { type App, todayOf } from '../../lib/env'
import { wantsFragment } from '../../lib/page'
import { ExplainQuery } from './schema'
import { explainView } from './view'

const title = 'How this adds up'

export const explain = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const today = todayOf(c)
  const values = c.req.query()
  const renderInvalid = (errors: Partial<Record<string, string[]>>) => {
    c.status(422)
    return c.render(<InvalidExplainPage draft={{ values, errors }} />, { title })
  }
  const { data: query, error } = ExplainQuery.safeParse(values)
  if (!query) return renderInvalid(z.flattenError(error).fieldErrors)
  const view = await explainView(c.env.DB, user, query, today, c.var.orgTime)
  if (view === null) return c.notFound()
  const context = { ...view, reader: user.preferences, today }
  if (view.rows?.after && wantsFragment(c)) return c.render(<NextRows rows={view.rows} view={context} />)
  return c.render(<ExplainPage {...context} />, { title })
})
