import { Hono } from 'hono'
import type { App } from '../lib/env'

/** `/api/v1/usage`: what apps were used, as clients report it. */
export const usageApi = new Hono<App>()
