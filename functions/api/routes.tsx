import { Hono } from 'hono'
import { exportApi } from '../export/api'
import { goalsApi } from '../goals/api'
import { readableJson } from '../lib/api/request'
import type { App } from '../lib/env'
import { meApi } from '../me/api'
import { projectsApi } from '../projects/api'
import { sessionsApi } from '../sessions/api/routes'

/** `/api/v1`, behind the sign-in. */
export const api = new Hono<App>()

api.use(readableJson)
api.route('/me', meApi)
api.route('/goals', goalsApi)
api.route('/projects', projectsApi)
api.route('/sessions', sessionsApi)
api.route('/export', exportApi)
