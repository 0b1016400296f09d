import { Hono } from 'hono'
import type { App } from '../lib/env'

/** `/whitelists/earned`: apps that are opened by one's own time. */
export const earnedApps = new Hono<App>()
