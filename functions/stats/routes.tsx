import { Hono } from 'hono'
import { livePath } from '../../views/links'
import { InvalidRangePage, StatsPage } from '../../views/stats/page'
import type { App } from '../lib/env'
import { headOf } from '../lib/sql'
import { todayOf } from '../lib/today'
import { asked } from './ask'
import { workOutHours } from './fill'
import { statsVersion } from './version'
import { statsView } from './view'

const page = { title: 'Statistics', charts: true }

export const stats = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const today = todayOf(c)
  const given = c.req.query()
  const result = asked(given, today)
  if ('errors' in result) {
    c.status(422)
    return c.render(<InvalidRangePage draft={{ values: given, errors: result.errors }} />, { title: page.title })
  }
  const version = statsVersion(await headOf(c.env.DB, user.id), today)
  const view = await statsView(c.env.DB, user, result.asked, today)
  workOutHours(c, view)
  const live = livePath(version, { view: 'stats', ...result.terms })
  return c.render(<StatsPage {...view} terms={result.terms} live={live} />, page)
})
