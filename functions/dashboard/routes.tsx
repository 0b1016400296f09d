import { Hono } from 'hono'
import { DashboardPage } from '../../views/dashboard/page'
import { dayOf } from '../lib/days'
import type { App } from '../lib/env'
import { loadShell } from '../shell/load'
import { dashboardVersion, withClock } from './version'
import { dashboardView } from './view'

export const dashboard = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const { preferences } = user
  const now = Date.now()
  const version = dashboardVersion(c.var.head, { preferences, today: dayOf(now, preferences) })
  const loading = loadShell(c, { countGoals: false })
  const view = await dashboardView(c.env.DB, user, now, { head: c.var.head, loading, context: c.var.orgTime })
  return c.render(<DashboardPage {...view} version={withClock(version, view.week.movesAt)} />, {
    title: 'Today',
    openGoals: view.goalCounts.open,
    shell: await loading,
  })
})
