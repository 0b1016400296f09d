import { type Context, Hono } from 'hono'
import { except } from 'hono/combine'
import { meApi } from '../account/api'
import { adminApi } from '../admin/api'
import { adminAppsApi } from '../admin/apps/api'
import { adminRulesApi, adminUnlistedApi } from '../admin/rules/api'
import { adminBulkRulesApi } from '../admin/rules/bulk/api'
import { requireAdmin } from '../auth/signed-in'
import { backupsApi } from '../backups/api'
import { planCardsApi } from '../cards/plan-file/api'
import { daysOffApi } from '../days-off/api'
import { exportApi, exportsApi } from '../export/api'
import { jobsApi } from '../jobs/api'
import { csvBody, hasMarkdown, markdownBody, readableJson } from '../lib/api/request'
import type { App } from '../lib/env'
import { importMeetingsApi } from '../meetings/import/api'
import { plansApi } from '../plans/api'
import { resources } from '../resources'
import { restoreApi } from '../restore/api'
import { searchApi } from '../search/api'
import { sessionsApi } from '../sessions/api/routes'
import { importSessionsApi, importsApi } from '../sessions/import/api'
import { devicesApi } from '../settings/sign-in/api'
import { tokensApi } from '../settings/tokens/api'
import { statsApi } from '../stats/api'
import { figureChangesApi } from '../stats/changes/api'
import { explainApi } from '../stats/explain/api'
import { syncApi } from '../sync/api'
import { conflictsApi } from '../sync/conflicts/api'
import { syncDevicesApi } from '../sync/devices/api'
import { tagsApi } from '../tags/api'
import { timerApi } from '../timer/api'
import { usageApi } from '../usage/api'
import { whitelistApi } from '../whitelists/api'
import { bulkAppsApi } from '../whitelists/bulk/api'

import { preconditions } from './preconditions'

/** `/api/v1`, behind the sign-in. */
export const api = new Hono<App>()

api.use(preconditions)
const planMarkdown = /^\/api\/v1\/plans\/[^/]+\/(markdown|cards\.md)$/

/** A plan is added as JSON or as markdown. */
const isPlanText = (c: Context) => c.req.path === '/api/v1/plans' && c.req.method === 'POST' && hasMarkdown(c)

api.use(
  except(
    [
      '/api/v1/sessions/import',
      '/api/v1/meetings/import',
      '/api/v1/admin/apps/import',
      '/api/v1/restore',
      isPlanText,
      (c) => planMarkdown.test(c.req.path),
    ],
    readableJson,
  ),
)
api.put('/plans/:id/markdown', markdownBody)
api.put('/plans/:id/cards.md', markdownBody)
// An app's package name may be `import`: PUT and DELETE have JSON bodies then.
api.use('/admin/apps/import', (c, next) => (c.req.method === 'POST' ? csvBody : readableJson)(c, next))
api.route('/me/devices', devicesApi)
api.route('/me/tokens', tokensApi)
api.route('/me', meApi)
api.route('/meetings/import', importMeetingsApi)
for (const [name, resource] of Object.entries(resources)) api.route(`/${name}`, resource.api)
api.route('/plans', planCardsApi)
api.route('/plans', plansApi)
api.route('/timer', timerApi)
api.route('/sessions/import', importSessionsApi)
api.route('/sessions', sessionsApi)
api.route('/imports', importsApi)
api.route('/jobs', jobsApi)
api.route('/stats/changes', figureChangesApi)
api.route('/stats/explain', explainApi)
api.route('/stats', statsApi)
api.route('/export', exportApi)
api.route('/restore', restoreApi)
api.route('/exports', exportsApi)
api.route('/backups', backupsApi)
api.route('/devices', syncDevicesApi)
api.route('/sync/conflicts', conflictsApi)
api.route('/days-off', daysOffApi)
api.route('/tags', tagsApi)
api.route('/search', searchApi)
api.route('/whitelist/apps', bulkAppsApi)
api.route('/whitelist', whitelistApi)
api.route('/usage', usageApi)
api.route('/sync', syncApi)
api.use('/admin/*', requireAdmin)
api.route('/admin/users/apps', adminBulkRulesApi)
api.route('/admin/users/:id/apps', adminRulesApi)
api.route('/admin/users/:id/unlisted-apps', adminUnlistedApi)
api.route('/admin', adminAppsApi)
api.route('/admin', adminApi)
