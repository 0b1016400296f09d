import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** `/settings/account`: the end of the account. */
export const accountSettings = new Hono<App>()
