import { Hono } from 'hono'
import { InvalidRangePage, StatsPage } from '../../views/stats/page'
import type { App } from '../lib/env'
import { todayOf } from '../lib/today'
import { asked } from './ask'
import { hasSessions } from './schema'
import { statsView } from './view'

const title = 'Statistics'

export const stats = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const today = todayOf(c)
  const given = c.req.query()
  const result = asked(given, today)
  if ('errors' in result) {
    c.status(422)
    return c.render(<InvalidRangePage draft={{ values: given, errors: result.errors }} />, { title })
  }
  const view = await statsView(c.env.DB, user, result.asked, today)
  return c.render(<StatsPage {...view} />, { title, charts: hasSessions(view.figures) })
})
