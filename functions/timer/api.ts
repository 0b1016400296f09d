import { Hono } from 'hono'
import type { App } from '../lib/env'

/** `/api/v1/timer` */
export const timerApi = new Hono<App>()
