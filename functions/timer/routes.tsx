import { Hono } from 'hono'
import type { App } from '../lib/env'

/** What runs: its page, its forms and its polled part. */
export const timer = new Hono<App>()
