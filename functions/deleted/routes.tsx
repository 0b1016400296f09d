import { Hono } from 'hono'
import type { App } from '../lib/env'

export const deleted = new Hono<App>()
