import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** Sign-in with GitHub: of browsers, and of the browser extension. */
export const github = new Hono<App>()
