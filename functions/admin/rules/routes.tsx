import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/admin/users/:id/whitelist`: what holds for one person, and the rules that admins set for them. */
export const adminRules = new Hono<App>()
