import { Hono } from 'hono'
import type { App } from '../lib/env'

export const dashboard = new Hono<App>()
