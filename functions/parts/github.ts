import { github } from '../account/auth/github/routes'
import { behindMiddleware } from '../middleware'

/** Signing in with GitHub. */
export const part = behindMiddleware({ open: (app) => app.route('/auth', github) })
