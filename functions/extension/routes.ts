import { Hono } from 'hono'
import type { App } from '../lib/env'
import { activities } from './activities/routes'
import { pullSessions } from './sessions'
import { pullStats } from './stats'

/** The API of the pull-request extension, under `/api`: its paths, names and shapes are the extension's own. */
export const extensionApi = new Hono<App>()
  .route('/sessions', pullSessions)
  .route('/stats', pullStats)
  .route('/activities', activities)
