import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** Pages for development, which `npm start` puts in front (scripts/dev). They are not in what is deployed. */
export const dev = new Hono<App>().all('*', (c) => c.notFound())
