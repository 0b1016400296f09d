import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/api/v1/admin/apps` and `/api/v1/admin/apps.csv` */
export const adminAppsApi = new Hono<App>()
