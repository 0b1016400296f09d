import { Hono } from 'hono'
import { InvalidRangePage, StatsPage } from '../../../views/figures/stats/page'
import { livePath } from '../../../views/ui/links'
import { type App, todayOf } from '../../lib/env'
import { backfillShownHours } from './backfill-hours'
import { parseStatsQuery } from './query'
import { statsVersion } from './version'
import { statsPageData } from './view'

const page = { title: 'Statistics', charts: true }

export const stats = new Hono<App>().get('/', async (c) => {
  const { user, head } = c.var
  const today = todayOf(c)
  const values = c.req.query()
  const result = parseStatsQuery(values, today)
  if ('errors' in result) {
    c.status(422)
    return c.render(<InvalidRangePage draft={{ values, errors: result.errors }} />, { title: page.title })
  }
  const { query, params } = result
  const version = statsVersion(head, { preferences: user.preferences, today })
  const view = await statsPageData(c.env.DB, user, head, query, Date.now(), c.var.orgTime)
  if (!view) return c.notFound()
  backfillShownHours(c, view)
  const live = livePath(version, { view: 'stats', ...params })
  return c.render(<StatsPage {...view} params={params} live={live} />, page)
})
