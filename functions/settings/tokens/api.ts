import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/api/v1/me/tokens` */
export const tokensApi = new Hono<App>()
