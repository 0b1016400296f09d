import { Hono } from 'hono'
import type { App } from '../lib/env'

export const sessionsCsv = new Hono<App>()
