import { dev } from '../dev/routes'
import { behindMiddleware } from '../middleware'

export const part = behindMiddleware({ open: (app) => app.route('/dev', dev) })
