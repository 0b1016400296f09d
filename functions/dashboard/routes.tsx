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
  const view = await dashboardView(c.env.DB, user, now, { head: c.var.head, loading })
  // The day's strip shows the minute; the comparison with last week may count on by the second.
  pageHolds(c, view.week.movesAt === null ? (Math.floor(now / 60_000) + 1) * 60_000 : now)
  return c.render(<DashboardPage {...view} version={withClock(version, view.week.movesAt)} />, {
    title: 'Today',
    openGoals: view.goalCounts.open,
    shell: await loading,
  })
})
