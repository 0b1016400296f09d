import { meApi } from '../account/account/api'
import { accountSettings } from '../account/account/routes'
import { settings } from '../account/settings/routes'
import { devicesApi } from '../account/settings/sign-in/api'
import { signInSettings } from '../account/settings/sign-in/routes'
import { tokensApi } from '../account/settings/tokens/api'
import { tokenSettings } from '../account/settings/tokens/routes'
import { backupDownloads, backupsApi } from '../data/backups/api'
import { backupSettings } from '../data/backups/routes'
import { exportApi, exportsApi } from '../data/export/api'
import { exportSettings } from '../data/export/routes'
import { restoreApi } from '../data/restore/api'
import { fileBytes } from '../data/restore/preview'
import { restoreRoutes } from '../data/restore/routes'
import { formAround } from '../lib/uploads'
import { behindMiddleware } from '../middleware'
import { conflictSettings } from '../programs/sync/conflicts/routes'
import { deviceSettings } from '../programs/sync/devices/routes'
import { daysOffApi } from '../time/days-off/api'
import { daysOffRoutes } from '../time/days-off/routes'

/** The account: settings, tokens, devices, exports and backups. */
export const part = behindMiddleware({
  largerBodies: [
    [/^\/settings\/backups\/restore$/, formAround(fileBytes)],
    [/^\/api\/v1\/restore$/, fileBytes],
  ],
  own: (app) => {
    app.route('/settings/days-off', daysOffRoutes)
    app.route('/settings/sign-in', signInSettings)
    app.route('/settings/tokens', tokenSettings)
    app.route('/settings/export', exportSettings)
    app.route('/settings/account', accountSettings)
    app.route('/settings/devices', deviceSettings)
    app.route('/settings/devices/conflicts', conflictSettings)
    app.route('/settings/backups/restore', restoreRoutes)
    app.route('/settings/backups', backupSettings)
    app.route('/settings', settings)
    app.route('/backup', backupDownloads)
    app.route('/api/v1/me/devices', devicesApi)
    app.route('/api/v1/me/tokens', tokensApi)
    app.route('/api/v1/me', meApi)
    app.route('/api/v1/days-off', daysOffApi)
    app.route('/api/v1/export', exportApi)
    app.route('/api/v1/exports', exportsApi)
    app.route('/api/v1/backups', backupsApi)
    app.route('/api/v1/restore', restoreApi)
  },
})
