import { behindMiddleware } from '../middleware'
import { dev } from '../programs/dev/routes'

export const part = behindMiddleware({ open: (app) => app.route('/dev', dev) })
