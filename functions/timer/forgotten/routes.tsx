import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** Ends for what was left running. */
export const forgotten = new Hono<App>()
