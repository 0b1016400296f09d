import type { RouterRoute } from 'hono/types'
import { apiDocs } from '../api/docs'
import { behindMiddleware } from '../middleware'

/** The description of the API. @param loadRoutes loads the routes that are described */
export const docsOf = (loadRoutes: () => Promise<RouterRoute[]>) => ({
  part: behindMiddleware({ open: (app) => app.route('/api', apiDocs(loadRoutes)) }),
})
