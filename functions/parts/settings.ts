import { meApi } from '../account/api'
import { accountSettings } from '../account/routes'
import { backupDownloads, backupsApi } from '../backups/api'
import { backupSettings } from '../backups/routes'
import { daysOffApi } from '../days-off/api'
import { daysOffRoutes } from '../days-off/routes'
import { exportApi, exportsApi } from '../export/api'
import { exportSettings } from '../export/routes'
import { formAround } from '../lib/uploads'
import { behindMiddleware } from '../middleware'
import { restoreApi } from '../restore/api'
import { fileBytes } from '../restore/preview'
import { restoreRoutes } from '../restore/routes'
import { settings } from '../settings/routes'
import { devicesApi } from '../settings/sign-in/api'
import { signInSettings } from '../settings/sign-in/routes'
import { tokensApi } from '../settings/tokens/api'
import { tokenSettings } from '../settings/tokens/routes'
import { conflictSettings } from '../sync/conflicts/routes'
import { deviceSettings } from '../sync/devices/routes'

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
