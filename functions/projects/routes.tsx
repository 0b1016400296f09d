import { Hono } from 'hono'
import type { App } from '../lib/env'

export const projects = new Hono<App>()
