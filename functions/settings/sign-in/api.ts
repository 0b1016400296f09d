import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/api/v1/me/devices` */
export const devicesApi = new Hono<App>()
