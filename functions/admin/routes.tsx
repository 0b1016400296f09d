import { Hono } from 'hono'
import type { App } from '../lib/env'
import { auditLog } from './audit/routes'
import { users } from './users/routes'

/** `/admin`, for admins. */
export const admin = new Hono<App>()
  .get('/', (c) => c.redirect('/admin/users', 303))
  .route('/users', users)
  .route('/audit', auditLog)
