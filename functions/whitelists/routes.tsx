import { Hono } from 'hono'
import type { App } from '../lib/env'

/** `/whitelists`: a person's apps. */
export const whitelists = new Hono<App>()
