import { Hono } from 'hono'
import type { App } from '../../lib/env'

/** The edits behind the difference of a figure between two moments. */
export const figureChanges = new Hono<App>()
