import { behindMiddleware } from '../middleware'
import { mcp } from '../programs/mcp/routes'

/** The Model Context Protocol, for assistants. */
export const part = behindMiddleware({ own: (app) => app.route('/mcp', mcp) })
