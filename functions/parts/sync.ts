import { behindMiddleware } from '../middleware'
import { syncApi, trackerSync } from '../programs/sync/api'
import { conflictsApi } from '../programs/sync/conflicts/api'
import { requestBytes } from '../programs/sync/core/protocol'
import { syncDevicesApi } from '../programs/sync/devices/api'
import { trackerDialect } from '../programs/tracker/exchange'

/** Requests of devices with a store of their own. */
export const part = behindMiddleware({
  largerBodies: [[/^\/(api\/v1\/)?sync$/, requestBytes]],
  own: (app) => {
    app.route('/sync', trackerDialect)
    app.route('/sync', trackerSync)
    app.route('/api/v1/devices', syncDevicesApi)
    app.route('/api/v1/sync/conflicts', conflictsApi)
    app.route('/api/v1/sync', syncApi)
  },
})
