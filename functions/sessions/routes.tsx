import { Hono } from 'hono'
import type { App } from '../lib/env'

export const sessions = new Hono<App>()
