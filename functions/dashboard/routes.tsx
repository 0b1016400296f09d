import { Hono } from 'hono'
import { DashboardPage } from '../../views/dashboard/page'
import { dayOf } from '../lib/days'
import type { App } from '../lib/env'
import { loadShell } from '../shell/load'
import { pageHolds } from '../shell/page-version'
import { dashboardVersion, withClock } from './version'
import { dashboardView } from './view'

export const dashboard = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const { preferences } = user
  const now = Date.now()
  const version = dashboardVersion(c.var.head, { preferences, today: dayOf(now, preferences) })
  const loading = loadShell(c, { countGoals: false })
  const view = await dashboardView(c.env.DB, user, now, { head: c.var.head, loading, context: c.var.orgTime })
  // The day's strip shows the minute; a timer and the comparison with last week may count on by the second.
  const countsOn = view.timer !== null || view.week.movesAt !== null
  pageHolds(c, countsOn ? now : (Math.floor(now / 60_000) + 1) * 60_000)
  return c.render(<DashboardPage {...view} version={withClock(version, view.week.movesAt)} />, {
    title: 'Today',
    openGoals: view.goalCounts.open,
    shell: await loading,
  })
})
