import { Hono } from 'hono'
import type { App } from '../lib/env'

export const settings = new Hono<App>()
