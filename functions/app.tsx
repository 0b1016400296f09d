import { Hono } from 'hono'
import type { App } from './lib/env'

export const app = new Hono<App>()
