import { Hono } from 'hono'
import type { App } from '../lib/env'

/** `/api/v1/whitelist` */
export const whitelistApi = new Hono<App>()
