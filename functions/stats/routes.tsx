import { Hono } from 'hono'
import type { App } from '../lib/env'

export const stats = new Hono<App>()
