import { auth } from '../auth/routes'
import { contextRoutes } from '../context/routes'
import { dashboard } from '../dashboard/routes'
import { day } from '../day/routes'
import { entryLine } from '../entry/routes'
import { timerStart } from '../entry/start'
import { extensionApi } from '../extension/routes'
import { goals } from '../goals/routes'
import { live } from '../live/routes'
import { behindMiddleware } from '../middleware'
import { sessions } from '../sessions/routes'
import { stats } from '../stats/routes'
import { tasks } from '../tasks/routes'
import { timeLog } from '../time-log/routes'
import { timerApi } from '../timer/api'
import { timer } from '../timer/routes'
import { unfinished } from '../timer/unfinished/routes'
import { trackerList, trackerPages, trackerStats } from '../tracker/routes'
import { usageApi } from '../usage/api'
import { bulkAppsApi, whitelistApi } from '../whitelists/api'
import { pasteList } from '../whitelists/paste'
import { whitelists } from '../whitelists/routes'
import { addApp, earnedApps } from '../whitelists/rule-forms'
import { bulkFormBytes } from '../whitelists/schema'

/** The pages of each day, and what clients ask for all day long. */
export const start = behindMiddleware({
  largerBodies: [
    [/^\/whitelists\/(rules|paste)(\/|$)/, bulkFormBytes],
    // 500 events of the longest names
    [/^\/api\/v1\/usage$/, 3 * 1024 * 1024],
  ],
  open: (app) => app.route('/', auth),
  own: (app) => {
    app.route('/', dashboard)
    app.route('/timer/forgotten', unfinished)
    app.route('/timer', timerStart)
    app.route('/timer', timer)
    app.route('/day', day)
    app.route('/goals', goals)
    app.route('/tasks', tasks)
    app.route('/context', contextRoutes)
    app.route('/sessions/entry', entryLine)
    app.route('/sessions', trackerList)
    app.route('/sessions', timeLog)
    app.route('/sessions', sessions)
    app.route('/stats', stats)
    app.route('/stats/live', live)
    app.route('/whitelists/add', addApp)
    app.route('/whitelists/earned', earnedApps)
    app.route('/whitelists/paste', pasteList)
    app.route('/whitelists', whitelists)
    app.route('/api/stats', trackerStats)
    app.route('/api/sessions', trackerPages)
    app.route('/api', extensionApi)
    app.route('/api/v1/timer', timerApi)
    app.route('/api/v1/usage', usageApi)
    app.route('/api/v1/whitelist/apps', bulkAppsApi)
    app.route('/api/v1/whitelist', whitelistApi)
  },
})
