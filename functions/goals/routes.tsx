import { Hono } from 'hono'
import type { App } from '../lib/env'

export const goals = new Hono<App>()
