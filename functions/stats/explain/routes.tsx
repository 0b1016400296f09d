import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** The ledger rows behind a figure. */
export const explain = new Hono<App>()
