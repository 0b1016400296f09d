import { Hono } from 'hono'
import type { App } from '../../lib/env'
import { adminApps } from './apps/routes'
import { auditLog } from './audit/routes'
import { bulkRules } from './rules/bulk-routes'
import { adminRules } from './rules/routes'
import { users } from './users/routes'

/** `/admin`, for admins. */
export const admin = new Hono<App>()
  .get('/', (c) => c.redirect('/admin/users', 303))
  .route('/whitelists', adminApps)
  .route('/users/rules', bulkRules)
  .route('/users/:id/whitelist', adminRules)
  .route('/users', users)
  .route('/audit', auditLog)
