import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** Development pages, served by `npm start` (scripts/dev). They are not deployed. */
export const dev = new Hono<App>().all('*', (c) => c.notFound())
