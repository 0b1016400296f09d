import { Hono } from 'hono'
import type { App } from '../lib/env'

export const exportApi = new Hono<App>()
