import { requireAdmin } from '../account/auth/signed-in'
import { adminApi } from '../apps/admin/api'
import { adminAppsApi } from '../apps/admin/apps/api'
import { uploadBytes } from '../apps/admin/apps/import/routes'
import { fileBytes } from '../apps/admin/apps/schema'
import { admin } from '../apps/admin/routes'
import { adminBulkRulesApi, adminRulesApi, adminUnlistedApi } from '../apps/admin/rules/api'
import { csvBody, readableJson } from '../lib/api/request'
import { behindMiddleware } from '../middleware'

export const part = behindMiddleware({
  largerBodies: [
    [/^\/admin\/whitelists\/import(\/|$)/, uploadBytes],
    [/^\/api\/v1\/admin\/apps\/import$/, fileBytes],
    [/^\/admin\/users\/rules(\/|$)/, 512 * 1024],
  ],
  own: (app) => {
    app.use('/admin/*', requireAdmin)
    app.route('/admin', admin)
    // An app's package name may be `import`: PUT and DELETE have JSON bodies then.
    app.use('/api/v1/admin/apps/import', (c, next) => (c.req.method === 'POST' ? csvBody : readableJson)(c, next))
    app.use('/api/v1/admin/*', requireAdmin)
    app.route('/api/v1/admin/users/apps', adminBulkRulesApi)
    app.route('/api/v1/admin/users/:id/apps', adminRulesApi)
    app.route('/api/v1/admin/users/:id/unlisted-apps', adminUnlistedApi)
    app.route('/api/v1/admin', adminAppsApi)
    app.route('/api/v1/admin', adminApi)
  },
})
