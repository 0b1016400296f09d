import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** Development pages, which `npm start` serves (scripts/dev). They are not part of a deployment. */
export const dev = new Hono<App>().all('*', (c) => c.notFound())
