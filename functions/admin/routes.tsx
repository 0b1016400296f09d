import { Hono } from 'hono'
import type { App } from '../lib/env'

/** `/admin`, for admins. */
export const admin = new Hono<App>()
