import { Hono } from 'hono'
import { DashboardPage } from '../../views/dashboard/page'
import type { App } from '../lib/env'
import { dashboardView } from './view'

export const dashboard = new Hono<App>().get('/', async (c) => {
  const view = await dashboardView(c.env.DB, c.var.user, Date.now())
  return c.render(<DashboardPage {...view} />, { title: 'Today' })
})
