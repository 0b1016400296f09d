import { Hono } from 'hono'
import type { App } from '../lib/env'
import { activities } from './activities/routes'
import { pullSessions } from './sessions'
import { pullStats } from './stats'

/** API of the browser extension under `/api`. The extension defines paths, names and shapes. */
export const extensionApi = new Hono<App>()
  .route('/sessions', pullSessions)
  .route('/stats', pullStats)
  .route('/activities', activities)
