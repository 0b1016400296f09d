import { Hono } from 'hono'
import type { App } from '../lib/env'

/** `/api/v1/admin`, for admins. */
export const adminApi = new Hono<App>()
