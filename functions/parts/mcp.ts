import { mcp } from '../mcp/routes'
import { behindMiddleware } from '../middleware'

/** The Model Context Protocol, for assistants. */
export const part = behindMiddleware({ own: (app) => app.route('/mcp', mcp) })
