import { Hono } from 'hono'
import { livePath } from '../../views/links'
import { InvalidRangePage, StatsPage } from '../../views/stats/page'
import type { App } from '../lib/env'
import { todayOf } from '../lib/today'
import { loadShell } from '../shell/load'
import { asked } from './ask'
import { workOutHours } from './fill'
import { shownStats } from './shown'
import { statsVersion } from './version'

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
  const now = Date.now()
  const shell = await loadShell(c)
  const version = statsVersion(shell.head, { preferences: user.preferences, today })
  const view = await shownStats(c.env.DB, user, shell.head, result.asked, now)
  workOutHours(c, view)
  const live = livePath(version, { view: 'stats', ...result.terms })
  return c.render(<StatsPage {...view} terms={result.terms} live={live} />, { ...page, shell })
})
