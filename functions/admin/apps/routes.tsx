import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/admin/whitelists`: the defaults for everybody. */
export const adminApps = new Hono<App>()
