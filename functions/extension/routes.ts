import { Hono } from 'hono'
import type { App } from '../lib/env'

/** The API of the pull-request extension, under `/api`. */
export const extensionApi = new Hono<App>()
