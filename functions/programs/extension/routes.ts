import { Hono } from 'hono'
import type { App } from '../../lib/env'
import { activities } from './activities/add'
import { pullSessions, pullStats } from './sessions'

/** API of the browser extension under `/api`. The extension defines paths, names and shapes. */
export const extensionApi = new Hono<App>()
  .route('/sessions', pullSessions)
  .route('/stats', pullStats)
  .route('/activities', activities)
