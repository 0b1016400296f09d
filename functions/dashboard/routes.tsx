import { Hono } from 'hono'
import { DashboardPage } from '../../views/dashboard/page'
import { dayOf } from '../lib/days'
import type { App } from '../lib/env'
import { headOf } from '../lib/sql'
import { statsVersion } from '../stats/version'
import { dashboardView } from './view'

export const dashboard = new Hono<App>().get('/', async (c) => {
  const { user } = c.var
  const now = Date.now()
  const version = statsVersion(await headOf(c.env.DB, user.id), dayOf(now, user.preferences))
  const view = await dashboardView(c.env.DB, user, now)
  return c.render(<DashboardPage {...view} version={version} />, {
    title: 'Today',
    openGoals: view.goals[0]?.open ?? 0,
  })
})
