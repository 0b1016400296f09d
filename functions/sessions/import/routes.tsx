import { Hono } from 'hono'
import type { App } from '../../lib/env'

export const imports = new Hono<App>()
