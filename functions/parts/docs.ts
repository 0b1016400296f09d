import type { RouterRoute } from 'hono/types'
import { behindMiddleware } from '../middleware'
import { apiDocs } from '../programs/api/docs'

/** The description of the API. @param loadRoutes loads the routes that are described */
export const docsOf = (loadRoutes: () => Promise<RouterRoute[]>) => ({
  part: behindMiddleware({ open: (app) => app.route('/api', apiDocs(loadRoutes)) }),
})
