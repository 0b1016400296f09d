import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** The time and the reviews of a repository. */
export const repos = new Hono<App>()
