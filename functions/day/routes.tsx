import { Hono } from 'hono'
import type { App } from '../lib/env'

/** A day as a timeline. */
export const day = new Hono<App>()
