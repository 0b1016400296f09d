import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/api/v1/admin/users/:id/apps` */
export const adminRulesApi = new Hono<App>()
