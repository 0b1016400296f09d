import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** How programs are let in: `/auth/token` and `/auth/refresh`. */
export const programs = new Hono<App>()
