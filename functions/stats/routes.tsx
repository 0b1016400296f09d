import { Hono } from 'hono'
import { livePath } from '../../views/links'
import { InvalidRangePage, StatsPage } from '../../views/stats/page'
import type { App } from '../lib/env'
import { todayOf } from '../lib/today'
import { loadShell } from '../shell/load'
import { backfillShownHours } from './backfill-hours'
import { statsPageData } from './page-data'
import { parseStatsQuery } from './query'
import { statsVersion } from './version'

const page = { title: 'Statistics', charts: true }

export const stats = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const today = todayOf(c)
  const given = c.req.query()
  const result = parseStatsQuery(given, today)
  if ('errors' in result) {
    c.status(422)
    return c.render(<InvalidRangePage draft={{ values: given, errors: result.errors }} />, { title: page.title })
  }
  const now = Date.now()
  const shell = await loadShell(c)
  const version = statsVersion(shell.head, { preferences: user.preferences, today })
  const view = await statsPageData(c.env.DB, user, shell.head, result.asked, now)
  backfillShownHours(c, view)
  const live = livePath(version, { view: 'stats', ...result.terms })
  return c.render(<StatsPage {...view} terms={result.terms} live={live} />, { ...page, shell })
})
