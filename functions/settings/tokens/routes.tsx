import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/settings/tokens`: personal tokens for programs. */
export const tokenSettings = new Hono<App>()
